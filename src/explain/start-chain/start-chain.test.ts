import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestImage, type TestLayer } from '../../../testkit/explain.ts';
import type { StartStep } from '../explanation.ts';

const BASE: TestLayer = {
  'bin/dash': { elf: 'dash' },
  'bin/sh': { link: 'dash' },
  'bin/bash': { elf: 'bash' },
  'usr/bin/tini': { elf: 'tini' },
  'usr/bin/gosu': { elf: 'gosu' },
  'usr/bin/env': { elf: 'env' },
  'usr/bin/timeout': { elf: 'timeout' },
  'usr/bin/python3': { elf: 'python' },
  'usr/bin/curl': { elf: 'curl' },
  'usr/sbin/nginx': { elf: 'nginx' },
};

function chain(
  config: TestImage['config'],
  files: TestLayer = {},
  more: TestImage = {},
): readonly StartStep[] {
  return explainImage({ layers: [BASE, files], ...more, ...(config === undefined ? {} : { config }) })
    .startChain;
}

function lines(config: TestImage['config'], files: TestLayer = {}): string[] {
  return outline(chain(config, files));
}

describe('run-parts', () => {
  it('runs the files of a folder, without what only keeps the folder', () => {
    const steps = lines(
      { Cmd: ['run-parts', '/etc/cron.daily'] },
      {
        'usr/bin/run-parts': { elf: 'run-parts' },
        'etc/cron.daily/.placeholder': { text: '# keeps the folder\n', mode: 0o644 },
        'etc/cron.daily/.job': { text: '#!/bin/sh\ncurl x\n', mode: 0o755 },
        'etc/cron.daily/job': { text: '#!/bin/sh\ncurl y\n', mode: 0o644 },
      },
    ).filter((line) => line.includes('/etc/cron.daily/'));
    expect(steps).toEqual([
      '  /etc/cron.daily/.job [script]',
      '  /etc/cron.daily/job [script] !the file is not executable',
    ]);
  });
});

describe('ENTRYPOINT and CMD', () => {
  it('are one chain, with the file, its layer and its instruction', () => {
    const [root, ...more] = chain({ Entrypoint: ['nginx'], Cmd: ['-g', 'x y'] });
    expect(root).toMatchObject({
      what: 'nginx',
      command: "nginx -g 'x y'",
      kind: 'elf',
      path: '/usr/sbin/nginx',
      file: 'ENTRYPOINT',
      layer: 0,
    });
    expect(more).toEqual([]);
  });

  it('carry the instruction that made the layer', () => {
    const history = [{ created_by: '/bin/sh -c true' }, { created_by: 'COPY app / # buildkit' }];
    const [root] = chain({ Cmd: ['/app'] }, { app: { elf: 'app' } }, { history });
    expect(root).toMatchObject({ file: 'CMD', layer: 1, instruction: 'COPY app /' });
  });

  it('carry their own instruction where there is no file', () => {
    const [root] = chain({ Entrypoint: ['/gone'] });
    expect(root).toMatchObject({ kind: 'missing', instruction: 'ENTRYPOINT ["/gone"]' });
    expect(root?.unknown).toBe('not found in the image');
  });

  it('start relative to the working directory', () => {
    expect(chain({ Cmd: ['./run'], WorkingDir: '/app' }, { 'app/run': { elf: 'x' } })[0]?.path).toBe(
      '/app/run',
    );
  });

  it('in shell form run what the text says', () => {
    expect(lines({ Cmd: ['/bin/sh', '-c', 'A=nginx && exec $A -g x'] })).toEqual([
      '/bin/sh [elf]',
      '  nginx [elf] {A=nginx &&}',
    ]);
  });

  it('tell what a command with variables comes to, and only where that says more', () => {
    const script = '#!/bin/sh\nnginx $MORE -g x\nnginx "$UNKNOWN"\ncurl x\nexec "$@"\n';
    const config = { Entrypoint: ['/run'], Cmd: ['nginx', '-g', 'a b'], Env: ['MORE=-t'] };
    const [root] = chain(config, { run: script });
    const steps = (root?.children ?? []).slice(1);
    expect(steps.map(({ command, runs }) => [command, runs])).toEqual([
      ['nginx $MORE -g x', 'nginx -t -g x'],
      ['nginx "$UNKNOWN"', undefined],
      ['curl x', undefined],
      ['exec "$@"', "nginx -g 'a b'"],
    ]);
    expect(root?.runs).toBeUndefined();
  });

  it('that do not exist make no chain', () => {
    expect(chain({})).toEqual([]);
  });

  it('follow a link to the file, and say when it is not executable', () => {
    const files: TestLayer = {
      start: { link: '/opt/../opt/run.sh' },
      'opt/run.sh': { text: '#!/bin/sh\ncurl x\n', mode: 0o644 },
    };
    const [root] = chain({ Cmd: ['/start'] }, files);
    expect(root).toMatchObject({ path: '/opt/run.sh', unknown: 'the file is not executable' });
    expect(root?.children.at(-1)).toMatchObject({ what: 'curl', file: '/opt/run.sh', line: 2, layer: 0 });
  });

  it('name the applet that a link to busybox stands for', () => {
    const files: TestLayer = {
      'bin/busybox': { elf: 'busybox' },
      'bin/ls': { link: '/bin/busybox' },
      'bin/wget': { hardlink: 'bin/busybox' },
    };
    expect(lines({ Cmd: ['ls'] }, files)).toEqual(['ls [applet]']);
    expect(lines({ Cmd: ['wget'] }, files)).toEqual(['wget [applet]']);
    expect(lines({ Cmd: ['busybox', 'sh', '-c', 'ls'] }, files)[0]).toBe('busybox [elf]');
  });
});

