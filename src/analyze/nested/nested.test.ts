import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import { ar, cpio, deb, madeIn, piped } from '../../../testkit/packed.ts';
import { tar } from '../../../testkit/tar.ts';
import { zip } from '../../../testkit/zip.ts';
import { digestOf } from '../../base/digest.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { analyzeLayer, type LayerAnalysis } from '../analyze-layer.ts';
import type { LayerRule } from '../rules/layer-rule.ts';
import { RuleFilter } from '../rules/rule-filter.ts';
import { TextPack } from '../texts/text-pack.ts';
import { ARCHIVE_FORMATS, formatOf } from './formats.ts';
import { SyncEngine } from './sync-engine.ts';

const SCRIPT = '#!/bin/sh\nexec miner -o stratum+tcp://pool.example:3333\n';
const PROGRAM = elf({ interpreter: '/lib/ld.so', needed: ['libc.so.6'], extra: 'donate-level' });
const CLASS = Buffer.from('cafebabe0000003400', 'hex');
const INNER = { 'a/run.sh': SCRIPT, 'b/program': PROGRAM, 'c/note.class': CLASS };
const TAR = tar(Object.entries(INNER).map(([path, data]) => ({ path, data })));

async function analyze(
  files: Readonly<Record<string, string | Uint8Array>>,
  limits: Partial<Limits> = {},
  size = 1 << 20,
): Promise<LayerAnalysis> {
  const bytes = tar(Object.entries(files).map(([path, data]) => ({ path, data })));
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  return await analyzeLayer(pieces(), {
    limits: { ...DEFAULT_LIMITS, ...limits },
    triggers: [{ literals: ['stratum+tcp://'], addresses: true }],
    expected: {},
  });
}

/** What lies inside: path, kind, number of triggers. */
function inside({ facts, marks }: LayerAnalysis): readonly (readonly [string, string, number])[] {
  return facts.entries.flatMap((entry, index) =>
    entry.host === undefined
      ? []
      : [
          [
            entry.path,
            entry.content?.kind ?? '',
            marks[0]?.marks.filter((mark) => mark.entry === index).length ?? 0,
          ] as const,
        ],
  );
}

const found = (archive: string): unknown => [
  [`${archive}!/a/run.sh`, 'script', 1],
  [`${archive}!/b/program`, 'elf', 0],
];

