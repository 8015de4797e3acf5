import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneroAddress } from '../../testkit/addresses.ts';
import { elf } from '../../testkit/elf.ts';
import { goBuildInfo, goModInfo } from '../../testkit/go-build-info.ts';
import { hostileTars } from '../../testkit/hostile-tars.ts';
import { padded, type TarItem, tar, tarHeader } from '../../testkit/tar.ts';
import { jar } from '../../testkit/zip.ts';
import { digestOf } from '../base/digest.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { LayerEntry, LayerFacts, Triggers } from '../image/layer-facts.ts';
import { type AnalyzeOptions, analyzeLayer, type LayerAnalysis } from './analyze-layer.ts';
import { FACTS_VERSION } from './facts-version.ts';
import { TextPack } from './texts/text-pack.ts';

const TRIGGERS: readonly Triggers[] = [
  { literals: ['stratum+tcp://'], addresses: true },
  { literals: ['donate-level', 'STRATUM+TCP://'] },
];

interface Options {
  readonly size?: number;
  readonly limits?: Partial<Limits>;
  readonly expected?: AnalyzeOptions['expected'];
  readonly triggers?: readonly Triggers[];
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function analyze(bytes: Buffer, options: Options = {}): Promise<LayerAnalysis> {
  return analyzeLayer(pieces(bytes, options.size ?? 1 << 20), {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    triggers: options.triggers ?? TRIGGERS,
    expected: options.expected ?? {},
  });
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Small limits, so that every way of holding a file is met by small files. */
const SMALL: Partial<Limits> = { maxTextBytes: 3000, maxElfBytes: 6000 };

const GO_INFO = goBuildInfo('go1.26.8', goModInfo([['path', 'example.com/x']]));
const LARGE_JAR = jar({ 'Main-Class': 'a.B' }, [], [{ name: 'x', data: Buffer.alloc(5000), stored: true }]);

const ITEMS: readonly TarItem[] = [
  { path: './', type: 'directory' },
  { path: 'etc', type: 'directory' },
  { path: 'etc/motd', data: 'Grüße\n' },
  { path: 'etc/empty', data: '' },
  { path: 'entrypoint.sh', data: '#!/bin/sh\nexec miner -o stratum+tcp://pool.example:3333\n', mode: 0o755 },
  {
    path: 'usr/share/doc/x/README',
    data: `see stratum+tcp://pool.example, send to ${moneroAddress('readme')}`,
  },
  { path: 'usr/bin/small', data: elf({ needed: ['libc.so.6'], extra: 'donate-level' }), mode: 0o755 },
  { path: 'usr/bin/large', data: elf({ needed: ['libm.so.6'], extra: `${'x'.repeat(7000)}donate-level` }) },
  { path: 'usr/bin/held', data: elf({ needed: ['libz.so.1'], extra: 'y'.repeat(4000) }) },
  {
    path: 'usr/bin/go-program',
    data: elf({
      extra: Buffer.concat([Buffer.alloc(7008), GO_INFO]),
      sections: false,
      writable: true,
    }),
  },
  { path: 'app/small.jar', data: jar({ 'Main-Class': 'a.Main' }, ['g:a:1']) },
  { path: 'app/large.jar', data: LARGE_JAR },
  {
    path: 'opt/large.run',
    data: Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), tar([{ path: 'x', data: Buffer.alloc(4000) }])]),
    mode: 0o755,
  },
  { path: 'data/big.txt', data: `${'line\n'.repeat(900)}donate-level=1\n` },
  { path: 'data/big.bin', data: Buffer.concat([Buffer.alloc(5000), Buffer.from('stratum+tcp://x')]) },
  { path: 'etc/.wh.gone', data: '' },
  { path: 'opt/.wh..wh..opq', data: '' },
  { path: 'link', type: 'symlink', target: '/etc/motd' },
  { path: 'hard', type: 'hardlink', target: './etc/motd' },
  { path: 'dev/null', type: 'character-device' },
];
const LAYER = tar(ITEMS);

/** Entries as plain objects, to compare. */
function plain({ entries }: LayerFacts): readonly LayerEntry[] {
  return JSON.parse(JSON.stringify(entries)) as LayerEntry[];
}

