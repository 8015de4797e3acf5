import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { elf } from '../../../../testkit/elf.ts';
import { goBuildInfo, goModInfo, pointedGoBuildInfo } from '../../../../testkit/go-build-info.ts';
import type { BuildInfo } from '../../../image/build-info.ts';
import { readElf } from '../elf.ts';
import { GO_INFO_MAGIC, GoInfoCatcher, indexOfGoInfo } from './go-info-window.ts';

const MOD = goModInfo([
  ['path', 'example.com/x/cmd/x'],
  ['mod', 'example.com/x', 'v1.2.3', 'h1:aaa='],
  ['dep', 'example.com/old', 'v0.1.0', ''],
  ['=>', 'example.com/fork', 'v0.1.1', 'h1:bbb='],
  ['dep', 'example.org/y', 'v2.0.0', 'h1:ccc='],
  ['build', '-compiler=gc'],
  ['build', 'vcs.revision=0123456789abcdef0123456789abcdef01234567'],
  ['build', 'vcs.time=2026-09-01T12:00:00Z'],
  ['build', 'vcs.modified=true'],
]);
const EXPECTED: BuildInfo = {
  language: 'go',
  compiler: 'go1.26.8',
  package: 'example.com/x/cmd/x',
  module: 'example.com/x',
  version: 'v1.2.3',
  dependencies: ['example.com/fork@v0.1.1', 'example.org/y@v2.0.0'],
  revision: '0123456789abcdef0123456789abcdef01234567',
  time: '2026-09-01T12:00:00Z',
  modified: true,
};
const INLINE = goBuildInfo('go1.26.8', MOD);
/** Bytes that fill the data section up to where the search in it expects the magic. */
const goData = (info: Buffer): Buffer => Buffer.concat([Buffer.alloc(16), info]);

function buildOf(bytes: Buffer, whole = true): BuildInfo | undefined {
  return readElf(bytes, whole).build;
}

describe('Go build information', () => {
  it('is read from its section', () => {
    expect(buildOf(elf({ named: { '.go.buildinfo': INLINE } }))).toEqual(EXPECTED);
  });

  it('is found in what is written to where the section headers are gone, and only there', () => {
    const spec = { extra: goData(INLINE), sections: false } as const;
    expect(buildOf(elf({ ...spec, writable: true }))).toEqual(EXPECTED);
    expect(buildOf(elf(spec))).toBeUndefined();
  });

  it('is read as Go before 1.18 wrote it, through pointers', () => {
    // Once to learn where the section comes to lie.
    const place = (info: Buffer): Buffer => elf({ named: { '.go.buildinfo': info } });
    const at = place(pointedGoBuildInfo('go1.17', MOD, 0)).indexOf(GO_INFO_MAGIC);
    const bytes = place(pointedGoBuildInfo('go1.17', MOD, 0x400000 + at));
    expect(buildOf(bytes)).toEqual({ ...EXPECTED, compiler: 'go1.17' });
    const astray = place(pointedGoBuildInfo('go1.17', MOD, 0x900000));
    expect(buildOf(astray)).toMatchObject({
      language: 'go',
      problem: expect.stringContaining('could not be read'),
    });
  });

  it('is caught as the bytes pass, however they are cut', () => {
    const bytes = elf({ extra: goData(INLINE), sections: false, writable: true });
    for (const size of [1, 3, 7, 64, 1000, bytes.length]) {
      const catcher = new GoInfoCatcher();
      for (let at = 0; at < bytes.length; at += size) catcher.take(bytes.subarray(at, at + size));
      const head = bytes.subarray(0, 120);
      expect(readElf(head, false, catcher.finish()).build, `${size}`).toEqual(EXPECTED);
    }
  });

  it('is looked for by a part of the magic, and what only has that part is passed over', () => {
    const bytes = Buffer.concat([Buffer.from('Go build Go buildinf:'), GO_INFO_MAGIC, GO_INFO_MAGIC]);
    expect(indexOfGoInfo(bytes)).toBe(bytes.indexOf(GO_INFO_MAGIC));
    expect(indexOfGoInfo(bytes, bytes.indexOf(GO_INFO_MAGIC) + 1)).toBe(bytes.lastIndexOf(GO_INFO_MAGIC));
    expect(indexOfGoInfo(bytes, bytes.lastIndexOf(GO_INFO_MAGIC) + 1)).toBe(-1);
    expect(indexOfGoInfo(Buffer.from('Go buildinf:'))).toBe(-1);
  });

  it('keeps a thousand dependencies and counts the others', () => {
    const many = Array.from({ length: 1200 }, (_, i) => ['dep', `example.com/${i}`, 'v1.0.0', '']);
    const build = buildOf(elf({ named: { '.go.buildinfo': goBuildInfo('go1.26', goModInfo(many)) } }));
    expect(build?.dependencies).toHaveLength(1000);
    expect(build?.moreDependencies).toBe(200);
  });

  it.each([
    ['ends after the header', INLINE.subarray(0, 32)],
    [
      'has a length beyond its end',
      Buffer.concat([INLINE.subarray(0, 32), Buffer.from([0xff, 0xff, 0xff, 0x7f])]),
    ],
    ['has a length without end', Buffer.concat([INLINE.subarray(0, 32), Buffer.alloc(20, 0xff)])],
    ['ends in the magic', INLINE.subarray(0, 15)],
  ])('that %s is told as unread', (_, info) => {
    expect(buildOf(elf({ named: { '.go.buildinfo': info }, extra: 'x' }))).toEqual({
      language: 'go',
      dependencies: [],
      problem: "Go's build information could not be read",
    });
  });

  it('cuts long texts, and takes lines that are no fields for nothing', () => {
    const mod = goModInfo([
      ['path', 'x'.repeat(5000)],
      ['mod'],
      ['=>'],
      ['build', 'vcs.revision'],
      ['\0\xff'],
    ]);
    const build = buildOf(elf({ named: { '.go.buildinfo': goBuildInfo('go1', mod) } }));
    expect(build?.package).toHaveLength(301);
    expect(build?.revision).toBeUndefined();
  });
});

