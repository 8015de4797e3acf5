import { describe, expect, it } from 'vitest';
import { type FileSpec, judge } from '../../../testkit/detect.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { ElfFacts } from '../../image/layer-facts.ts';
import type { ImageView } from '../detector.ts';
import { hiding } from './index.ts';
import { judgeHiding } from './judge.ts';
import type { Seen } from './seen.ts';

function found(path: string, file: FileSpec, starts = false): readonly string[] {
  const { findings } = judge([hiding], { layers: [{ [path]: file }], startFiles: starts ? [path] : [] });
  return findings.map(({ rule, severity }) => `${rule.slice('hiding/'.length)} ${severity}`);
}

function program(facts: Partial<ElfFacts> = {}): FileSpec {
  return {
    mode: 0o755,
    content: {
      kind: 'elf',
      elf: { bits: 64, machine: 'amd64', type: 'executable', needed: ['libc.so.6'], ...facts },
    },
  };
}

const SCRIPT: FileSpec = { text: '#!/bin/sh\nid\n', mode: 0o755 };

describe('hidden places', () => {
  it.each([
    ['tmp/.X11-unix/.rsync/c/lib', program()],
    ['dev/shm/.x', program()],
    ['var/tmp/.systemd/run', SCRIPT],
    ['usr/lib/.x86/agent', program()],
    ['usr/bin/.sshd', program()],
    ['etc/.d', program()],
    ['opt/ /run', program()],
    ['opt/.../run', SCRIPT],
    ['opt/nginx ', program()],
    ['opt/ngi\u200bnx', program()],
    ['tmp/kworker', program()],
    ['opt/[kthreadd]', program()],
  ])('%j', (path, file) => {
    expect(found(path, file)).toContain('hidden-place medium');
    expect(found(path, file, true)).toContain('hidden-place high');
  });

  it.each([
    ['tmp/.X11-unix/X0', { text: 'x' }],
    ['root/.cargo/bin/rg', program()],
    ['app/.venv/bin/tool', SCRIPT],
    ['app/node_modules/.bin/tsc', SCRIPT],
    ['tmp/.cache/go/x', program()],
    ['usr/lib/debug/.build-id/ab/cd', program()],
    ['home/app/.local/bin/tool', program()],
    ['etc/skel/.bashrc', { text: 'alias l=ls\n' }],
    ['tmp/.jansi-2.4/libjansi.so', program({ type: 'shared' })],
    ['opt/My App/bin/run', program()],
  ] satisfies readonly (readonly [string, FileSpec])[])('%s is none', (path, file) => {
    expect(found(path, file)).toEqual([]);
  });
});

describe('false endings', () => {
  it.each([
    ['var/www/logo.jpg', program()],
    ['opt/font.woff2', program({ type: 'shared' })],
    ['opt/notes.txt', program()],
    ['srv/a.PNG', SCRIPT],
  ])('%s', (path, file) => {
    expect(found(path, file)).toEqual(['false-extension medium']);
    expect(found(path, file, true)).toEqual(['false-extension high']);
  });

  it.each([
    ['usr/lib/x/libx.so.1', program({ type: 'shared' })],
    ['opt/app.bin', program()],
    ['opt/readme.txt', SCRIPT],
    ['opt/tests/fixtures/a.png', program()],
    ['opt/logo.jpg', { content: { kind: 'data', format: 'jpeg' } }],
  ] satisfies readonly (readonly [string, FileSpec])[])('%s is none', (path, file) => {
    expect(found(path, file)).toEqual([]);
  });
});

describe('behind the end', () => {
  const picture = (what: string): FileSpec => ({
    content: { kind: 'data', format: 'png', appended: { what, offset: 99 } },
  });

  it.each([
    ['a program behind a picture', 'srv/a.png', picture('elf'), 'medium', 'high'],
    ['an archive behind a picture', 'srv/a.png', picture('zip'), 'medium', 'high'],
    [
      'a program behind a program',
      'opt/a',
      program({ appended: { what: 'elf', offset: 99 } }),
      'low',
      'medium',
    ],
    ['an AppImage', 'opt/a', program({ appended: { what: 'squashfs', offset: 99 } }), 'info', 'low'],
  ] as const)('%s', (_name, path, file, idle, started) => {
    expect(found(path, file)).toEqual([`appended-data ${idle}`]);
    expect(found(path, file, true)).toEqual([`appended-data ${started}`]);
  });
});

