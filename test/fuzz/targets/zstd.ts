import assert from 'node:assert/strict';
import { constants, zstdCompressSync } from 'node:zlib';
import { digestOf } from '../../../src/base/digest.ts';
import { checkLayer } from '../check-layer.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { randomTar } from '../random-tar.ts';

/** Marks a sound input, whose content is appended for the comparison; no frame begins like it. */
const SOUND = Buffer.from('SOUND');

/** Zstd of one frame or several, with skippable ones between; sound, cut off, changed or trailed. */
export const zstdTarget: FuzzTarget = {
  name: 'zstd',
  make(random) {
    const parts: Buffer[] = [];
    const whole = random.chance(0.1)
      ? Buffer.alloc(random.below(3_000_000), 'zeros ')
      : randomTar(random, 40);
    for (let at = 0; at < whole.length || parts.length === 0; ) {
      const length = random.chance(0.5) ? whole.length : random.below(whole.length - at) + 1;
      const params = {
        [constants.ZSTD_c_compressionLevel]: random.pick([1, 3, 9]),
        [constants.ZSTD_c_checksumFlag]: random.below(2),
        [constants.ZSTD_c_contentSizeFlag]: random.below(2),
      };
      parts.push(zstdCompressSync(whole.subarray(at, at + length), { params }));
      if (random.chance(0.2)) parts.push(skippable(random.below(40)));
      at += length;
    }
    const sound = Buffer.concat(parts);
    if (random.chance(0.3)) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(sound.length);
      return Buffer.concat([SOUND, length, sound, whole]);
    }
    return mutate(random, sound);
  },
  async run(input) {
    if (!input.subarray(0, SOUND.length).equals(SOUND)) return (await checkLayer(input)).text;
    const end = SOUND.length + 4 + input.readUInt32LE(SOUND.length);
    const { text, analysis } = await checkLayer(input.subarray(SOUND.length + 4, end));
    assert.deepEqual(analysis.blobUnknowns, []);
    assert.equal(analysis.facts.diffId, digestOf(input.subarray(end)), 'other bytes than were compressed');
    return text;
  },
};

function skippable(length: number): Buffer {
  const frame = Buffer.alloc(8 + length, 1);
  frame.writeUInt32LE(0x184d2a5a, 0);
  frame.writeUInt32LE(length, 4);
  return frame;
}
