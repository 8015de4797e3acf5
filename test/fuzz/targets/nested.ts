import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ar, cpio } from '../../../testkit/packed.ts';
import type { Random } from '../../../testkit/random.ts';
import { tar } from '../../../testkit/tar.ts';
import { zip } from '../../../testkit/zip.ts';
import { checkLayer } from '../check-layer.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';

/** `xz -0` and `bzip2 -1` of "#!/bin/sh\nexec miner\n", to be changed. */
const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhAQwAAACPmEGcAQAUIyEvYmluL3NoCmV4ZWMgbWluZXIKAAAAAKE1m8S60mPwAAEtFS8LcW0ftvN9AQAAAAAEWVo=',
  'base64',
);
const BZIP2 = Buffer.from(
  'QlpoMTFBWSZTWVrBb4kAAAJRgAAQaACaYxhAIAAxTAABCDJ6TanqGhO5I6tQivJhWPi7kinChILWC3xI',
  'base64',
);

/** A layer with archives in it, of every format that is read, in one another, sound or changed. */
export const nestedTarget: FuzzTarget = {
  name: 'nested',
  make(random) {
    const items = Array.from({ length: 1 + random.below(3) }, (_, i) => ({
      path: `${i}.${random.pick(['zip', 'gz', 'deb', 'txt'])}`,
      data: archive(random, random.below(4)),
    }));
    return tar(items);
  },
  run: async (input) => (await checkLayer(input)).text,
};

function archive(random: Random, depth: number): Buffer {
  const inner = (): Buffer =>
    depth > 0
      ? archive(random, depth - 1)
      : Buffer.from(random.pick(['#!/bin/sh\nid\n', 'stratum+tcp://a:1\n', '\x7fELF', '']));
  const made = random.pick([
    () => gzipSync(inner()),
    () => zstdCompressSync(inner()),
    () => XZ,
    () => BZIP2,
    () =>
      tar([
        { path: 'a', data: inner() },
        { path: 'b', data: inner() },
      ]),
    () => cpio({ a: inner(), b: inner() }, random.pick(['newc', 'odc'])),
    () =>
      zip([
        { name: 'a', data: inner(), stored: random.chance(0.5) },
        { name: 'b', data: inner() },
      ]),
    () => ar({ 'debian-binary': Buffer.from('2.0\n'), 'data.tar': inner() }),
    () => Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'), inner()]),
    () => Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(inner())]),
  ])();
  return random.chance(0.6) ? made : mutate(random, made);
}
