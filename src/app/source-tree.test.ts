import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestImage } from '../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { SourceTree } from './source-tree.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearpull-source-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SCRIPT = '#!/bin/sh\n';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A tree of scripts as long as these texts. */
function treeOf(...texts: readonly string[]): ImageTree {
  const { tree } = openTestImage({
    layers: [Object.fromEntries(texts.map((text, i) => [`bin/${i}`, text]))],
  });
  const nodes = new Map(tree.nodes);
  for (const [i, text] of texts.entries()) {
    const node = nodes.get(`bin/${i}`);
    if (node !== undefined) nodes.set(node.path, { ...node, entry: { ...node.entry, size: text.length } });
  }
  return { ...tree, nodes };
}

describe('SourceTree', () => {
  it('knows the files that are as long as programs of the image, of equal ones the first', async () => {
    mkdirSync(join(folder, 'b/.git'), { recursive: true });
    mkdirSync(join(folder, 'a'));
    for (const name of ['b/run.sh', 'a/run.sh', 'b/.git/run.sh']) writeFileSync(join(folder, name), SCRIPT);
    writeFileSync(join(folder, 'longer.sh'), `${SCRIPT}exit\n`);
    const source = SourceTree.open(folder, DEFAULT_LIMITS);
    expect([...(await source.knownFor(treeOf(SCRIPT))).pathByHash]).toEqual([[hash(SCRIPT), 'a/run.sh']]);
    // Another image asks for other sizes.
    const later = await source.knownFor(treeOf(`${SCRIPT}exit\n`));
    expect(later.pathByHash.get(hash(`${SCRIPT}exit\n`))).toBe('longer.sh');
  });

  it('follows no links, neither out of it nor in circles', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'clearpull-outside-'));
    writeFileSync(join(outside, 'x.sh'), SCRIPT);
    symlinkSync(join(outside, 'x.sh'), join(folder, 'x.sh'));
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync('.', join(folder, 'here'));
    const source = SourceTree.open(folder, DEFAULT_LIMITS);
    expect((await source.knownFor(treeOf(SCRIPT))).pathByHash.size).toBe(0);
    await rm(outside, { recursive: true });
  });

  it('says when a limit was reached', async () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), SCRIPT);
    const few = SourceTree.open(folder, { ...DEFAULT_LIMITS, maxSourceFiles: 2 });
    expect((await few.knownFor(treeOf(SCRIPT))).notes).toEqual([
      expect.stringContaining('--limit maxSourceFiles'),
    ]);
    const short = SourceTree.open(folder, { ...DEFAULT_LIMITS, maxSourceBytes: 5 });
    const known = await short.knownFor(treeOf(SCRIPT));
    expect(known.notes).toEqual([expect.stringContaining('maxSourceBytes (5)')]);
    expect(known.pathByHash.size).toBe(0);
    const large = SourceTree.open(folder, { ...DEFAULT_LIMITS, maxSourceFileBytes: 5 });
    expect((await large.knownFor(treeOf(SCRIPT))).notes).toEqual([
      expect.stringContaining('maxSourceFileBytes (5)'),
    ]);
  });

  it('has to be a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    for (const name of ['file', 'none']) {
      expect(() => SourceTree.open(join(folder, name), DEFAULT_LIMITS)).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    }
  });
});