describe('Rust build information', () => {
  const COMMENT = Buffer.from(
    'GCC: (Debian 12.2.0-14) 12.2.0\0rustc version 1.95.0 (59807616e 2026-04-14)\0',
  );
  const crates = (packages: unknown): Buffer => deflateSync(JSON.stringify({ packages, format: 0 }));

  it('is the version of rustc, and what cargo-auditable lists', () => {
    const named = {
      '.comment': COMMENT,
      '.dep-v0': crates([
        { name: 'libc', version: '0.2.1', source: 'crates.io' },
        { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
        { name: 'app', version: '0.3.0', source: 'local', root: true, dependencies: [0] },
      ]),
    };
    expect(buildOf(elf({ named }))).toEqual({
      language: 'rust',
      compiler: '1.95.0 (59807616e 2026-04-14)',
      module: 'app',
      version: '0.3.0',
      dependencies: ['libc@0.2.1'],
    });
    expect(buildOf(elf({ named: { '.comment': COMMENT } }))).toEqual({
      language: 'rust',
      compiler: '1.95.0 (59807616e 2026-04-14)',
      dependencies: [],
    });
    expect(buildOf(elf({ named: { '.comment': Buffer.from('GCC: 12\0') } }))).toBeUndefined();
  });

  it.each([
    ['is no zlib', Buffer.from('not zlib')],
    ['is cut off', crates([{ name: 'a', version: '1' }]).subarray(0, 12)],
    ['is no JSON', deflateSync('{"packages": [')],
    ['has no packages', deflateSync('null')],
    // Sixteen megabytes of nothing.
    ['swells when it is unpacked', deflateSync(Buffer.alloc(16 * 1024 * 1024, 0x20))],
  ])('that %s is told as unread', (_, bytes) => {
    expect(buildOf(elf({ named: { '.dep-v0': bytes } }))).toMatchObject({
      language: 'rust',
      dependencies: [],
      problem: expect.stringContaining('.dep-v0'),
    });
  });

  it('passes over what is no crate', () => {
    const packages = [null, 3, { name: 1, version: '1' }, { name: 'a' }, { name: 'b', version: '2' }];
    expect(buildOf(elf({ named: { '.dep-v0': crates(packages) } }))?.dependencies).toEqual(['b@2']);
  });
});
