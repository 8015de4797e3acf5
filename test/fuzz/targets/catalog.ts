import assert from 'node:assert/strict';
import { type Digest, digestHex, digestOf } from '../../../src/base/digest.ts';
import { ClearpullError } from '../../../src/base/errors.ts';
import {
  type CatalogContent,
  mergeContent,
  PackedCatalog,
  packCatalog,
  readBuilds,
  readOfficialImage,
  readRepoInfo,
} from '../../../src/catalog/index.ts';
import { digestFor, digestsFor, knownImage } from '../../../testkit/catalog.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';

const COMMIT = 'a'.repeat(40);
const LIBRARY = `Maintainers: a,\n b\nGitRepo: https://example.com/x.git\nGitCommit: ${COMMIT}\n\n# c\nTags: 1, 1.0\nArchitectures: amd64, arm64v8\narm64v8-Directory: y\n\nTags: 2\nFile: D\n`;
const PAGE = `$ docker pull x@${digestFor('i')}\n### \`x:1\` - linux; arm64 variant v8\n\n\`\`\`console\n$ docker pull x@${digestFor('m')}\n\`\`\`\n-\tImage ID: \`${digestFor('c')}\`\n-\tLayers:\n\t-\t\`${digestFor('l')}\`\n\n### \`x:1\` - unknown; unknown\n`;
const BUILDS = JSON.stringify({
  a: {
    build: { arch: 'amd64', resolved: { manifest: { desc: { digest: digestFor('m') } } } },
    source: { entry: { GitRepo: 'r', GitCommit: COMMIT }, arches: { amd64: { tags: ['x:1', 'y/z:2'] } } },
  },
});
const PACKED = packCatalog({
  images: [
    knownImage('a:1', ['a']),
    knownImage('b:1', ['a', 'b']),
    knownImage('b:2', ['c'], { labels: { x: 'y' } }),
  ],
  listings: readOfficialImage('x', LIBRARY, '2026-01-01'),
});
const HEAD = 16 + 32;

/** Lists that a catalogue is made from, and a catalogue's file, also one whose checksum is right for what it is not. */
export const catalogTarget: FuzzTarget = {
  name: 'catalog',
  make(random) {
    const which = random.below(4);
    const bytes = mutate(random, Buffer.from([LIBRARY, PAGE, BUILDS][which] ?? PACKED));
    if (which === 3 && random.chance(0.8)) seal(bytes);
    return bytes;
  },
  run(input) {
    const text = input.toString('utf8');
    const content = mergeContent([
      {
        images: readRepoInfo('x', '1', text, '2026-01-01'),
        listings: readOfficialImage('x', text, '2026-01-01'),
      },
      { images: readBuilds(parse(text), '2026-01-01', 1000), listings: [] },
    ]);
    const packed = packCatalog(content);
    const read = PackedCatalog.open(packed, 'fuzz').content();
    assert.deepEqual(read, content);
    return Promise.resolve(`${JSON.stringify(read)}\n${asked(input)}`);
  },
};

/** Puts the right checksum before whatever follows it. */
function seal(bytes: Buffer): void {
  if (bytes.length < HEAD) return;
  PACKED.copy(bytes, 0, 0, 16);
  Buffer.from(digestHex(digestOf(bytes.subarray(HEAD))), 'hex').copy(bytes, 16);
}

/** Everything that a catalogue can be asked; the error that a person would get for one that is none. */
function asked(input: Buffer): string {
  try {
    const catalog = PackedCatalog.open(input, 'fuzz');
    const chains: readonly (readonly Digest[])[] = [digestsFor('a', 'b', 'x'), digestsFor('c')];
    const found = chains.map((diffIds) => catalog.basesOf({ diffIds, blobs: diffIds }));
    const content: CatalogContent = catalog.content();
    return JSON.stringify([found, content, catalog.repositories()]);
  } catch (error) {
    if (error instanceof ClearpullError) return error.message;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