describe('what lies inside of an archive', () => {
  it.each<[string, () => Buffer]>([
    ['x.tar', () => TAR],
    ['x.tgz', () => gzipSync(TAR)],
    ['x.tar.zst', () => zstdCompressSync(TAR)],
    ['x.tar.xz', () => piped('xz', TAR)],
    ['x.tar.bz2', () => piped('bzip2', TAR)],
    [
      'x.tar.zst of several frames',
      () => Buffer.concat([zstdCompressSync(TAR.subarray(0, 700)), zstdCompressSync(TAR.subarray(700))]),
    ],
    ['x.zip', () => zip(Object.entries(INNER).map(([name, data]) => ({ name, data })))],
    ['stored.zip', () => zip(Object.entries(INNER).map(([name, data]) => ({ name, data, stored: true })))],
    [
      'zip64.zip',
      () =>
        zip(
          Object.entries(INNER).map(([name, data]) => ({ name, data })),
          { zip64: true },
        ),
    ],
    [
      'prefixed.zip',
      () =>
        zip(
          Object.entries(INNER).map(([name, data]) => ({ name, data })),
          { prefix: '#!/bin/sh\n' },
        ),
    ],
    ['initramfs', () => cpio(INNER)],
    ['odc.cpio', () => cpio(INNER, 'odc')],
    ['two.cpio', () => Buffer.concat([cpio({}), Buffer.alloc(512), gzipSync(cpio(INNER))])],
    [
      'alpine.apk',
      () => Buffer.concat([gzipSync(tar([{ path: '.PKGINFO', data: 'x' }], { end: false })), gzipSync(TAR)]),
    ],
    [
      'install.run',
      () => Buffer.concat([Buffer.from('#!/bin/sh\ntail -n +3 "$0" | tar xz\n'), gzipSync(TAR)]),
    ],
    ['tail.run', () => Buffer.concat([Buffer.from('#!/bin/sh\ntail -n +3 "$0" | tar x\n'), TAR])],
    ['program', () => Buffer.concat([elf(), gzipSync(TAR)])],
    [
      'logo.png',
      () =>
        Buffer.concat([
          Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
          zip(Object.entries(INNER).map(([name, data]) => ({ name, data }))),
        ]),
    ],
  ])('is seen in %s', async (name, make) => {
    const analysis = await analyze({ [name]: make() });
    expect(inside(analysis).filter(([path]) => !path.endsWith('.PKGINFO'))).toEqual(found(name));
    expect(analysis.facts.nested?.opaque).toEqual([]);
    expect(analysis.facts.unknowns).toEqual([]);
    const program = analysis.facts.entries.find(({ path }) => path.endsWith('!/b/program'));
    expect(program).toMatchObject({
      host: name,
      sha256: digestOf(PROGRAM).slice(7),
      content: { elf: { needed: ['libc.so.6'] } },
    });
    // The archive itself has the same bytes in it, where they are not compressed; that is told once.
    const host = analysis.facts.entries.findIndex(({ path }) => path === name);
    expect(analysis.marks[0]?.marks.filter(({ entry }) => entry === host)).toEqual([]);
  });

  it.each<[string, (run: (program: string, ...args: readonly string[]) => void) => string]>([
    ['tar --format=gnu', (run) => (run('tar', '--format=gnu', '-cf', 'x', 'a', 'b'), 'x')],
    ['tar --format=v7', (run) => (run('tar', '--format=v7', '-cf', 'x', 'a', 'b'), 'x')],
    ['zip', (run) => (run('zip', '-qr', 'x', 'a', 'b'), 'x.zip')],
    ['zip written as a stream', (run) => (run('sh', '-c', 'zip -qr - a b | cat > x'), 'x')],
    ['jar', (run) => (run('jar', 'cMf', 'x.jar', 'a', 'b'), 'x.jar')],
    ['xz of several blocks', (run) => (run('sh', '-c', 'tar c a b | xz --block-size=1000 > x'), 'x')],
    ['zstd with a window', (run) => (run('sh', '-c', 'tar c a b | zstd -19 --long=24 > x'), 'x')],
  ])('is seen in what %s makes', async (_, make) => {
    const analysis = await analyze({ x: madeIn(INNER, make) });
    expect(inside(analysis)).toEqual(found('x'));
    expect(analysis.facts.nested?.opaque).toEqual([]);
  });

  it('is seen in a package of Debian, in an archive in it', async () => {
    const bytes = deb({
      'opt/in.tar.bz2': piped('bzip2', zip([{ name: 'run.sh', data: SCRIPT }])),
      'usr/bin/program': PROGRAM,
    });
    const analysis = await analyze({ 'x.deb': bytes });
    expect(inside(analysis).filter(([, kind]) => kind === 'script' || kind === 'elf')).toEqual([
      ['x.deb!/data.tar.xz!/opt/in.tar.bz2!/run.sh', 'script', 1],
      ['x.deb!/data.tar.xz!/usr/bin/program', 'elf', 0],
    ]);
    expect(analysis.facts.nested?.opaque).toEqual([]);
  });

  it('is not what linkers read, of ELF or of Go, and what lies beside it is seen', async () => {
    const bytes = ar({
      'a.o': elf({ type: 'relocatable' }),
      '_go_.o': `go object linux amd64 go1.19 X:none\n${'x'.repeat(2000)}`,
      'run.sh': SCRIPT,
      'go.conf': `go objects\n${SCRIPT}`,
    });
    const analysis = await analyze({ 'x.a': bytes });
    expect(inside(analysis)).toEqual([
      ['x.a!/run.sh', 'script', 1],
      ['x.a!/go.conf', 'text', 1],
    ]);
    expect(analysis.facts.nested).toMatchObject({ archives: 1, files: 2 });
  });

  it('is seen in a package of Red Hat', async () => {
    const spec =
      'Name: x\nVersion: 1\nRelease: 1\nSummary: x\nLicense: x\nBuildArch: noarch\n%description\nx\n%install\nmkdir -p %{buildroot}/opt\ncp %{_sourcedir}/run.sh %{buildroot}/opt/run.sh\n%files\n/opt/run.sh\n';
    const bytes = madeIn({ 'x.spec': spec, 'run.sh': SCRIPT }, (run) => {
      run(
        'sh',
        '-c',
        'rpmbuild -bb --define "_topdir $PWD" --define "_sourcedir $PWD" --define "_rpmfilename x.rpm" --define "__os_install_post %{nil}" x.spec',
      );
      return 'RPMS/x.rpm';
    });
    const analysis = await analyze({ 'x.rpm': bytes });
    expect(inside(analysis)).toEqual([['x.rpm!/opt/run.sh', 'script', 1]]);
    expect(analysis.facts.nested?.opaque).toEqual([]);
  });

  it('is the one file of a compressed one, called as it says or without the ending', async () => {
    const analysis = await analyze({
      'etc/a.conf.gz': gzipSync(SCRIPT),
      'b.xz': piped('xz', SCRIPT),
      c: piped('bzip2', SCRIPT),
    });
    expect(inside(analysis).map(([path]) => path)).toEqual([
      'etc/a.conf.gz!/a.conf',
      'b.xz!/b',
      'c!/content',
    ]);
  });

  it('is told by its bytes, and never by a name', async () => {
    const analysis = await analyze({
      'etc/motd': gzipSync(TAR),
      'x.zip': 'no archive at all',
      'y.tar.gz': 'BZh but text\n',
    });
    expect(inside(analysis)).toEqual(found('etc/motd'));
    expect(analysis.facts.nested).toMatchObject({ archives: 2, opaque: [] });
  });

  it('has no entry where it is nothing that anybody asks for, and is counted', async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({
      name: `${i}.class`,
      data: CLASS,
    }));
    const { facts } = await analyze({ 'a.jar': zip(many) });
    expect(facts.entries.map(({ path }) => path)).toEqual(['a.jar']);
    expect(facts.nested).toMatchObject({ archives: 1, files: 50 });
  });

  it('keeps the texts that can run, and says where they lie', async () => {
    const { facts } = await analyze({ 'x.tgz': gzipSync(TAR) });
    const script = facts.entries.find(({ path }) => path.endsWith('run.sh')) as LayerEntry;
    expect(script).toMatchObject({ host: 'x.tgz', text: [expect.any(Number), SCRIPT.length] });
  });

  it('is put together in the same memory, one archive and one file after the other', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `${i}.a`,
        ar({ 'x.bin': Buffer.alloc(700_000, `${i} `), y: TAR }),
      ]),
    );
    const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const { facts } = await analyze(files, {}, 10_000);
    const large = allocate.mock.calls.filter(([size]) => size > 1 << 20);
    allocate.mockRestore();
    expect(facts.nested).toMatchObject({ archives: 40 });
    expect(large.length).toBeLessThan(5);
  });

  it('is a file that is larger than anything held', async () => {
    const large = Buffer.concat([Buffer.alloc(300_000), Buffer.from('stratum+tcp://x')]);
    const analysis = await analyze({ 'x.gz': gzipSync(large) }, { maxTextBytes: 1000 });
    expect(inside(analysis)).toEqual([['x.gz!/x', 'data', 1]]);
    expect(analysis.facts.entries[0]).toMatchObject({ size: large.length, sha256: digestOf(large).slice(7) });
  });
});