describe('packed programs', () => {
  it('are worth a look where they start, and not searched', () => {
    const spec = { layers: [{ 'opt/a': program({ packer: 'upx' }) }], startFiles: ['opt/a'] };
    const { findings, unknowns } = judge([hiding], spec);
    expect(findings).toMatchObject([{ rule: 'hiding/packed-program', severity: 'medium' }]);
    expect(unknowns).toMatchObject([{ reason: 'unsupported-compression', path: 'opt/a', layer: 0 }]);
  });

  it('weigh little elsewhere', () => {
    expect(found('opt/a', program({ packer: 'upx' }))).toEqual(['packed-program low']);
  });

  it('and those without sections or libraries', () => {
    expect(found('opt/a', program({ sectionless: true, needed: [] }), true)).toEqual([
      'packed-program medium',
    ]);
    expect(found('opt/a', program({ sectionless: true }), true)).toEqual([]);
  });
});

describe('scripts that unpack themselves', () => {
  it.each([
    'tail -n +5 "$0" | tar xz -C /tmp',
    "sed '1,/^__END__$/d' $0 | tar -xzf - -C /opt",
    'dd if="$0" bs=1 skip=300 2>/dev/null | gunzip > /tmp/x',
    `L=$(awk '/^__X__/{print NR+1; exit}' "$0"); tail -n+$L "$0" | base64 -d | tar xj`,
    'tail -n +5 "${BASH_SOURCE[0]}" | xz -d | cpio -id',
  ])('%s', (text) => {
    const file: FileSpec = { text: `#!/bin/bash\n${text}\nexit\n`, mode: 0o755 };
    expect(found('opt/run', file)).toEqual(['self-extracting low']);
    expect(found('opt/run', file, true)).toEqual(['self-extracting medium']);
  });

  it('makeself’s are installers', () => {
    const text =
      '#!/bin/sh\n# This script was generated using Makeself 2.4.0\nMS_dd "$0" 1 2 | eval "gzip -cd" | tar xf -\n';
    expect(found('opt/install.run', { text, mode: 0o755 })).toEqual(['self-extracting low']);
  });

  it.each([
    'tail -n 5 "$0"',
    'tar xzf /opt/app.tgz -C /srv',
    'cat /opt/app.tgz | tar xz',
    'dirname "$0"; tar czf /backup.tgz "$(dirname "$0")"',
  ])('%s is none', (text) => {
    expect(found('opt/run', { text: `#!/bin/sh\n${text}\n`, mode: 0o755 }, true)).toEqual([]);
  });
});

describe('an archive that nobody could look into', () => {
  it('is a gap where the start chain opens it, and nowhere else', () => {
    const at = (path: string, reason: 'encrypted' | 'trailing-data') => ({
      path,
      reason,
      detail: 'why',
      bytes: 9,
    });
    const opaque = [
      at('opt/a.zip!/in.7z', 'encrypted'),
      at('opt/a.zip', 'trailing-data'),
      at('srv/b.zip', 'encrypted'),
    ];
    const nested = { archives: 2, files: 0, bytes: 0, opaque, unlisted: { count: 0, bytes: 0 } };
    const told: Unknown[] = [];
    const view: Pick<ImageView<Seen>, 'layers' | 'sightings' | 'runsAtStart' | 'unread'> = {
      layers: [{ diffId: `sha256:${'0'.repeat(64)}`, size: 1, entries: [], unknowns: [], nested }],
      sightings: [],
      runsAtStart: (path) => path === 'opt/a.zip',
      unread: (unknown) => told.push(unknown),
    };
    expect(judgeHiding(view as ImageView<Seen>)).toEqual([]);
    expect(told).toMatchObject([{ path: 'opt/a.zip!/in.7z', reason: 'encrypted', layer: 0 }]);
  });
});
