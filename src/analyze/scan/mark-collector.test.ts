import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brokenMoneroAddress,
  moneroAddress,
  moneroIntegratedAddress,
  moneroSubaddress,
} from '../../../testkit/addresses.ts';
import { randomSource } from '../../../testkit/random.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import type { Mark, Triggers } from '../../image/layer-facts.ts';
import { scanAddresses } from './address-scanner.ts';
import { compileTriggers, MarkCollector } from './mark-collector.ts';

const TRIGGERS: readonly Triggers[] = [{ literals: ['stratum+tcp://', 'Donate-Level'], addresses: true }];

function collect(
  pieces: readonly Buffer[],
  triggers = TRIGGERS,
  limits: Partial<Limits> = {},
): MarkCollector {
  const collector = new MarkCollector(compileTriggers(triggers), { ...DEFAULT_LIMITS, ...limits });
  for (const piece of pieces) collector.scanPiece(piece);
  collector.endFile(7);
  return collector;
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

/** Plants texts at their offsets in `length` bytes of nothing. */
function planted(length: number, places: readonly (readonly [number, string])[]): Buffer {
  const bytes = Buffer.alloc(length);
  for (const [offset, text] of places) bytes.write(text, offset, 'latin1');
  return bytes;
}

const summary = (marks: readonly Mark[]): unknown =>
  marks.map(({ text, count, places }) => [text, count, places.map(({ offset }) => offset)]);

const ADDRESSES = [moneroAddress('a'), moneroSubaddress('b'), moneroIntegratedAddress('c')];

describe('MarkCollector', () => {
  it('finds each place once, with the same words around it, however the file is cut', () => {
    const texts = ['x stratum+tcp://pool.example:3333 y', 'DONATE-LEVEL: 1', ...ADDRESSES];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.constantFrom(...texts)), { minLength: 1, maxLength: 10 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }),
        (parts, sizes) => {
          const bytes = Buffer.concat(parts.map(([gap, text]) => Buffer.from(`${'.'.repeat(gap)}${text}`)));
          const whole = new MarkCollector(compileTriggers(TRIGGERS), DEFAULT_LIMITS);
          whole.scanWhole(bytes);
          whole.endFile(7);
          expect(collect(cut(bytes, sizes)).marksOf(0)).toEqual(whole.marksOf(0));
          expect(whole.marksOf(0).length).toBeGreaterThan(0);
        },
      ),
      { seed: 10, numRuns: 200 },
    );
  });

  it('finds what lies across the windows that large files are searched in', () => {
    const window = 1024 * 1024;
    const places = [-300, -141, -100, -14, -7, -1, 0, 1].map((at) => window + at);
    const [address = ''] = ADDRESSES;
    for (const text of ['stratum+tcp://', address]) {
      for (const at of places) {
        const bytes = planted(2 * window + 500, [
          [at, text],
          [2 * at - 700, text],
        ]);
        const marks = collect(cut(bytes, [65_536])).marksOf(0);
        expect(summary(marks), `${text} at ${at}`).toEqual([[text, 2, [at, 2 * at - 700]]]);
      }
    }
  });

  it('begins each file anew', () => {
    const collector = new MarkCollector(compileTriggers(TRIGGERS), DEFAULT_LIMITS);
    collector.scanPiece(Buffer.from('...stratum+'));
    expect(collector.endFile(0)).toEqual([]);
    collector.scanPiece(Buffer.from('tcp://'));
    expect(collector.endFile(1)).toEqual([]);
    collector.scanPiece(Buffer.from('stratum+tcp://'));
    collector.dropFile();
    expect(collector.endFile(2)).toEqual([]);
    collector.scanPiece(Buffer.from('.stratum+tcp://'));
    expect(collector.endFile(3)).toEqual([0]);
    expect(collector.marksOf(0)).toMatchObject([{ entry: 3, places: [{ offset: 1 }] }]);
  });

  it('shows the printable words around a place, 240 at most', () => {
    const bytes = Buffer.from(`secret\0${'a'.repeat(200)}stratum+tcp://${'b'.repeat(300)}`);
    const excerpt = collect([bytes]).marksOf(0)[0]?.places[0]?.excerpt ?? '';
    expect(excerpt).toBe(`${'a'.repeat(100)}stratum+tcp://${'b'.repeat(126)}`);
    const short = collect([Buffer.from('\nurl=stratum+tcp://x\nnext')]).marksOf(0)[0]?.places[0];
    expect(short).toEqual({ offset: 5, excerpt: 'url=stratum+tcp://x' });
  });

  it('gives each trigger set its own marks, whatever the others ask for', () => {
    const bytes = Buffer.from(`Stratum+TCP:// donate-level ${ADDRESSES[0] ?? ''}`);
    const alone = collect([bytes], [{ literals: ['donate-level'] }]);
    const together = collect(
      [bytes],
      [{ literals: ['stratum+tcp://', 'donate-level'], addresses: true }, { literals: ['DONATE-LEVEL'] }],
    );
    expect(together.marksOf(1)).toEqual(alone.marksOf(0));
    expect(together.marksOf(0)).toHaveLength(3);
    const limited = collect([bytes], [...TRIGGERS, { literals: ['donate-level'] }], { maxMarksPerLayer: 1 });
    expect(limited.marksOf(0)).toHaveLength(1);
    expect(limited.unknownsOf(0)).toMatchObject([{ reason: 'limit-reached' }]);
    expect(limited.marksOf(1)).toHaveLength(1);
    expect(limited.unknownsOf(1)).toEqual([]);
  });

  it('counts on where it records no more places or addresses, and says so', () => {
    const many = collect([Buffer.from('donate-level '.repeat(10))], TRIGGERS, { maxMarksPerLiteral: 2 });
    expect(summary(many.marksOf(0))).toEqual([['donate-level', 10, [0, 13]]]);
    const few = collect([Buffer.from(ADDRESSES.join(' '))], TRIGGERS, { maxAddressesPerLayer: 2 });
    expect(few.marksOf(0)).toHaveLength(2);
    expect(few.unknownsOf(0)).toMatchObject([
      { reason: 'limit-reached', detail: expect.stringContaining('maxAddressesPerLayer') },
    ]);
  });
});