describe('analyzeLayer', () => {
  it('comes to the same result however the bytes are cut and compressed', async () => {
    const whole = await analyze(LAYER, { limits: SMALL });
    expect(whole).toMatchObject({ conclusive: true, blobUnknowns: [], blobDigest: digestOf(LAYER) });
    expect(whole.facts).toMatchObject({ diffId: digestOf(LAYER), size: LAYER.length, unknowns: [] });
    for (const size of [1, 3, 511, 512, 513, 4096]) {
      expect(await analyze(LAYER, { limits: SMALL, size }), `pieces of ${size}`).toEqual(whole);
    }
    for (const bytes of [gzipSync(LAYER), zstdCompressSync(LAYER)]) {
      const { facts, texts, marks, blobDigest, compressedBytes } = await analyze(bytes, {
        limits: SMALL,
        size: 1000,
      });
      expect({ facts, texts, marks }).toEqual({ facts: whole.facts, texts: whole.texts, marks: whole.marks });
      expect({ blobDigest, compressedBytes }).toEqual({
        blobDigest: digestOf(bytes),
        compressedBytes: bytes.length,
      });
    }
  });

  it('comes to the same result for random cuts', async () => {
    const whole = await analyze(LAYER, { limits: SMALL });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }),
        async (sizes) => {
          const cut = async function* (): AsyncGenerator<Uint8Array> {
            for (let at = 0, i = 0; at < LAYER.length; i++) {
              const size = sizes[i % sizes.length] ?? 1;
              yield LAYER.subarray(at, at + size);
              at += size;
            }
          };
          const limits = { ...DEFAULT_LIMITS, ...SMALL };
          expect(await analyzeLayer(cut(), { limits, triggers: TRIGGERS, expected: {} })).toEqual(whole);
        },
      ),
      { seed: 12, numRuns: 60 },
    );
  });

  it('hashes and tells every file', async () => {
    for (const limits of [{}, SMALL]) {
      const { facts } = await analyze(LAYER, { limits });
      const files = facts.entries.filter(({ kind, host }) => kind === 'file' && host === undefined);
      const expected = ITEMS.filter(({ type, path }) => type === undefined && !path.includes('.wh.'));
      expect(files.map(({ path, sha256: hash }) => [path, hash])).toEqual(
        expected.map(({ path, data = '' }) => [path, sha256(data)]),
      );
    }
    const { facts } = await analyze(LAYER, { limits: SMALL });
    const of = (path: string): unknown => plain(facts).find((entry) => entry.path === path);
    expect(of('etc/gone')).toEqual({
      path: 'etc/gone',
      kind: 'whiteout',
      size: 0,
      mode: 0o644,
      uid: 0,
      gid: 0,
    });
    expect(of('opt')).toMatchObject({ kind: 'opaque' });
    expect(of('hard')).toMatchObject({ kind: 'hardlink', target: 'etc/motd' });
    expect(of('link')).toMatchObject({ kind: 'symlink', target: '/etc/motd' });
    expect(of('etc/empty')).toMatchObject({ content: { kind: 'empty' }, sha256: sha256('') });
    expect(of('usr/bin/held')).toMatchObject({ content: { kind: 'elf', elf: { needed: ['libz.so.1'] } } });
    expect(of('usr/bin/large')).toMatchObject({ content: { elf: { partial: expect.any(String) } } });
  });

  it('keeps texts where the entries say they lie', async () => {
    const { facts, texts, marks } = await analyze(LAYER);
    const kept = facts.entries.filter(({ text }) => text !== undefined);
    expect(kept.map(({ path }) => path)).toEqual([
      'etc/motd',
      'entrypoint.sh',
      'opt/large.run',
      'data/big.txt',
    ]);
    for (const { path, text } of kept) {
      expect(text && new TextPack(texts).bytesAt(text)).toEqual(
        Buffer.from(ITEMS.find((item) => item.path === path)?.data ?? ''),
      );
    }
    // Not of the kind that is kept, but with marks in it: kept for the set that they are of.
    const [first, second] = marks;
    const [entry = -1, offset = 0, length = 0] = first?.texts[0] ?? [];
    expect(facts.entries[entry]?.path).toBe('usr/share/doc/x/README');
    expect(first && new TextPack(first.pack).bytesAt([offset, length]).toString()).toContain('send to 4');
    expect(second?.texts).toHaveLength(1);
    const marked = (set: number): unknown =>
      marks[set]?.marks.map((mark) => [facts.entries[mark.entry]?.path, mark.text]);
    expect(marked(0)).toEqual([
      ['entrypoint.sh', 'stratum+tcp://'],
      ['usr/share/doc/x/README', moneroAddress('readme')],
      ['usr/share/doc/x/README', 'stratum+tcp://'],
      ['data/big.bin', 'stratum+tcp://'],
    ]);
    expect(marked(1)).toContainEqual(['usr/bin/large', 'donate-level']);
  });

  it('does not let the facts depend on what is searched for', async () => {
    const limits = { maxMarksPerLayer: 1, maxAddressesPerLayer: 0 };
    const { facts, texts } = await analyze(LAYER, { limits });
    const other = await analyze(LAYER, { limits, triggers: [] });
    expect({ facts, texts }).toEqual({ facts: other.facts, texts: other.texts });
  });
});

