import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hexOf } from '../../testkit/accounting.ts';
import { type Digest, digestOf } from '../base/digest.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { Accounting, AccountingInput } from '../explain/index.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { ContentCache } from '../store/content-cache.ts';
import { LayerCache } from '../store/layer-cache.ts';
import { recallAccounting } from './recall-accounting.ts';

const STATUS = 'Package: tools\nStatus: install ok installed\n';
const LIST = '/usr/bin/one\n';

let folder: string;
let cache: LayerCache;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-accounts-'));
  cache = new LayerCache(new ContentCache(folder), DEFAULT_LIMITS);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DIFF_ID = digestOf(Buffer.from('layer'));
const file = (path: string, more: Partial<LayerEntry>): LayerEntry => ({
  path,
  kind: 'file',
  size: 1,
  mode: 0o755,
  uid: 0,
  gid: 0,
  ...more,
});
const program = (path: string): LayerEntry =>
  file(path, {
    sha256: hexOf('sha256', path),
    content: { kind: 'elf', elf: { bits: 64, machine: 'x86-64', type: 'executable', needed: [] } },
  });

function layer(diffId: Digest = DIFF_ID): LayerFacts {
  const entries = [
    program('usr/bin/one'),
    program('usr/bin/two'),
    file('var/lib/dpkg/status', { database: [0, STATUS.length] }),
    file('var/lib/dpkg/info/tools.list', { database: [STATUS.length, LIST.length] }),
  ];
  return { diffId, size: 1, entries, unknowns: [] };
}

interface Case {
  readonly facts?: LayerFacts;
  readonly stored?: boolean;
  readonly lost?: boolean;
  readonly input?: Partial<AccountingInput>;
  readonly cache?: LayerCache;
}

/** The accounting, and how often a file of a database was read for it. */
async function recall(some: Case = {}): Promise<{ accounting: Accounting; read: number }> {
  const facts = some.facts ?? layer();
  let read = 0;
  const accounting = await recallAccounting(
    { tree: buildTree([facts]), startChain: [], ...some.input },
    [{ facts, stored: some.stored ?? true }],
    {
      lost: some.lost ?? false,
      bytesOfEntry: (_, { database: [from, length] = [0, 0] }) => {
        read++;
        return Buffer.from(STATUS + LIST).subarray(from, from + length);
      },
    },
    'cache' in some ? some.cache : cache,
  );
  return { accounting, read };
}

describe('what accounts for programs', () => {
  it('is found out once, and is the same when it is recalled', async () => {
    const found = await recall();
    expect(found.accounting).toMatchObject({ total: 2, accounted: 1, unlisted: 1 });
    expect(found.read).toBeGreaterThan(0);
    expect(await recall()).toStrictEqual({ accounting: found.accounting, read: 0 });
    expect(await recall({ cache: undefined })).toStrictEqual(found);
  });

  it('is not recalled for other layers, another start, or another base', async () => {
    await recall();
    const step = { what: 'two', command: 'two', kind: 'elf', path: '/usr/bin/two', file: 'CMD' } as const;
    for (const other of [
      { facts: layer(digestOf(Buffer.from('other'))) },
      { input: { startChain: [{ ...step, children: [] }] } },
      { input: { base: { name: 'docker.io/library/debian:12', layers: 1 } } },
    ]) {
      const { read, accounting } = await recall(other);
      expect(read).toBeGreaterThan(0);
      expect(accounting).toStrictEqual((await recall({ ...other, cache: undefined })).accounting);
    }
  });

  it.each<[string, Case]>([
    [
      'with sources of the user, which may change',
      { input: { source: { pathByHash: new Map(), notes: [] } } },
    ],
    ['of a layer whose facts its diffID does not stand for', { stored: false }],
    ['when the lists could not be read any more', { lost: true }],
  ])('is not kept %s', async (_, some) => {
    await recall(some);
    expect((await recall()).read).toBeGreaterThan(0);
  });
});
