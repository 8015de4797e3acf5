import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTars } from '../../../testkit/hostile-tars.ts';
import { padded, paxRecords, type TarItem, tar, tarHeader } from '../../../testkit/tar.ts';
import { requireTool } from '../../../testkit/tools.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { TarReader } from './reader.ts';
import type { TarEntry } from './tar-handler.ts';

interface Seen {
  readonly entry: TarEntry;
  data: Buffer;
  ended: boolean;
  truncated: boolean;
}

/** Reads a tar in pieces of the given sizes, over and over. */
function read(
  bytes: Buffer,
  sizes: readonly number[] = [bytes.length || 1],
  limits: Limits = DEFAULT_LIMITS,
): { readonly seen: readonly Seen[]; readonly problems: readonly Unknown[] } {
  const seen: Seen[] = [];
  const problems: Unknown[] = [];
  const reader = new TarReader(
    {
      entry: (entry) => seen.push({ entry, data: Buffer.alloc(0), ended: false, truncated: false }),
      data: (piece, last) => {
        const current = seen.at(-1);
        if (current === undefined || current.ended) throw new Error('data without an entry');
        current.data = Buffer.concat([current.data, piece]);
        current.ended = last;
      },
      truncated: () => {
        const current = seen.at(-1);
        if (current !== undefined) current.truncated = true;
      },
      problem: (unknown) => problems.push(unknown),
    },
    limits,
  );
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    reader.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
  reader.end();
  return { seen, problems };
}

const paths = (bytes: Buffer): string[] => read(bytes).seen.map(({ entry }) => entry.path);
const after = (): Buffer => tar([{ path: 'after', data: 'still here' }]);
const pax = (records: Record<string, string>): Buffer => {
  const body = paxRecords(records);
  return Buffer.concat([tarHeader({ name: 'pax', typeflag: 'x', size: body.length }), padded(body)]);
};
const gnuLong = (typeflag: 'L' | 'K', text: string): Buffer =>
  Buffer.concat([
    tarHeader({ name: '././@LongLink', typeflag, size: text.length + 1, magic: 'ustar  \0' }),
    padded(Buffer.from(`${text}\0`)),
  ]);

const segment = fc.stringMatching(/^[a-zA-Z0-9_ä日-]{1,40}$/);
const path = fc.array(segment, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('/'));
const item: fc.Arbitrary<TarItem> = fc.oneof(
  fc.record({
    path,
    data: fc.uint8Array({ maxLength: 3000 }),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 60_000 }),
  }),
  fc.record({ path, type: fc.constant('directory' as const) }),
  fc.record({ path, type: fc.constantFrom('symlink' as const, 'hardlink' as const), target: path }),
);
const pieceSizes = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2000 })), {
  minLength: 1,
  maxLength: 5,
});

async function oracle(bytes: Buffer): Promise<{ path: string; data: string; target: string | undefined }[]> {
  const found = [];
  const reader = extract();
  reader.end(bytes);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.push({
      path: entry.header.name.replace(/\/$/, ''),
      data: Buffer.concat(chunks).toString('hex'),
      target: entry.header.linkname ?? undefined,
    });
  }
  return found;
}

