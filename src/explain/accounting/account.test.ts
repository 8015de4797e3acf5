import { describe, expect, it } from 'vitest';
import { accountLayers, hexOf, type MadeLayer } from '../../../testkit/accounting.ts';
import type { StartStep } from '../explanation.ts';

const STATUS = [
  'Package: tools',
  'Status: install ok installed',
  'Architecture: amd64',
  'Version: 1',
  'Conffiles:',
  ` /etc/init.d/tools ${hexOf('md5', '#!/bin/sh\nservice')}`,
  '',
  'Package: libx',
  'Status: install ok installed',
  'Architecture: amd64',
  '',
].join('\n');

const DEBIAN: MadeLayer = {
  bin: { link: 'usr/bin' },
  'usr/bin/one': { elf: 'one' },
  'usr/bin/two': { elf: 'two' },
  'usr/lib/libx.so': { elf: 'libx' },
  'etc/init.d/tools': '#!/bin/sh\nservice',
  'var/lib/dpkg/status': STATUS,
  'var/lib/dpkg/info/tools.list': '/.\n/bin\n/bin/one\n/usr/bin/two\n/etc/init.d/tools\n',
  'var/lib/dpkg/info/tools.md5sums': `${hexOf('md5', 'one')}  bin/one\n${hexOf('md5', 'two')}  usr/bin/two\n`,
  'var/lib/dpkg/info/libx:amd64.list': '/usr/lib/libx.so\n',
  'var/lib/dpkg/info/tools.postinst': '#!/bin/sh\n',
};

const paths = (files: readonly { readonly path: string }[]): string[] => files.map(({ path }) => path);

describe('accounting by dpkg', () => {
  it('follows links of folders, takes configuration files from the status, and knows what has no digest', () => {
    const found = accountLayers([DEBIAN]);
    expect(found).toMatchObject({ total: 5, accounted: 5, withoutDigest: 2, changed: 0, unlisted: 0 });
    expect(found.databases).toEqual([{ kind: 'dpkg', packages: 2, programs: 5 }]);
    expect(found.notes).toEqual([]);
  });

  it('tells changed from listed by nothing, with the layer', () => {
    const found = accountLayers([
      DEBIAN,
      { 'usr/bin/one': { elf: 'other' }, 'usr/bin/three': { elf: 'three' } },
    ]);
    expect(found).toMatchObject({ total: 6, accounted: 4, changed: 1, unlisted: 1 });
    expect(found.changedFiles).toMatchObject([
      { path: '/usr/bin/one', layer: 1, why: 'Package tools (dpkg) lists it with another md5.' },
    ]);
    expect(paths(found.unaccounted)).toEqual(['/usr/bin/three']);
  });

  it('sorts what starts to the front, then what is found by its name', () => {
    const step: StartStep = {
      what: 'x',
      command: 'x',
      kind: 'elf',
      path: '/srv/x',
      file: 'CMD',
      children: [],
    };
    const files = {
      'opt/a': { elf: 'a' },
      'usr/bin/b': { elf: 'b' },
      'srv/x': { elf: 'x' },
      'a/c': '#!/bin/sh',
    };
    expect(paths(accountLayers([files], [step]).unaccounted)).toEqual([
      '/srv/x',
      '/usr/bin/b',
      '/opt/a',
      '/a/c',
    ]);
  });

  it('goes by diversions', () => {
    const found = accountLayers([
      DEBIAN,
      {
        'usr/bin/one.real': { elf: 'one' },
        'usr/bin/one': { elf: 'wrapper' },
        'var/lib/dpkg/diversions': '/bin/one\n/usr/bin/one.real\nwrapper\n',
        'var/lib/dpkg/status': `${STATUS}\n\nPackage: wrapper\nStatus: install ok installed\n`,
        'var/lib/dpkg/info/wrapper.list': '/bin/one\n',
        'var/lib/dpkg/info/wrapper.md5sums': `${hexOf('md5', 'wrapper')}  bin/one\n`,
      },
    ]);
    expect(found).toMatchObject({ total: 6, accounted: 6, changed: 0 });
  });

  it('does not count a list of a package that the status does not know, and says so', () => {
    const found = accountLayers([
      DEBIAN,
      { 'usr/bin/evil': { elf: 'evil' }, 'var/lib/dpkg/info/evil.list': '/usr/bin/evil\n' },
    ]);
    expect(paths(found.unaccounted)).toEqual(['/usr/bin/evil']);
    expect(found.notes.join(' ')).toContain('status does not know: evil');
  });

  it('says when a list is missing, and when the database was removed', () => {
    const missing = accountLayers([DEBIAN, { 'var/lib/dpkg/info/libx:amd64.list': null }]);
    expect(missing.notes).toEqual([
      'dpkg says that these are installed, but their lists of files are missing: libx.',
    ]);
    expect(paths(missing.unaccounted)).toEqual(['/usr/lib/libx.so']);
    const removed = accountLayers([DEBIAN, { 'var/lib/dpkg/status': null }]);
    expect(removed.unlisted).toBe(5);
    expect(removed.notes[0]).toContain('/var/lib/dpkg/status, was removed in layer 2');
  });

  it('says who listed a file before the database was changed', () => {
    const found = accountLayers([
      DEBIAN,
      { 'var/lib/dpkg/info/tools.list': '/.\n', 'var/lib/dpkg/info/tools.md5sums': '' },
    ]);
    expect(found.unaccounted[0]).toMatchObject({
      path: '/usr/bin/one',
      why: 'No package of the image lists it any more: tools (dpkg) did until layer 2 changed its database.',
    });
  });

  it("reads distroless' status.d", () => {
    const found = accountLayers([
      {
        'usr/lib/libc.so.6': { elf: 'libc' },
        'var/lib/dpkg/status.d/libc6': 'Package: libc6\nVersion: 1\n',
        'var/lib/dpkg/status.d/libc6.md5sums': `${hexOf('md5', 'libc')}  usr/lib/libc.so.6\n`,
      },
    ]);
    expect(found).toMatchObject({ total: 1, accounted: 1, withoutDigest: 0 });
  });
});