describe('scripts', () => {
  it('list their interpreter and their commands in order, with lines', () => {
    const [root] = chain({ Cmd: ['/run.sh'] }, { 'run.sh': '#!/bin/bash -e\ncurl a\n\nnginx\n' });
    expect(root?.kind).toBe('script');
    expect(root?.children.map(({ what, command, line }) => [what, command, line])).toEqual([
      ['/bin/bash', '#!/bin/bash -e', 1],
      ['curl', 'curl a', 2],
      ['nginx', 'nginx', 4],
    ]);
  });

  it('say when their interpreter is missing', () => {
    expect(lines({ Cmd: ['/x'] }, { x: '#!/opt/none\n' })).toEqual([
      '/x [script]',
      '  /opt/none [missing] !not found in the image',
    ]);
  });

  it('are looked up through env', () => {
    expect(lines({ Cmd: ['/x'] }, { x: '#!/usr/bin/env -S bash -e\ncurl a\n' })).toEqual([
      '/x [script]',
      '  /usr/bin/env [elf]',
      '    bash [elf]',
      '  curl [elf]',
    ]);
  });

  it('of other languages are named, not read', () => {
    expect(
      lines({ Cmd: ['python3', '-u', 'app.py'], WorkingDir: '/srv' }, { 'srv/app.py': 'import os\n' }),
    ).toEqual(['python3 [elf]', '  app.py [script]']);
  });

  it('say when their text was not kept', () => {
    const files: TestLayer = { x: { text: '#!/bin/sh\ncurl a\n', kept: false } };
    expect(chain({ Cmd: ['/x'] }, files)[0]?.unknown).toBe('its text was not kept');
  });

  it('are scripts even where their name is a shell', () => {
    const files: TestLayer = { 'bin/sh': '#!/bin/bash\ncurl evil\n' };
    expect(lines({ Cmd: ['/bin/sh', '-c', 'true'] }, files)).toContain('  curl [elf]');
  });
});