describe('TarReader', () => {
  it('reads what tar-stream reads, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 6 }), pieceSizes, async (items, sizes) => {
        const bytes = tar(items);
        const { seen, problems } = read(bytes, sizes);
        expect(problems).toEqual([]);
        expect(
          seen.map(({ entry, data }) => ({
            path: entry.path,
            data: data.toString('hex'),
            target: entry.target,
          })),
        ).toEqual(await oracle(bytes));
        expect(seen.map(({ entry }) => [entry.mode, entry.uid])).toEqual(
          items.map(({ mode, uid, type }) => [
            mode ?? (type === 'directory' ? 0o755 : type === 'symlink' ? 0o777 : 0o644),
            uid ?? 0,
          ]),
        );
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('says the same of a hostile tar however it is cut, and never nothing', () => {
    for (const { name, bytes } of hostileTars()) {
      const whole = read(bytes);
      for (const sizes of [[1], [511], [513], [7, 4096]]) {
        expect(read(bytes, sizes), `${name} in pieces of ${sizes.join()}`).toEqual(whole);
      }
      if (bytes.some((byte) => byte !== 0)) {
        expect(whole.seen.length + whole.problems.length, name).toBeGreaterThan(0);
      }
    }
  });

  it('never throws over mutated tars', () => {
    const base = tar([
      { path: 'a/very/long/path/'.repeat(20), data: 'x'.repeat(700), pax: { comment: 'c' } },
      { path: 'link', type: 'symlink', target: 'a' },
      { path: 'b', data: 'y' },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(base.length),
        (changes, length) => {
          const bytes = Buffer.from(base);
          for (const [at, value] of changes) bytes[at] = value;
          const cut = bytes.subarray(0, length);
          expect(read(cut, [97])).toEqual(read(cut));
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  it('stops at the limits and says so', () => {
    const items = Array.from({ length: 5 }, (_, i) => ({ path: `f${i}`, data: 'x' }));
    const few = read(tar(items), [64], { ...DEFAULT_LIMITS, maxLayerEntries: 3 });
    expect(few.seen.map(({ entry }) => entry.path)).toEqual(['f0', 'f1', 'f2']);
    expect(few.problems.map(({ reason }) => reason)).toEqual(['limit-reached']);
    const short = read(tar([{ path: 'p'.repeat(50) }]), [64], { ...DEFAULT_LIMITS, maxPathBytes: 20 });
    expect(short.seen[0]?.entry.path).toBe('p'.repeat(20));
    expect(short.problems[0]?.reason).toBe('limit-reached');
    const headers = read(tar([{ path: 'q'.repeat(300) }]), [64], {
      ...DEFAULT_LIMITS,
      maxTarHeaderBytes: 100,
    });
    expect(headers.seen).toEqual([]);
    expect(headers.problems[0]?.detail).toContain('maxTarHeaderBytes');
  });

  it('reads numbers in base-256 and with blanks around them as Go does', () => {
    const file = (size: Buffer): Buffer =>
      Buffer.concat([tarHeader({ name: 'f', size }), padded(Buffer.from('12345')), after()]);
    const base256 = Buffer.alloc(12);
    base256[0] = 0x80;
    base256[11] = 5;
    for (const size of [
      base256,
      Buffer.from('\0 0000000005'),
      Buffer.from('    5 \0\0\0\0\0\0'),
      Buffer.from('5\0garbage!!!'),
    ]) {
      expect(paths(file(size)), JSON.stringify(size.toString('latin1'))).toEqual(['f', 'after']);
    }
    expect(read(file(Buffer.from('0 5         '))).problems[0]?.reason).toBe('tar-damaged');
  });

  it('says how many bytes follow the end, counted from the first that is not zero', () => {
    const bytes = Buffer.concat([tar([{ path: 'a' }]), Buffer.alloc(3000), Buffer.from('hidden')]);
    for (const sizes of [[bytes.length], [1], [1000]]) {
      expect(read(bytes, sizes).problems).toEqual([
        expect.objectContaining({ reason: 'trailing-data', detail: expect.stringMatching(/^6 bytes/) }),
      ]);
    }
    expect(read(Buffer.concat([tar([{ path: 'a' }]), Buffer.alloc(200_000)])).problems).toEqual([]);
  });

  it('hands on the pieces of a file that is cut off, and says that it is', () => {
    const { seen, problems } = read(tarHeader({ name: 'f', size: 2 ** 33 - 1 }), [100]);
    expect(seen[0]).toMatchObject({ truncated: true, ended: false });
    expect(problems[0]?.reason).toBe('tar-damaged');
  });
});

describe('where readers could disagree', () => {
  const evil = { name: 'header-name', size: 5 };
  const data = padded(Buffer.from('12345'));
  const build = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, data, after()]);

  it('takes a slash at the end of a plain file for what it is, and does not read its data as headers', () => {
    const inner = tar([{ path: 'smuggled', data: 'x' }], { end: false });
    const bytes = Buffer.concat([
      tarHeader({ name: 'f/', typeflag: '0', size: inner.length }),
      inner,
      after(),
    ]);
    expect(read(bytes).seen.map(({ entry }) => [entry.path, entry.kind])).toEqual([
      ['f', 'file'],
      ['after', 'file'],
    ]);
    expect(
      read(Buffer.concat([tarHeader({ name: 'd/', typeflag: '\0' }), after()])).seen[0]?.entry.kind,
    ).toBe('directory');
  });

  it('prefers names in the order of Go: sparse, GNU long name, PAX, header', () => {
    expect(paths(build(pax({ path: 'pax' }), tarHeader(evil)))[0]).toBe('pax');
    expect(paths(build(pax({ path: 'pax' }), gnuLong('L', 'gnu'), tarHeader(evil)))[0]).toBe('gnu');
    expect(paths(build(gnuLong('L', ''), tarHeader(evil)))[0]).toBe('header-name');
    expect(paths(build(pax({ path: '' }), tarHeader(evil)))[0]).toBe('header-name');
    // Without a version or a map it is no sparse file, and that name means nothing.
    expect(paths(build(pax({ 'GNU.sparse.name': 'sparse' }), tarHeader(evil)))[0]).toBe('header-name');
    const version = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'sparse' };
    expect(paths(build(pax(version), tarHeader(evil)))[0]).toBe('sparse');
  });

  it('forgets extensions at a global header, as Go does', () => {
    const global = paxRecords({ path: 'global' });
    const g = Buffer.concat([tarHeader({ name: 'g', typeflag: 'g', size: global.length }), padded(global)]);
    expect(paths(build(pax({ path: 'pax' }), g, tarHeader(evil)))[0]).toBe('header-name');
  });

  it('knows the shorter prefix of star and the prefix that old Docker wrote into GNU headers', () => {
    const checksummed = (header: Buffer): Buffer => {
      header.fill(' ', 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
      return header;
    };
    const star = tarHeader({ ...evil, prefix: 'p'.repeat(155) });
    star.write('tar\0', 508, 'latin1');
    expect(paths(build(checksummed(star)))[0]).toBe(`${'p'.repeat(131)}/header-name`);
    const old = tarHeader({ ...evil, prefix: 'folder', magic: 'ustar  \0' });
    expect(paths(build(old))[0]).toBe('folder/header-name');
    const times = tarHeader({ ...evil, prefix: '14000000000\x0014000000000', magic: 'ustar  \0' });
    expect(paths(build(times))[0]).toBe('header-name');
  });

  it('gives folders and links no data, whatever size they claim', () => {
    for (const typeflag of ['1', '2', '3', '4', '5', '6']) {
      expect(paths(Buffer.concat([tarHeader({ name: 'x', typeflag, size: 512 }), after()]))).toEqual([
        'x',
        'after',
      ]);
    }
    const negative = Buffer.alloc(12, 0xff);
    const folder = tarHeader({ name: 'd', typeflag: '5', size: negative });
    expect(paths(Buffer.concat([folder, after()]))).toEqual(['d', 'after']);
  });

  it('reads an unknown type as a file and says so', () => {
    const { seen, problems } = read(build(tarHeader({ ...evil, typeflag: 'Z' })));
    expect(seen.map(({ entry, data: bytes }) => [entry.path, bytes.toString()])).toEqual([
      ['header-name', '12345'],
      ['after', 'still here'],
    ]);
    expect(problems[0]?.reason).toBe('parse-failed');
  });

  it('steps over the map of an old GNU sparse file, and notices when the tar ends in it', () => {
    const header = tarHeader({ name: 'sparse', typeflag: 'S', size: 5, magic: 'ustar  \0' });
    header[482] = 1;
    header.write('00000100000\0', 483, 'latin1');
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    const more = Buffer.alloc(512);
    more[504] = 1;
    const { seen, problems } = read(build(header, more, Buffer.alloc(512)), [100]);
    expect(problems).toEqual([]);
    expect(seen[0]).toMatchObject({ entry: { path: 'sparse', size: 5, sparseSize: 0o100000 }, ended: true });
    expect(seen[0]?.data.toString()).toBe('12345');
    expect(seen[1]?.entry.path).toBe('after');
    const cut = read(Buffer.concat([header, more]));
    expect(cut.seen[0]?.truncated).toBe(true);
    expect(cut.problems[0]?.reason).toBe('tar-damaged');
  });
});

describe('tars of GNU tar', () => {
  let folder = '';
  const long = `${'d'.repeat(90)}/${'e'.repeat(40)}`;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clearpull-tar-'));
    execFileSync('mkdir', ['-p', join(folder, long)]);
    writeFileSync(join(folder, long, 'f'.repeat(50)), 'deep');
    writeFileSync(join(folder, 'plain'), 'plain');
    execFileSync('ln', ['-s', `${long}/${'t'.repeat(60)}`, join(folder, 'link')]);
    writeFileSync(join(folder, 'sparse'), 'start');
    truncateSync(join(folder, 'sparse'), 1024 * 1024);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const make = (...options: string[]): Buffer =>
    execFileSync('tar', [...options, '-cf', '-', '-C', folder, '.'], { maxBuffer: 64 * 1024 * 1024 });

  for (const format of ['gnu', 'pax', 'ustar', 'oldgnu']) {
    it(`reads --format=${format}`, (context) => {
      requireTool(context, 'tar');
      const options = format === 'ustar' ? ['--exclude=link'] : [];
      const { seen, problems } = read(make(`--format=${format}`, ...options), [1000]);
      expect(problems).toEqual([]);
      const byPath = new Map(seen.map((one) => [one.entry.path, one]));
      expect(byPath.get(`${long}/${'f'.repeat(50)}`)?.data.toString()).toBe('deep');
      expect(byPath.get('')?.entry.kind).toBe('directory');
      expect(byPath.get('sparse')?.data.length).toBe(1024 * 1024);
      if (format !== 'ustar') expect(byPath.get('link')?.entry.target).toBe(`${long}/${'t'.repeat(60)}`);
    });
  }

  for (const options of [
    ['--format=gnu'],
    ['--format=pax'],
    ['--format=pax', '--sparse-version=0.0'],
    ['--format=pax', '--sparse-version=0.1'],
  ]) {
    it(`tells sparse files with ${options.join(' ')}`, (context) => {
      requireTool(context, 'tar');
      const { seen, problems } = read(make('--sparse', ...options), [1000]);
      expect(problems).toEqual([]);
      const sparse = seen.find(({ entry }) => entry.path === 'sparse');
      expect(sparse?.entry.sparseSize).toBe(1024 * 1024);
      expect(sparse?.entry.size).toBeLessThan(20_000);
      expect(sparse?.data.includes('start')).toBe(true);
      expect(seen.find(({ entry }) => entry.path === 'plain')?.data.toString()).toBe('plain');
    });
  }
});