describe('accounting by other databases', () => {
  it('reads apk', () => {
    const sum = (text: string): string => `Q1${Buffer.from(hexOf('sha1', text), 'hex').toString('base64')}`;
    const found = accountLayers([
      {
        'bin/busybox': { elf: 'busybox' },
        'bin/rewritten': { elf: 'evil' },
        'lib/apk/db/installed': `C:Q1x\nP:busybox\nV:1\nF:bin\nR:busybox\na:0:0:755\nZ:${sum('busybox')}\nR:rewritten\nZ:${sum('was')}\n\n`,
      },
    ]);
    expect(found).toMatchObject({ total: 2, accounted: 1, changed: 1 });
    expect(found.databases).toEqual([{ kind: 'apk', packages: 1, programs: 2 }]);
  });

  it('reads RECORD, whose paths may lead out of its folder', () => {
    const sum = (text: string): string => Buffer.from(hexOf('sha256', text), 'hex').toString('base64url');
    const site = 'usr/lib/python3/site-packages';
    const found = accountLayers([
      {
        'usr/bin/tool': '#!/usr/bin/python3\n',
        [`${site}/tool/a, b.py`]: 'good',
        [`${site}/tool/c.py`]: 'doctored',
        [`${site}/tool-1.dist-info/RECORD`]: [
          `../../../bin/tool,sha256=${sum('#!/usr/bin/python3\n')},19`,
          `"tool/a, b.py",sha256=${sum('good')},4`,
          `tool/c.py,sha256=${sum('as it was')},9`,
          'tool-1.dist-info/RECORD,,\r',
        ].join('\n'),
      },
    ]);
    expect(found).toMatchObject({ total: 3, accounted: 2, changed: 1 });
    expect(paths(found.changedFiles)).toEqual([`/${site}/tool/c.py`]);
  });

  it('reads conda, and leaves damaged JSON be', () => {
    const paths_data = { paths: [{ _path: 'bin/x', sha256: hexOf('sha256', 'x') }, null, { _path: 3 }] };
    const found = accountLayers([
      {
        'opt/conda/bin/x': { elf: 'x' },
        'opt/conda/conda-meta/x-1.json': JSON.stringify({ paths_data }),
        'opt/conda/conda-meta/y-1.json': '{"paths_data": {"pa',
      },
    ]);
    expect(found).toMatchObject({
      accounted: 1,
      notes: ['/opt/conda/conda-meta/y-1.json could not be read.'],
    });
  });

  it('knows the npm package or gem whose folder a file lies in, without digest', () => {
    const found = accountLayers([
      {
        'app/node_modules/@a/b/package.json': '{}',
        'app/node_modules/@a/b/cli.js': '#!/usr/bin/env node\n',
        'app/node_modules/none/cli.js': '#!/usr/bin/env node\n',
        'var/gems/specifications/g-1.gemspec': 'x',
        'var/gems/gems/g-1/exe/g': '#!/usr/bin/env ruby\n',
        'var/gems/specifications/default/d-2.gemspec': 'x',
        'var/gems/gems/d-2/exe/d': '#!/usr/bin/env ruby\n',
        'var/gems/extensions/x86_64-linux/3.1.0/g-1/g.so': { elf: 'made by g' },
        'var/gems/extensions/x86_64-linux/3.1.0/gone-1/g.so': { elf: 'made by nobody' },
      },
    ]);
    expect(found).toMatchObject({ accounted: 4, withoutDigest: 4, unlisted: 2 });
    expect(paths(found.unaccounted)).toEqual([
      '/var/gems/extensions/x86_64-linux/3.1.0/gone-1/g.so',
      '/app/node_modules/none/cli.js',
    ]);
  });

  it('goes by the distribution where a RECORD is of the wheel that it was packaged from', () => {
    const site = 'usr/lib/python3/dist-packages';
    const found = accountLayers([
      {
        ...DEBIAN,
        [`${site}/x.so`]: { elf: 'stripped' },
        'var/lib/dpkg/info/libx:amd64.md5sums': `${hexOf('md5', 'stripped')}  ${site}/x.so\n`,
        [`${site}/x-1.dist-info/RECORD`]: `x.so,sha256=${'A'.repeat(43)},5\n`,
      },
    ]);
    expect(found).toMatchObject({ total: 6, accounted: 6, changed: 0 });
  });

  it('lets no other database excuse what one contradicts', () => {
    const sum = Buffer.from(hexOf('sha256', 'other'), 'hex').toString('base64url');
    const found = accountLayers([
      DEBIAN,
      {
        'usr/bin/one': { elf: 'other' },
        'usr/lib/python3/dist-packages/x-1.dist-info/RECORD': `../../../bin/one,sha256=${sum},5\n`,
      },
    ]);
    expect(paths(found.changedFiles)).toEqual(['/usr/bin/one']);
  });
});