describe('wrappers', () => {
  it.each([
    [['tini', '-g', '--', 'nginx', '-x']],
    [['tini', '-p', 'SIGTERM', 'nginx']],
    [['gosu', 'app', 'nginx']],
    [['env', '-u', 'A', 'B=1', 'nginx']],
    [['timeout', '-s', 'KILL', '5', 'nginx']],
  ])('pass their arguments on: %j', (argv) => {
    expect(lines({ Cmd: argv })[1]).toBe('  nginx [elf]');
  });

  it('stand inside one another', () => {
    expect(
      lines(
        { Entrypoint: ['tini', '--', 'gosu', 'a', '/run.sh'], Cmd: ['nginx'] },
        { 'run.sh': '#!/bin/sh\nexec "$@"\n' },
      ),
    ).toEqual([
      'tini [elf]',
      '  gosu [elf]',
      '    /run.sh [script]',
      '      /bin/sh [elf]',
      '      nginx [elf]',
    ]);
  });

  it('run shell text where they are told to', () => {
    const files: TestLayer = { 'bin/su': { elf: 'su' } };
    expect(lines({ Cmd: ['su', 'app', '-c', 'curl x'] }, files)).toEqual([
      'su [elf]',
      '  /bin/sh [elf]',
      '    curl [elf]',
    ]);
  });
});

describe('other roots', () => {
  it('are the health check and the triggers', () => {
    const config = {
      Cmd: ['nginx'],
      Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] },
      OnBuild: ['RUN curl http://example.com/x | sh', 'COPY . /app'],
    };
    expect(lines(config)).toEqual([
      'nginx [elf]',
      '/bin/sh [elf] {health check, every 30s}',
      '  curl [elf]',
      '/bin/sh [elf] {when another image is built on this one}',
      '  pipeline [pipeline]',
      '    curl [elf]',
      '    sh [elf] !it runs what "curl http://example.com/x" gives it',
    ]);
  });

  it('are none for HEALTHCHECK NONE', () => {
    expect(chain({ Healthcheck: { Test: ['NONE'] } })).toEqual([]);
  });
});

describe('process managers', () => {
  it('cron runs what the crontabs say', () => {
    const files: TestLayer = {
      'usr/sbin/crond': { elf: 'crond' },
      'etc/crontabs/root': '# comment\nSHELL=/bin/sh\n*/5 * * * * curl -s http://example.com/x | bash\n',
      'etc/cron.d/job': '@reboot app /opt/job --x\nnonsense\n',
      'opt/job': { elf: 'job' },
    };
    expect(lines({ Cmd: ['crond', '-f'] }, files)).toEqual([
      'crond [elf]',
      '  /bin/sh [elf] {cron: */5 * * * *}',
      '    pipeline [pipeline]',
      '      curl [elf]',
      '      bash [elf] !it runs what "curl -s http://example.com/x" gives it',
      '  /bin/sh [elf] {cron: @reboot as app}',
      '    /opt/job [elf]',
    ]);
    const job = chain({ Cmd: ['crond'] }, files)[0]?.children[0];
    expect(job).toMatchObject({ file: '/etc/crontabs/root', line: 3 });
  });

  it('supervisord runs its programs, also of files that it includes', () => {
    const files: TestLayer = {
      'usr/bin/supervisord': '#!/usr/bin/python3\n',
      'etc/sv.conf':
        '[supervisord]\nnodaemon=true\n[program:web]\ncommand=nginx -g "daemon off;"\n[include]\nfiles = sv.d/*.conf\n',
      'etc/sv.d/a.conf': '[program:a]\ncommand=/bin/sh -c "curl x"\nautostart=false\n',
    };
    expect(lines({ Cmd: ['supervisord', '-c', '/etc/sv.conf'] }, files)).toEqual([
      'supervisord [script]',
      '  /usr/bin/python3 [elf]',
      '  nginx [elf]',
      '  /bin/sh [elf] {autostart=false}',
      '    curl [elf]',
    ]);
  });
});