describe('scanAddresses', () => {
  const found = (text: string): [string, number][] => {
    const hits: [string, number][] = [];
    scanAddresses(Buffer.from(text, 'latin1'), (address, offset) => hits.push([address, offset]));
    return hits;
  };

  it('finds addresses of every kind, between any other bytes', () => {
    for (const address of [...ADDRESSES, brokenMoneroAddress('d')]) {
      for (const before of ['', ' ', '"', '\0', '0', '='.repeat(94), 'l'.repeat(200)]) {
        expect(found(`${before}${address}\n`)).toEqual([[address, before.length]]);
      }
    }
  });

  it('finds every address among many, wherever they lie', () => {
    const random = randomSource(11);
    const expected: [string, number][] = [];
    let text = '';
    for (let i = 0; i < 200; i++) {
      text += '\0'.repeat(1 + random.below(200));
      const address = random.pick([moneroAddress, moneroSubaddress, moneroIntegratedAddress])(`seed ${i}`);
      expected.push([address, text.length]);
      text += address;
    }
    // Inside of a long address another one can seem to begin; its checksum will not hold.
    expect(found(text)).toEqual(expect.arrayContaining(expected));
  });

  it('leaves out what has another network byte, too few characters or no variety', () => {
    const [address = ''] = ADDRESSES;
    expect(found(address.slice(0, 94))).toEqual([]);
    expect(found(`5${address.slice(1)}`)).toEqual([]);
    expect(found(`4z${address.slice(2)}`)).toEqual([]);
    expect(found('4'.repeat(500))).toEqual([]);
    expect(found(`48${'123456789ABC'.repeat(20)}`)).toEqual([]);
  });
});