describe('what programs and archives say of themselves', () => {
  it('is told beside them, and accounts for nothing', () => {
    const build = {
      language: 'go',
      package: 'example.com/x',
      version: 'v1\u202e',
      compiler: 'go1.26',
      revision: 'abcdef0123456789',
      modified: true,
      dependencies: [],
    } as const;
    const found = accountLayers([
      {
        'usr/bin/x': { elf: 'x', build },
        'app/one.jar': { jar: { coordinates: ['com.example:one:1'], mainClass: 'a.B' } },
        'app/fat.jar': {
          jar: { coordinates: ['g:a:1', 'g:b:2'], moreCoordinates: 3, title: 'fat', version: '7' },
        },
        'app/silent.jar': { jar: { coordinates: [] } },
      },
    ]);
    expect(found).toMatchObject({ total: 4, accounted: 0, unlisted: 4 });
    expect(found.unaccounted.map(({ path, kind, says }) => [path, kind, says])).toEqual([
      [
        '/usr/bin/x',
        'program',
        'Go program example.com/x v1\\u202e (go1.26), revision abcdef012345, with changes that were not committed',
      ],
      ['/app/fat.jar', 'archive', 'Java archive fat 7, with the artifacts g:a:1 and 4 more'],
      ['/app/one.jar', 'archive', 'Java archive com.example:one:1, main class a.B'],
      ['/app/silent.jar', 'archive', undefined],
    ]);
  });

  it('accounts for an archive that a package lists', () => {
    const found = accountLayers([
      {
        ...DEBIAN,
        'usr/share/java/x.jar': { jar: { coordinates: [] } },
        'var/lib/dpkg/info/libx:amd64.list': '/usr/lib/libx.so\n/usr/share/java/x.jar\n',
      },
    ]);
    expect(found).toMatchObject({ total: 6, accounted: 6 });
  });
});