async function opaque(
  name: string,
  bytes: Buffer,
  limits: Partial<Limits> = {},
): Promise<readonly (readonly [string, string])[]> {
  const { facts } = await analyze({ [name]: bytes }, limits);
  return (facts.nested?.opaque ?? []).map(({ path, reason }) => [path, reason]);
}

describe('a hostile archive', () => {
  it('is opaque where it is encrypted, and the rest is seen', async () => {
    const bytes = madeIn(INNER, (run) => {
      run('zip', '-q', '-P', 'x', 'x', 'a/run.sh');
      run('zip', '-q', 'x', 'b/program');
      return 'x.zip';
    });
    const analysis = await analyze({ 'x.zip': bytes });
    expect(inside(analysis)).toEqual([['x.zip!/b/program', 'elf', 0]]);
    expect(analysis.facts.nested?.opaque).toMatchObject([{ path: 'x.zip', reason: 'encrypted' }]);
    expect(analysis.facts.nested?.opaque[0]?.bytes).toBeGreaterThan(20);
  });

  it.each([
    [
      'hsqs',
      'squashfs',
      Buffer.concat([Buffer.from('hsqs'), Buffer.alloc(24), Buffer.from([4, 0]), Buffer.alloc(600)]),
    ],
    ['7z', '7z', Buffer.concat([Buffer.from("7z\xbc\xaf'\x1c", 'latin1'), Buffer.alloc(600)])],
    ['rar', 'rar', Buffer.concat([Buffer.from('Rar!\x1a\x07\0'), Buffer.alloc(600)])],
  ])('of a format that is not read is told: %s', async (name, format, bytes) => {
    const { facts } = await analyze({ [name]: bytes });
    expect(facts.nested?.opaque).toEqual([
      { path: name, reason: 'unsupported-compression', detail: `${format} is not read`, bytes: bytes.length },
    ]);
  });

  it.each<[string, Buffer]>([
    ['gzip', gzipSync(TAR)],
    ['xz', piped('xz', TAR)],
    ['bzip2', piped('bzip2', TAR)],
    ['zstd', zstdCompressSync(TAR)],
    ['zip', zip(Object.entries(INNER).map(([name, data]) => ({ name, data })))],
    ['cpio', cpio(INNER)],
    ['tar', TAR.subarray(0, -1024)],
  ])('that is cut off is told: %s', async (name, bytes) => {
    for (const length of [bytes.length - (name === 'tar' ? 600 : 3), bytes.length >> 1]) {
      const told = await opaque(name, bytes.subarray(0, length));
      expect(told.length, `${length}`).toBeGreaterThan(0);
      for (const [path] of told) expect(path.startsWith(name)).toBe(true);
    }
  });

  it('has what its directory hides told', async () => {
    const bytes = zip([
      { name: 'shown', data: SCRIPT },
      { name: 'hidden', data: 'x', offset: 7 },
    ]);
    expect(await opaque('x.zip', bytes)).toEqual([['x.zip', 'parse-failed']]);
  });

  it('has what follows its end told', async () => {
    expect(await opaque('x.gz', Buffer.concat([gzipSync('x'), Buffer.from('more')]))).toEqual([
      ['x.gz', 'trailing-data'],
    ]);
    expect(await opaque('x.gz', Buffer.concat([gzipSync('x'), Buffer.alloc(999)]))).toEqual([]);
  });

  it('in itself without end is opened to a depth', async () => {
    let bytes: Buffer = gzipSync(SCRIPT);
    for (let i = 0; i < 20; i++)
      bytes = i % 2 === 0 ? zip([{ name: `${i}`, data: bytes, stored: true }]) : gzipSync(bytes);
    const { facts } = await analyze({ deep: bytes }, { maxNestedDepth: 6 });
    expect(facts.unknowns).toMatchObject([{ reason: 'limit-reached', limit: 'maxNestedDepth' }]);
    expect((await analyze({ deep: bytes }, { maxNestedDepth: 30 })).facts.unknowns).toEqual([]);
  });

  it.each<[keyof Limits, number, Buffer]>([
    ['maxNestedRatio', 2, gzipSync(gzipSync(Buffer.alloc(100 * 1024 * 1024)))],
    ['maxNestedBytes', 10_000, gzipSync(Buffer.alloc(20_000))],
    ['maxNestedSlowBytes', 10_000, piped('xz', Buffer.alloc(200_000))],
    ['maxNestedFiles', 10, zip(Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, data: 'x' })))],
  ])('stops at %s, and the files after it are read', async (limit, value, bytes) => {
    const { facts } = await analyze({ bomb: bytes, after: SCRIPT }, { [limit]: value });
    expect(facts.unknowns).toMatchObject([{ reason: 'limit-reached', limit, path: 'bomb' }]);
    expect(facts.nested?.opaque).toMatchObject([{ path: 'bomb', reason: 'limit-reached' }]);
    expect(facts.entries.at(-1)).toMatchObject({
      path: 'after',
      sha256: digestOf(Buffer.from(SCRIPT)).slice(7),
    });
  });

  it('that needs more memory than it may is told', async () => {
    const packed = piped('xz', TAR, '--lzma2=dict=16MiB');
    expect(await opaque('x', packed, { maxNestedWindow: 1024 * 1024 })).toEqual([
      ['x', 'unsupported-compression'],
    ]);
  });

  it('is listed up to a limit, and counted beyond', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`${i}.7z`, Buffer.from("7z\xbc\xaf'\x1c", 'latin1')]),
    );
    const { facts } = await analyze(files, { maxOpaqueListed: 4 });
    expect(facts.nested?.opaque).toHaveLength(4);
    expect(facts.nested?.unlisted).toEqual({ count: 5, bytes: 30 });
  });

  it('with a huge name has it cut', async () => {
    const { facts } = await analyze(
      { 'x.zip': zip([{ name: 'n'.repeat(3000), data: SCRIPT }]) },
      { maxPathBytes: 100 },
    );
    expect(facts.unknowns).toMatchObject([{ limit: 'maxPathBytes' }]);
    expect(facts.entries[0]?.path).toHaveLength(100);
  });

  it('gives the same however the bytes come, damaged or not', async () => {
    const sound = [
      gzipSync(TAR),
      zip([
        { name: 'a.gz', data: gzipSync(TAR) },
        { name: 'b', data: SCRIPT },
      ]),
      piped('xz', TAR),
      zstdCompressSync(TAR),
      cpio(INNER),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sound.length - 1),
        fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 3 }),
        fc.constantFrom(1, 97, 513, 5000),
        async (which, changes, size) => {
          const bytes = Buffer.from(sound[which] ?? '');
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const limits = { maxNestedBytes: 60_000 };
          const whole = await analyze({ x: bytes, y: sound[0] ?? '' }, limits);
          const cut = await analyze({ x: bytes, y: sound[0] ?? '' }, limits, size);
          expect({ facts: cut.factBytes, texts: cut.texts, marks: cut.marks }).toEqual({
            facts: whole.factBytes,
            texts: whole.texts,
            marks: whole.marks,
          });
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe('SyncEngine', () => {
  it('is there in this version of Node', () => {
    expect(() => SyncEngine.inflate().close()).not.toThrow();
  });

  it('ends where the data says, whatever lies behind', () => {
    for (const size of [0, 1, 65_536, 131_072, 200_000]) {
      const data = Buffer.alloc(size, 'abc');
      const bytes = zip([
        { name: 'a', data },
        { name: 'b', data: 'next' },
      ]);
      expect(bytes.includes(deflateRawSync(data))).toBe(true);
      expect(formatOf(bytes)?.name).toBe('zip');
    }
  });
});

describe('what stands behind the end of a large script', () => {
  const head = '#!/bin/sh\nsed 1,4d "$0" | tar x\nexit 0\n__PAYLOAD__\n';
  const filled = Buffer.concat([TAR, Buffer.alloc(3000)]);
  const SMALL = { maxTextBytes: 2000 };
  const script = (...parts: readonly (string | Buffer)[]): Buffer =>
    Buffer.concat([head, ...parts].map((part) => Buffer.from(part)));

  it('is decoded and looked into, however the bytes come', async () => {
    const lines = gzipSync(filled, { level: 0 }).toString('base64').replace(/.{76}/g, '$&\n');
    const whole = await analyze({ x: script(`${lines}\n`) }, SMALL);
    expect(inside(whole)).toEqual(found('x'));
    expect(whole.facts.nested?.opaque).toEqual([]);
    const cut = await analyze({ x: script(`${lines}\n`) }, SMALL, 77);
    expect(cut.factBytes).toEqual(whole.factBytes);
    expect(await opaque('x', script(`${lines}\n-- \nmore`), SMALL)).toEqual([
      ['x', 'unsupported-compression'],
    ]);
  });

  it('is a program', async () => {
    const { facts } = await analyze({ x: script(PROGRAM, Buffer.alloc(3000)) }, SMALL);
    expect(facts.entries.find(({ host }) => host === 'x')).toMatchObject({ content: { kind: 'elf' } });
  });

  it('is told where it is nothing that is read', async () => {
    expect(await opaque('x', script('# words\n'.repeat(500)), SMALL)).toEqual([
      ['x', 'unsupported-compression'],
    ]);
    expect(await opaque('x', script('# words\n'), SMALL)).toEqual([]);
  });

  it('is not what looks like it before the end', async () => {
    const decoy = Buffer.concat([
      Buffer.from("#!/bin/sh\n: <<'X'\nPK\x03\x04\nX\nexit 0\n", 'latin1'),
      gzipSync(TAR),
    ]);
    expect(inside(await analyze({ x: decoy }))).toEqual(found('x'));
  });
});

describe('a zip behind something else', () => {
  it('is looked into, as those do who go by its directory', async () => {
    const bytes = zip(
      Object.entries(INNER).map(([name, data]) => ({ name, data })),
      { prefix: `any words${'\0'.repeat(700)}`, comment: 'PK\x05\x06' },
    );
    expect(inside(await analyze({ x: bytes }))).toEqual(found('x'));
  });
});

describe('a script behind the end of a picture', () => {
  it('is a file in it, whose text is kept', async () => {
    const picture = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
      Buffer.alloc(40, 3),
      Buffer.from('\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
    ]);
    const { facts, texts } = await analyze({ 'a.png': Buffer.concat([picture, Buffer.from(SCRIPT)]) });
    const entry = facts.entries.find(({ host }) => host === 'a.png');
    expect(entry).toMatchObject({ path: 'a.png!/appended', content: { kind: 'script' } });
    const [at = 0, length = 0] = entry?.text ?? [];
    expect(new TextPack(texts).bytesAt([at, length]).toString()).toBe(SCRIPT);
    expect(inside(await analyze({ 'a.png': Buffer.concat([picture, Buffer.from('plain words')]) }))).toEqual(
      [],
    );
  });
});

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('rules on what lies in archives', () => {
  const rule = (literal: string): LayerRule => ({
    digest: literal,
    name: literal,
    source: 0,
    files: 'all',
    need: literal,
  });
  const tried = async (
    files: Readonly<Record<string, Uint8Array>>,
    limits: Partial<Limits> = {},
  ): Promise<{ candidates: readonly string[]; paths: readonly string[]; unread: readonly string[] }> => {
    const candidates: string[] = [];
    const bytes = tar(Object.entries(files).map(([path, data]) => ({ path, data })));
    const { facts, ruled } = await analyzeLayer(inOnePiece(bytes), {
      limits: { ...DEFAULT_LIMITS, ...limits },
      triggers: [],
      expected: {},
      rules: {
        filter: new RuleFilter([rule('stratum+tcp'), rule('0abc')]),
        tryRules: (given) => {
          for (const one of given) candidates.push(Buffer.from(one.bytes).toString('latin1').slice(0, 9));
          return given.map((one) => one.rules.map((index) => ({ rule: index, places: [] })));
        },
      },
    });
    const results = ruled?.results ?? [];
    return {
      candidates,
      paths: results.flatMap(({ hits }) => hits.map(({ entry }) => facts.entries[entry]?.path ?? '')),
      unread: results.flatMap(({ unknowns }) => unknowns.map(({ detail }) => detail)),
    };
  };

  it('are tried on each file that has their literals, short ones too, however deep it lies', async () => {
    const inner = zip([
      { name: 'a.sh', data: SCRIPT },
      { name: 'b.sh', data: '#!/bin/sh\n# 0abc\n' },
      { name: 'c.sh', data: '#!/bin/sh\ntrue\n' },
    ]);
    const { candidates, paths } = await tried({
      'x.tgz': gzipSync(tar([{ path: 'in.zip', data: inner }])),
    });
    expect(candidates).toEqual(['#!/bin/sh', '#!/bin/sh']);
    expect(paths).toEqual(['x.tgz!/in.zip!/a.sh', 'x.tgz!/in.zip!/b.sh']);
  });

  it('say so of one that is not held', async () => {
    const large = `#!/bin/sh\n# stratum+tcp\n${'#\n'.repeat(5000)}`;
    const { candidates, unread } = await tried(
      { 'x.zip': zip([{ name: 'a.sh', data: large }]) },
      { maxTextBytes: 1000, maxElfBytes: 4000 },
    );
    expect(candidates).toEqual([]);
    expect(unread).toEqual([expect.stringContaining('maxElfBytes')]);
  });

  it('are tried on a text that is too long to be kept, such as the history of a package', async () => {
    const long = `${'a change\n'.repeat(1000)} * pools are named by stratum+tcp\n`;
    const limits = { maxTextBytes: 4000 };
    const { candidates, paths, unread } = await tried({ 'srv/NEWS.gz': gzipSync(long) }, limits);
    expect([candidates.length, paths, unread]).toEqual([1, ['srv/NEWS.gz!/NEWS'], []]);
    const kept = (await analyze({ 'x.gz': gzipSync(long) }, limits)).facts.entries.map(({ text }) => text);
    expect(kept).toEqual([undefined, undefined]);
  });
});