describe('what is claimed of a layer', () => {
  const zipped = gzipSync(LAYER);
  const expected = { digest: digestOf(zipped), size: zipped.length, diffId: digestOf(LAYER) };
  const reasons = ({ blobUnknowns }: LayerAnalysis): string[] => blobUnknowns.map(({ reason }) => reason);

  it('is compared with what is found', async () => {
    expect((await analyze(zipped, { expected })).blobUnknowns).toEqual([]);
    const wrong = digestOf(Buffer.from('other'));
    expect(reasons(await analyze(zipped, { expected: { ...expected, size: 1 } }))).toEqual(['size-mismatch']);
    expect(reasons(await analyze(zipped, { expected: { ...expected, digest: wrong } }))).toEqual([
      'digest-mismatch',
    ]);
    expect(reasons(await analyze(zipped, { expected: { ...expected, diffId: wrong } }))).toEqual([
      'diff-id-mismatch',
    ]);
  });

  it('is compared in the algorithm that it is made with', async () => {
    const sha512 = { digest: digestOf(zipped, 'sha512'), diffId: digestOf(LAYER, 'sha512') };
    const result = await analyze(zipped, { expected: sha512 });
    expect(result.blobUnknowns).toEqual([]);
    expect(result.facts.diffId).toBe(sha512.diffId);
  });

  it('is not settled by a layer that is cut off', async () => {
    const result = await analyze(zipped.subarray(0, zipped.length - 100), { expected });
    expect(result.conclusive).toBe(false);
    expect(reasons(result)).toEqual(['decompression-failed', 'size-mismatch', 'digest-mismatch']);
  });

  it('is settled when only what follows the data is damaged', async () => {
    const damaged = Buffer.concat([zipped, Buffer.from('1f8b0800ffffffffffffffffffff', 'hex')]);
    const result = await analyze(damaged, { expected: { diffId: expected.diffId } });
    expect(reasons(result)).toEqual(['decompression-failed']);
    expect(result.conclusive).toBe(true);
    expect((await analyze(damaged)).conclusive).toBe(false);
  });

  it('is not settled by a layer that is too large', async () => {
    const result = await analyze(zipped, { expected, limits: { maxLayerBytes: 2000 } });
    expect(result.conclusive).toBe(false);
    expect(reasons(result)).toEqual(['limit-reached']);
  });
});

