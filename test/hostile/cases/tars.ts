import { hostileTars } from '../../../testkit/hostile-tars.ts';
import { cut, type Expected, type HostileGroup, unread, whole } from '../hostile-case.ts';
import { archived, ofTar } from '../make.ts';
import { emptyFiles, streamedImage } from '../streamed-image.ts';

/** What comes of each of the testkit's hostile tars; the others are read whole. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  ...all(unread('tar-damaged'), [
    'bad-checksum',
    'truncated-data',
    'truncated-header',
    'lone-header',
    'letters-for-size',
    'folder-with-data',
    'huge-octal-size',
    'huge-base256-size',
    'negative-base256-size',
    'pax-size-contradicts',
    'pax-size-negative',
    'pax-size-words',
    'pax-size-huge',
    'pax-length-too-long',
    'pax-length-too-short',
    'pax-length-zero',
    'pax-no-equals',
    'pax-garbage',
    'pax-alone',
    'pax-megabytes',
    'gnu-long-name-huge',
    'gnu-long-name-alone',
    'nul-in-pax-path',
    'one-zero-block',
    'garbage',
  ]),
  ...all(unread('parse-failed'), ['unknown-typeflag', 'gnu-sparse']),
  ...all(unread('path-unsafe'), [
    'dot-dot',
    'dot-dot-inside',
    'only-dots',
    'empty-name',
    'whiteout-oddities',
  ]),
  ...all(unread('trailing-data'), ['after-the-end', 'garbage-after-the-end', 'odd-length']),
  ...all(cut('maxPathBytes'), ['long-path', 'deep-path']),
};

/** Tars that lie, climb, loop or never end. */
export const TARS: HostileGroup = {
  title: 'Tar',
  cases: [
    ...hostileTars().map(({ name, what, bytes }) => ({
      name: `${what} (${name})`,
      make: (folder: string) => archived(folder, ofTar(bytes)),
      expected: EXPECTED[name] ?? whole(),
    })),
    {
      name: 'ten million empty files',
      make: (folder) => streamedImage(folder, emptyFiles(10_000_000), 'gzip'),
      expected: cut('maxLayerFactsBytes'),
      heavy: true,
    },
    {
      name: '20,000 empty files with maxLayerEntries=5000',
      make: (folder) => streamedImage(folder, emptyFiles(20_000), 'gzip'),
      expected: cut('maxLayerEntries'),
      limits: ['maxLayerEntries=5000'],
    },
  ],
};

function all(expected: Expected, names: readonly string[]): Readonly<Record<string, Expected>> {
  return Object.fromEntries(names.map((name) => [name, expected]));
}