/** Beginnings of files of every format that is read or told. */
const HEADS: readonly Buffer[] = [
  TAR,
  gzipSync(TAR),
  zstdCompressSync(TAR),
  zip([{ name: 'a', data: 'b' }]),
  cpio({ a: 'b' }),
  Buffer.from('!<arch>\nx'),
  Buffer.from('\xed\xab\xee\xdb'.padEnd(100, '\0'), 'latin1'),
  Buffer.from('\xfd7zXZ\0', 'latin1'),
  Buffer.from('BZh91AY&SY', 'latin1'),
  Buffer.from('#!/bin/sh\n'),
  ...['P', 'Q', '_'].map((mark) =>
    Buffer.concat([Buffer.from(`${mark}\x2a\x4d\x18\0\0\0\0`, 'latin1'), zstdCompressSync('x')]),
  ),
  ...['hsqs'.padEnd(28, '\0') + '\x04\0', "7z\xbc\xaf'\x1c", 'Rar!\x1a\x07', 'LZIP\x01'].map((text) =>
    Buffer.from(text, 'latin1'),
  ),
  ...['\x04\x22\x4d\x18', '\x1f\x9d\x90', 'MSCF\0\0\0\0', 'xar!\0'].map((text) =>
    Buffer.from(text, 'latin1'),
  ),
];

describe('the list of formats', () => {
  it('has each name once, and says where it is met', () => {
    expect(new Set(ARCHIVE_FORMATS.map(({ name }) => name)).size).toBe(ARCHIVE_FORMATS.length);
    for (const { about } of ARCHIVE_FORMATS) expect(about.length).toBeGreaterThan(3);
  });

  it('tells every format by one of the first bytes that it says', () => {
    const told = new Set(HEADS.map((head) => formatOf(head)?.name));
    expect(ARCHIVE_FORMATS.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  });

  it.each(ARCHIVE_FORMATS.map((format) => [format.name, format] as const))(
    '%s begins with no other first bytes than it says',
    (_name, { first, begins }) => {
      // Whatever else a head holds, with another first byte it is none.
      for (const head of HEADS) {
        for (let byte = 0; byte < 256; byte++) {
          const changed = Buffer.from(head);
          changed[0] = byte;
          if (first !== undefined && begins(changed)) expect(first).toContain(String.fromCharCode(byte));
        }
      }
    },
  );
});