describe('hostile layers', () => {
  it('never throw, and say the same however they are cut', async () => {
    for (const { name, bytes } of hostileTars()) {
      const whole = await analyze(bytes);
      if (bytes.length < 50_000) expect(await analyze(bytes, { size: 1 }), name).toEqual(whole);
      expect(await analyze(bytes, { size: 600 }), name).toEqual(whole);
    }
  });

  it('search what passed of a file that is cut off', async () => {
    for (const size of [2 ** 33 - 1, 100_000]) {
      const bytes = Buffer.concat([
        tarHeader({ name: 'f', size }),
        Buffer.from('xx stratum+tcp://pool.example'),
      ]);
      const { facts, marks } = await analyze(bytes, { size: 514 });
      expect(plain(facts)).toEqual([{ path: 'f', kind: 'file', size, mode: 0o644, uid: 0, gid: 0 }]);
      expect(facts.unknowns.map(({ reason }) => reason)).toEqual(['tar-damaged', 'tar-damaged']);
      expect(marks[0]?.marks).toMatchObject([{ entry: 0, text: 'stratum+tcp://', places: [{ offset: 3 }] }]);
    }
  });

  it('allocate little for a file that only claims to be large', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const claims = tarHeader({ name: 'f', size: 2 ** 33 - 1 });
    await analyze(Buffer.concat([claims, Buffer.from('text')]), { triggers: [] });
    await analyze(Buffer.concat([claims, elf()]), { triggers: [] });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  it('hide paths by a whiteout of any type, as engines see them', async () => {
    const { facts, marks } = await analyze(
      tar([
        { path: 'a/.wh.folder', type: 'directory' },
        { path: 'a/.wh.link', type: 'symlink', target: 'x' },
        { path: '.wh..wh.plnk', data: 'stratum+tcp://never-unpacked.example' },
        { path: 'a/.wh.', data: 'stratum+tcp://never-unpacked.example' },
        { path: 'b', data: 'nothing' },
      ]),
    );
    expect(facts.entries.map(({ path, kind }) => [path, kind])).toEqual([
      ['a/folder', 'whiteout'],
      ['a/link', 'whiteout'],
      ['b', 'file'],
    ]);
    expect(facts.unknowns).toMatchObject([{ reason: 'path-unsafe', path: 'a/.wh.' }]);
    expect(marks[0]?.marks).toEqual([]);
  });

  it('are told to be not fully read where names and facts fill the room', async () => {
    const items = Array.from({ length: 50 }, (_, i) => ({ path: `${'p'.repeat(90)}${i}`, data: 'x' }));
    const { facts } = await analyze(tar(items), { limits: { maxLayerFactsBytes: 5000 } });
    expect(facts.entries.length).toBeGreaterThan(5);
    expect(facts.entries.length).toBeLessThan(20);
    expect(facts.unknowns).toMatchObject([
      { reason: 'limit-reached', detail: expect.stringContaining('maxLayerFactsBytes') },
    ]);
  });

  it('take no more memory however many files there are beyond the bound', async () => {
    const read = async (count: number): Promise<number> => {
      const items = Array.from({ length: count }, (_, i) => ({
        path: `f/${i.toString(36).padStart(4, '0')}`,
        data: '',
      }));
      return (await analyze(tar(items), { limits: { maxLayerFactsBytes: 100_000 } })).facts.entries.length;
    };
    const bound = await read(500);
    expect(bound).toBeLessThan(250);
    expect(await read(5000)).toBe(bound);
  });

  it('are told to be not fully read where texts to follow do not fit', async () => {
    const script = `#!/bin/sh\n${'echo hello\n'.repeat(30)}`;
    const large = await analyze(
      tar([
        { path: 'a', data: script },
        { path: 'b.txt', data: 'x'.repeat(200) },
      ]),
      {
        limits: { maxTextBytes: 100 },
      },
    );
    expect(large.facts.unknowns).toMatchObject([
      { reason: 'limit-reached', detail: expect.stringMatching(/^\/a was searched/) },
    ]);
    const two = await analyze(
      tar([
        { path: 'a', data: script },
        { path: 'b', data: script },
      ]),
      { limits: { maxTextBytes: 100 } },
    );
    expect(two.facts.unknowns).toMatchObject([
      { detail: expect.stringMatching(/^2 scripts, .* packages, \/a first, /) },
    ]);
    const full = await analyze(
      tar([
        { path: 'a', data: script },
        { path: 'b.txt', data: 'x'.repeat(200) },
      ]),
      {
        limits: { maxLayerTextBytes: 400 },
      },
    );
    expect(full.facts.unknowns).toMatchObject([
      { reason: 'limit-reached', detail: expect.stringMatching(/^\/a was searched/) },
    ]);
  });

  it('leave room for others where libraries have more modules than fit, and that is no gap', async () => {
    const module = `#!/usr/bin/python3\n${'#'.repeat(80)}\n`;
    const modules = Array.from({ length: 20 }, (_, i) => ({
      path: `usr/lib/python3/dist-packages/m/${i}.py`,
      data: `${module}${i}`,
    }));
    const { facts } = await analyze(tar([...modules, { path: 'run.sh', data: '#!/bin/sh\ntrue\n' }]), {
      limits: { maxLayerTextBytes: 1000 },
    });
    expect(facts.unknowns).toEqual([]);
    expect(facts.entries.filter(({ text }) => text !== undefined).map(({ path }) => path)).toEqual([
      'usr/lib/python3/dist-packages/m/0.py',
      'usr/lib/python3/dist-packages/m/1.py',
      'run.sh',
    ]);
  });

  it('leave room for others where an application has more translations and style sheets than fit', async () => {
    const words = ['de', 'pt-br', 'qqq', 'zh-Hant'].map((name) => ({
      path: `var/www/html/extensions/a/i18n/${name}.json`,
      data: `{"${'x'.repeat(90)}":"${name}"}`,
    }));
    const styles = Array.from({ length: 20 }, (_, i) => ({
      path: `var/www/html/a/${i}.css`,
      data: `a{color:#${'1'.repeat(80)}${i}}`,
    }));
    const page = { path: 'var/www/html/index.php', data: '<?php echo 1;' };
    const { facts } = await analyze(tar([...words, ...styles, page]), {
      limits: { maxLayerTextBytes: 1000 },
    });
    expect(facts.unknowns).toEqual([]);
    expect(facts.entries.filter(({ text }) => text !== undefined).map(({ path }) => path)).toEqual([
      'var/www/html/extensions/a/i18n/de.json',
      'var/www/html/extensions/a/i18n/pt-br.json',
      'var/www/html/index.php',
    ]);
    // What a program may read as settings, or a server run, is missed where there is no room for it.
    for (const name of ['i18n/config.json', 'i18n/de.php', 'a.js', 'etc/a.css/conf']) {
      const others = Array.from({ length: 20 }, (_, i) => ({
        path: `var/www/${i}/${name}`,
        data: `{"${'x'.repeat(90)}":${i}}`,
      }));
      const full = await analyze(tar(others), { limits: { maxLayerTextBytes: 1000 } });
      expect(full.facts.unknowns, name).toMatchObject([{ reason: 'limit-reached' }]);
    }
  });

  it('leave room for package databases, which come last', async () => {
    const text = `${'x'.repeat(90)}\n`;
    const texts = Array.from({ length: 20 }, (_, i) => ({ path: `app/${i}.conf`, data: `${text}${i}` }));
    const list = { path: 'var/lib/dpkg/info/a.list', data: `/.\n${'/usr/bin/a\n'.repeat(8)}` };
    const { facts } = await analyze(tar([...texts, list]), { limits: { maxLayerTextBytes: 1000 } });
    expect(facts.entries.at(-1)?.database).toBeDefined();
    // What did not fit beside them is told.
    expect(facts.unknowns).toMatchObject([{ reason: 'limit-reached' }]);
    const before = await analyze(tar([list, ...texts]), { limits: { maxLayerTextBytes: 1000 } });
    expect(before.facts.entries[0]?.database).toBeDefined();
  });

  it('are told of where a list of packages found no room: what it lists would look like nobody’s', async () => {
    const list = (name: string): { path: string; data: string } => ({
      path: `var/lib/dpkg/info/${name}.list`,
      data: `/usr/bin/${name}\n`.repeat(50),
    });
    const { facts } = await analyze(tar([list('a'), list('b')]), { limits: { maxLayerTextBytes: 1000 } });
    expect(facts.entries.map(({ database }) => database !== undefined)).toEqual([true, false]);
    expect(facts.unknowns).toMatchObject([
      {
        limit: 'maxLayerTextBytes',
        detail: expect.stringMatching(/^\/var\/lib\/dpkg\/info\/b\.list was searched/),
      },
    ]);
  });

  it('list a thousand problems and count the others', async () => {
    const items = Array.from({ length: 1200 }, (_, i) => ({ path: `../${i}`, data: '' }));
    const { facts } = await analyze(tar(items));
    expect(facts.unknowns).toHaveLength(1001);
    expect(facts.unknowns.at(-1)?.detail).toContain('200 further');
  });

  it('are for the script, not for the archive behind it', async () => {
    const data = Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), LARGE_JAR]);
    const { facts, texts } = await analyze(tar([{ path: 'app.jar', data, mode: 0o755 }]), { limits: SMALL });
    const script = facts.entries.find(({ path }) => path === 'app.jar');
    expect(script?.content).toMatchObject({ kind: 'script', jar: { mainClass: 'a.B' } });
    expect(facts.unknowns).toEqual([]);
    expect(unpacked(texts).toString()).toBe('#!/bin/sh\nexec java -jar "$0"\n');
  });

  it('are for the script of a large file, and for all of it where a shell may read on', async () => {
    const head = '#!/bin/sh\ntail -n +4 "$0" | tar xz\n';
    const packed = Buffer.concat([gzipSync(tar([])), Buffer.alloc(5000, 1)]);
    const item = (path: string, text: string): TarItem => ({
      path,
      data: Buffer.concat([Buffer.from(text), packed]),
      mode: 0o755,
    });
    const sure = await analyze(tar([item('a.run', `${head}exit 0\n`)]), { limits: SMALL });
    expect(sure.facts.unknowns).toEqual([]);
    expect(unpacked(sure.texts).toString()).toBe(`${head}exit 0\n`);
    const unsure = await analyze(tar([item('a.run', head)]), { limits: SMALL });
    expect(unsure.facts.unknowns).toMatchObject([{ limit: 'maxTextBytes' }]);
    expect(unsure.facts.entries.at(-1)?.content).toMatchObject({ kind: 'script', cut: true });
    expect(unpacked(unsure.texts).toString()).toBe(head);
  });

  it('are for what stands behind the beginning of an archive too, where a shell reads on', async () => {
    const text = Buffer.from(`#!/bin/sh\n: <<'X'\nPK\x03\x04\nX\ntrue\n`);
    const own = Buffer.concat([text, jar({ 'Main-Class': 'a.B' })]);
    const { facts, texts } = await analyze(tar([{ path: 'app.jar', data: own, mode: 0o755 }]));
    expect(facts.entries.at(-1)?.content).toMatchObject({ kind: 'script', jar: { mainClass: 'a.B' } });
    expect(unpacked(texts)).toEqual(own);
  });

  it('have no hash for a sparse file, and say so', async () => {
    const header = tarHeader({ name: 'sparse', typeflag: 'S', size: 5, magic: 'ustar  \0' });
    const { facts } = await analyze(Buffer.concat([header, padded(Buffer.from('12345')), tar([])]));
    expect(facts.entries[0]?.sha256).toBeUndefined();
    expect(facts.unknowns).toMatchObject([{ reason: 'parse-failed', path: 'sparse' }]);
  });
});

/** All texts of a pack, one behind the other. */
function unpacked(bytes: Buffer): Buffer {
  const pack = new TextPack(bytes);
  return pack.bytesAt([0, pack.length]);
}

describe('FACTS_VERSION', () => {
  it('changes with what the byte pass comes to', async () => {
    const { facts, ...packed } = await analyze(LAYER, { limits: SMALL });
    // Not what they compress to, which is the affair of zstd.
    const texts = unpacked(packed.texts);
    const marks = packed.marks.map((mark) => ({ ...mark, pack: unpacked(mark.pack) }));
    const packs = marks.map(({ pack }) => pack);
    const golden = sha256(Buffer.concat([Buffer.from(JSON.stringify({ facts, marks })), texts, ...packs]));
    expect(
      `${FACTS_VERSION} ${golden}`,
      'The same bytes now give other facts, texts or marks. If that is meant, raise FACTS_VERSION in ' +
        'src/analyze/facts-version.ts, so that stored results are not used any more, and put the new line here.',
    ).toBe('18 5086d54b9aa062d5692c1bea5704228f807e36bca096abdf8b7bd4359768cfda');
  });
});
