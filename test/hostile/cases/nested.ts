import { gzipSync } from 'node:zlib';
import { madeIn, piped } from '../../../testkit/packed.ts';
import { zip } from '../../../testkit/zip.ts';
import { cut, type HostileGroup, whole } from '../hostile-case.ts';
import { archived, ofItems } from '../make.ts';

const MiB = 1024 * 1024;
const holding = (name: string, bytes: () => Buffer) => (folder: string) =>
  archived(folder, ofItems([{ path: name, data: bytes() }]));

/** Archives inside of a layer. */
export const NESTED: HostileGroup = {
  title: 'Archives inside of layers',
  cases: [
    {
      name: 'a gzip of a gzip of 300 MiB of zeros',
      make: holding('bomb.gz', () => gzipSync(zeroMembers())),
      expected: cut('maxNestedRatio'),
    },
    {
      name: 'an xz that comes to 70 MiB, with maxNestedSlowBytes=16MiB',
      make: holding('bomb.xz', () => piped('xz', Buffer.alloc(70 * MiB), '-1')),
      expected: cut('maxNestedSlowBytes'),
      limits: ['maxNestedSlowBytes=16MiB'],
    },
    {
      name: 'thirty archives in one another',
      make: holding('deep.zip', deep),
      expected: cut('maxNestedDepth'),
    },
    {
      name: 'a hundred thousand files in a zip, with maxNestedFiles=1000',
      make: holding('many.zip', () =>
        zip(Array.from({ length: 100_000 }, (_, i) => ({ name: `${i}`, data: '', stored: true }))),
      ),
      expected: cut('maxNestedFiles'),
      limits: ['maxNestedFiles=1000'],
    },
    {
      name: 'a zip whose files overlap: each byte is read once',
      make: holding('overlap.zip', () =>
        zip(Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, data: 'x'.repeat(1000), offset: 0 }))),
      ),
      expected: whole(),
    },
    {
      name: 'an encrypted zip: listed as not looked into',
      make: holding('secret.zip', () =>
        madeIn({ a: 'secret' }, (run) => {
          run('zip', '-q', '-P', 'x', 'x', 'a');
          return 'x.zip';
        }),
      ),
      expected: whole(),
    },
    {
      name: 'a path of ../../../etc/passwd in a zip: a name like any other',
      make: holding('slip.zip', () => zip([{ name: '../../../etc/passwd', data: '#!/bin/sh\n' }])),
      expected: whole(),
    },
    {
      name: 'half of an xz',
      make: holding('half.xz', () => piped('xz', Buffer.alloc(MiB, 'abc')).subarray(0, 150)),
      expected: whole(),
    },
  ],
};

/** A gzip of thirty members of ten MiB. */
function zeroMembers(): Buffer {
  const member = gzipSync(Buffer.alloc(10 * MiB));
  return Buffer.concat(Array.from({ length: 30 }, () => member));
}

function deep(): Buffer {
  let bytes = Buffer.from('#!/bin/sh\n');
  for (let i = 0; i < 30; i++) bytes = Buffer.from(zip([{ name: `${i}.zip`, data: bytes, stored: true }]));
  return bytes;
}
