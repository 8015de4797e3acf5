import assert from 'node:assert/strict';
import { crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import { digestOf } from '../../../src/base/digest.ts';
import type { Random } from '../../../testkit/random.ts';
import { checkLayer } from '../check-layer.ts';
import { FUZZ_LIMITS } from '../fuzz-limits.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { randomTar } from '../random-tar.ts';

/** Gzip of one member or several, with all that headers may hold; sound, cut off, changed or trailed. */
export const gzipTarget: FuzzTarget = {
  name: 'gzip',
  make(random) {
    const parts: Buffer[] = [];
    const whole = random.chance(0.1)
      ? Buffer.alloc(random.below(3_000_000), 'zeros ')
      : randomTar(random, 40);
    for (let at = 0; at < whole.length || parts.length === 0; ) {
      const length = random.chance(0.5) ? whole.length : random.below(whole.length - at) + 1;
      parts.push(member(random, whole.subarray(at, at + length)));
      at += length;
    }
    const sound = Buffer.concat(parts);
    if (random.chance(0.3)) return sound;
    if (random.chance(0.2))
      return Buffer.concat([sound, Buffer.from('trailing garbage'.slice(random.below(16)))]);
    return mutate(random, sound);
  },
  async run(input) {
    const { text, analysis } = await checkLayer(input);
    const expected = gunzipped(input);
    // What another decoder takes for whole must come out whole, but for what follows it.
    if (expected !== undefined && analysis.blobUnknowns.every(({ reason }) => reason !== 'limit-reached')) {
      assert.equal(analysis.facts.diffId, digestOf(expected), 'other bytes than zlib gives');
    }
    return text;
  },
};

/** RFC 1952, 2.3. */
function member(random: Random, data: Buffer): Buffer {
  const flags = random.chance(0.7) ? 0 : random.below(32);
  const head: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])];
  if ((flags & 4) !== 0) {
    const extra = Buffer.alloc(random.below(300), 7);
    const length = Buffer.alloc(2);
    length.writeUInt16LE(extra.length);
    head.push(length, extra);
  }
  if ((flags & 8) !== 0) head.push(Buffer.from('name\0'));
  if ((flags & 16) !== 0) head.push(Buffer.from(`${'comment '.repeat(random.below(50))}\0`));
  if ((flags & 2) !== 0) {
    const crc = Buffer.alloc(2);
    crc.writeUInt16LE(crc32(Buffer.concat(head)) & 0xffff);
    head.push(crc);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length, 4);
  return Buffer.concat([...head, deflateRawSync(data, { level: random.pick([0, 1, 6, 9]) }), tail]);
}

/** What Node's own decoder makes of it; undefined when it takes it for damaged or for something else. */
function gunzipped(input: Buffer): Buffer | undefined {
  if (input[0] !== 0x1f || input[1] !== 0x8b) return undefined;
  try {
    return gunzipSync(input, { maxOutputLength: FUZZ_LIMITS.maxLayerBytes });
  } catch {
    return undefined;
  }
}