describe('a source tree', () => {
  const source = (files: Readonly<Record<string, string>>) => ({
    pathByHash: new Map(Object.entries(files).map(([path, text]) => [hexOf('sha256', text), path])),
    notes: ['Not all of it was read.'],
  });

  it('accounts for what is the same, byte for byte, and says where it lies', () => {
    const files: MadeLayer = {
      'app/run.sh': '#!/bin/sh\nrun',
      'app/other.sh': '#!/bin/sh\nother',
      'app/node_modules/a/package.json': '{}',
      'app/node_modules/a/cli.js': '#!/usr/bin/env node\n',
    };
    const known = source({ 'scripts/run\u001b.sh': '#!/bin/sh\nrun', 'a/cli.js': '#!/usr/bin/env node\n' });
    const found = accountLayers([files], [], { source: known });
    expect(found).toMatchObject({ total: 3, accounted: 2, withoutDigest: 0, unlisted: 1 });
    expect(found.source).toEqual({
      programs: 2,
      files: [
        { path: '/app/node_modules/a/cli.js', source: 'a/cli.js' },
        { path: '/app/run.sh', source: 'scripts/run\\x1b.sh' },
      ],
    });
    expect(found.notes).toEqual(['Not all of it was read.']);
    expect(accountLayers([files]).source).toBeUndefined();
  });

  it('does not excuse what a package contradicts, but is named', () => {
    const found = accountLayers([{ ...DEBIAN, 'usr/bin/one': { elf: 'own' } }], [], {
      source: source({ 'src/one': 'own' }),
    });
    expect(found).toMatchObject({ total: 5, accounted: 4, changed: 1 });
    expect(found.changedFiles[0]?.why).toBe(
      'Package tools (dpkg) lists it with another md5. The source tree has these bytes as src/one.',
    );
  });
});

describe('hostile databases', () => {
  it.each([
    ['cut in the middle', STATUS.slice(0, 30)],
    ['binary', '\0\xff\n\n\0Package:\0'],
    ['one long line', `Package: ${'x'.repeat(1_000_000)}`],
    ['a million empty paragraphs', '\n'.repeat(1_000_000)],
    ['names of Object', 'Package: __proto__\n\nPackage: constructor\n'],
  ])('%s: the rest goes on', (_, status) => {
    const found = accountLayers([
      { ...DEBIAN, 'var/lib/dpkg/status': status, 'lib/apk/db/installed': status },
    ]);
    expect(found.total).toBe(5);
    expect(found.accounted + found.changed + found.unlisted).toBe(5);
  });

  it('ends when a list names a file again and again, by many ways', () => {
    const loops = { a: { link: 'b' }, b: { link: 'a' } };
    const list = Array.from({ length: 20_000 }, (_, i) => `/a/${i}/one\n/usr/bin/one\n`).join('');
    const found = accountLayers([{ ...DEBIAN, ...loops, 'var/lib/dpkg/info/tools.list': list }]);
    expect(found.total).toBe(5);
  });
});
