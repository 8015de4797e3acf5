import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  type BigIntStats,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeLayer } from '../src/analyze/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import type { LayerFacts } from '../src/image/layer-facts.ts';
import { buildTree } from '../src/image/tree/build-tree.ts';
import type { ImageTree } from '../src/image/tree/image-tree.ts';
import { factsOf } from '../testkit/facts.ts';
import { type BuiltImage, buildImage } from '../testkit/image.ts';
import { randomImage } from '../testkit/random-image.ts';
import { writeOciLayout } from '../testkit/store.ts';
import type { TarItem } from '../testkit/tar.ts';
import { requireTool } from '../testkit/tools.ts';

const SEEDS = Array.from({ length: 25 }, (_, seed) => seed + 1);

const HAND_MADE: Readonly<Record<string, readonly (readonly TarItem[])[]>> = {
  'whiteouts that stand after the entries of their own layer': [
    [
      { path: 'd/old', data: '1' },
      { path: 'd/both', data: '1' },
      { path: 'gone', data: '1' },
    ],
    [{ path: 'd/new', data: '2' }, { path: 'd/.wh..wh..opq' }, { path: '.wh.gone' }],
  ],
  'an entry that goes through an absolute and a relative link': [
    [
      { path: 'usr/lib', type: 'directory', mode: 0o700 },
      { path: 'lib', type: 'symlink', target: 'usr/lib' },
      { path: 'abs', type: 'symlink', target: '/lib/../lib' },
    ],
    [
      { path: 'lib/a', data: 'a' },
      { path: 'abs/b', data: 'b' },
      { path: 'lib/missing/c', data: 'c' },
    ],
    [{ path: 'lib/.wh.a' }],
  ],
  'a link out of the root': [
    [{ path: 'out', type: 'symlink', target: '../../../etc' }],
    [{ path: 'out/hosts', data: 'inside' }],
  ],
  'changes of kind in every direction': [
    [
      { path: 'file-folder', data: '1' },
      { path: 'folder-file/deep/er', data: '1' },
      { path: 'link-folder', type: 'symlink', target: 'folder-file' },
      { path: 'folder-link', type: 'directory' },
      { path: 'folder-link/x', data: '1' },
      { path: 'file-fifo', data: '1' },
    ],
    [
      { path: 'file-folder', type: 'directory' },
      { path: 'file-folder/x', data: '2' },
      { path: 'folder-file', data: '2' },
      { path: 'link-folder', type: 'directory', mode: 0o711 },
      { path: 'folder-link', type: 'symlink', target: 'file-folder' },
      { path: 'file-fifo', type: 'fifo' },
    ],
  ],
  'hard links within and between layers, and to a link': [
    [
      { path: 'a', data: 'same' },
      { path: 'b', type: 'hardlink', target: 'a' },
      { path: 'l', type: 'symlink', target: 'a' },
      { path: 'l2', type: 'hardlink', target: 'l' },
    ],
    [{ path: 'c', type: 'hardlink', target: 'b' }],
    [{ path: '.wh.a' }],
    [{ path: 'b', data: 'other' }],
  ],
  'a hard link to a file that a later whiteout of the same layer hides': [
    [{ path: 'bin/tool', data: 'bytes', mode: 0o755 }],
    [{ path: 'kept', type: 'hardlink', target: 'bin/tool' }, { path: 'bin/.wh.tool' }],
  ],
  'owners, special bits, devices and long names': [
    [
      { path: 'd', type: 'directory', mode: 0o1777, uid: 5, gid: 6 },
      {
        path: `d/${'long'.repeat(50)}/${'name'.repeat(50)}`,
        data: 'x',
        mode: 0o4755,
        uid: 3_000_000,
        gid: 7,
      },
      { path: 'null', type: 'character-device', devMajor: 1, devMinor: 3, mode: 0o666 },
    ],
    [{ path: 'd', type: 'directory', mode: 0o2750, uid: 8 }],
  ],
};

describe('the merged tree is what umoci unpacks', () => {
  it.for(Object.keys(HAND_MADE))('for %s', async (title, context) => {
    requireTool(context, 'umoci');
    const layers = HAND_MADE[title] ?? [];
    await compare(buildImage({ steps: layers.map((items) => ({ createdBy: title, items })) }));
  });

  it.for(SEEDS)('for the random image %i', async (seed, context) => {
    requireTool(context, 'umoci');
    await compare(buildImage(randomImage(seed)));
  });
});

async function compare(image: BuiltImage): Promise<void> {
  const facts = await Promise.all(image.layers.map((layer) => analyzed(layer.bytes)));
  const tree = buildTree(facts);
  // Where the trees differ, this tells whether the reader of the tar or the merging is to blame.
  const secondOpinion = buildTree(await Promise.all(image.tars.map(factsOf)));
  expect(describeTree(tree)).toEqual(describeTree(secondOpinion));
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-umoci-'));
  try {
    await writeOciLayout(join(folder, 'oci'), [{ image, name: 'test' }]);
    const args = ['unpack', '--image', `${join(folder, 'oci')}:test`, join(folder, 'bundle')];
    const { status, stderr } = spawnSync('umoci', args, {
      encoding: 'utf8',
      env: { ...process.env, UMASK: '022' },
    });
    expect(stderr.replaceAll(/^.*(?:warn|info).*$/gim, '').trim()).toBe('');
    expect(status).toBe(0);
    expect(describeTree(tree)).toEqual(describeFolder(join(folder, 'bundle', 'rootfs')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function analyzed(bytes: Buffer): Promise<LayerFacts> {
  const source = (async function* () {
    yield bytes;
  })();
  const { facts } = await analyzeLayer(source, { limits: DEFAULT_LIMITS, triggers: [], expected: {} });
  expect(facts.unknowns).toEqual([]);
  return facts;
}

/** One line for every path; the first path of a group of hard links stands for its identity. */
function describeTree(tree: ImageTree): string[] {
  const first = new Map<object, string>();
  const lines: string[] = [];
  for (const [path, { entry }] of tree.nodes) {
    if (path === '') continue;
    if (!first.has(entry)) first.set(entry, path);
    const { kind, mode, uid, gid, target, sha256, size } = entry;
    const content = kind === 'file' ? `${size} ${sha256}` : kind === 'symlink' ? target : '';
    const shown = kind === 'symlink' ? '' : mode.toString(8);
    const same = kind === 'directory' ? '' : first.get(entry);
    lines.push([path, kind, shown, uid, gid, content, same].join(' | '));
  }
  return lines;
}

/** The same lines for a folder on the disk. */
function describeFolder(root: string): string[] {
  const first = new Map<bigint, string>();
  const lines: string[] = [];
  const pending = readdirSync(root).sort().reverse();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const file = join(root, path);
    const stat = lstatSync(file, { bigint: true });
    if (!first.has(stat.ino)) first.set(stat.ino, path);
    const kind = kindOf(stat);
    const content = kind === 'file' ? contentOf(file) : kind === 'symlink' ? readlinkSync(file) : '';
    const shown = kind === 'symlink' ? '' : (stat.mode & 0o7777n).toString(8);
    const same = kind === 'directory' ? '' : first.get(stat.ino);
    lines.push([path, kind, shown, stat.uid, stat.gid, content, same].join(' | '));
    if (kind === 'directory')
      for (const name of readdirSync(file).sort().reverse()) pending.push(join(path, name));
  }
  return lines;
}

function contentOf(file: string): string {
  const bytes = readFileSync(file);
  return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
}

function kindOf(stat: BigIntStats): string {
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isCharacterDevice()) return 'character-device';
  return stat.isBlockDevice() ? 'block-device' : 'file';
}
