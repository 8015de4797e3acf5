import { describe, expect, it } from 'vitest';
import { outline, type TestLayer } from '../../../../testkit/explain.ts';
import { chain, find, lines } from '../../../../testkit/service-image.ts';
import type { StartStep } from '../../explanation.ts';

describe('s6-overlay', () => {
  const v3: TestLayer = {
    init: '#!/bin/sh -e\nexec /package/admin/s6-overlay/libexec/preinit\n',
    'command/with-contenv': { elf: 'with-contenv' },
    'command/s6-svscan': { elf: 's6-svscan' },
    'command/s6-setuidgid': { elf: 's6-setuidgid' },
    'etc/s6-overlay/s6-rc.d/user/type': 'bundle\n',
    'etc/s6-overlay/s6-rc.d/user/contents.d/web': '',
    'etc/s6-overlay/s6-rc.d/user/contents.d/prepare': '',
    'etc/s6-overlay/s6-rc.d/web/type': 'longrun\n',
    'etc/s6-overlay/s6-rc.d/web/dependencies.d/prepare': '',
    'etc/s6-overlay/s6-rc.d/web/dependencies.d/base': '',
    'etc/s6-overlay/s6-rc.d/web/run': '#!/command/with-contenv bash\nexec nginx -g "daemon off;"\n',
    'etc/s6-overlay/s6-rc.d/web/finish': '#!/bin/sh\ncurl http://192.0.2.1/down\n',
    'etc/s6-overlay/s6-rc.d/prepare/type': 'oneshot\n',
    'etc/s6-overlay/s6-rc.d/prepare/up': '# prepares\n/etc/s6-overlay/scripts/prepare\n',
    'etc/s6-overlay/scripts/prepare': '#!/command/with-contenv bash\ncurl -o /x http://192.0.2.1/x\n',
    'etc/cont-init.d/10-adduser': '#!/bin/sh\ncurl http://192.0.2.1/user\n',
    'etc/services.d/ssh/run': '#!/bin/sh\nexec sshd -D\n',
  };

  it('3 runs start scripts, services after what they depend on, old services, then the command', () => {
    expect(lines({ Entrypoint: ['/init'], Cmd: ['node'] }, v3)).toEqual([
      '/init [script]',
      '  /bin/sh [elf]',
      '  /package/admin/s6-overlay/libexec/preinit [missing] !not found in the image',
      '  /etc/cont-init.d/10-adduser [script]',
      '    /bin/sh [elf]',
      '    curl [elf]',
      '  /etc/s6-overlay/scripts/prepare [script]',
      '    /command/with-contenv [elf]',
      '      bash [elf]',
      '    curl [elf]',
      '  /etc/s6-overlay/s6-rc.d/web/run [script]',
      '    /command/with-contenv [elf]',
      '      bash [elf]',
      '    nginx [elf]',
      '  /etc/s6-overlay/s6-rc.d/web/finish [script] {when service web ends}',
      '    /bin/sh [elf]',
      '    curl [elf]',
      '  /etc/services.d/ssh/run [script]',
      '    /bin/sh [elf]',
      '    sshd [elf]',
      '  node [elf]',
    ]);
    expect(find(chain({ Entrypoint: ['/init'] }, v3), '/etc/s6-overlay/scripts/prepare')).toMatchObject({
      file: '/etc/s6-overlay/s6-rc.d/prepare/up',
      line: 2,
      layer: 1,
    });
  });

  it('tells circles and services that are not there, and goes on', () => {
    const [root] = chain(
      { Entrypoint: ['/init'] },
      {
        ...v3,
        'etc/s6-overlay/s6-rc.d/prepare/dependencies': 'web\ngone\n',
      },
    );
    expect(root?.unknown).toBe(
      'services depend on each other in a circle: prepare → web → prepare; there is no service gone',
    );
    expect(outline([root as StartStep]).join('\n')).toContain('nginx [elf]');
  });

  it('2 is known by its folders alone; any other /init is not', () => {
    const files: TestLayer = { init: { elf: 'x' }, 'srv/services.d/a/run': '#!/bin/sh\nnginx\n' };
    expect(lines({ Cmd: ['/init'] }, files).join()).not.toContain('nginx');
    const two: TestLayer = { init: { elf: 'x' }, 'etc/services.d/a/run': '#!/bin/sh\nnginx\n' };
    expect(lines({ Cmd: ['/init'] }, two)).toEqual([
      '/init [elf]',
      '  /etc/services.d/a/run [script]',
      '    /bin/sh [elf]',
      '    nginx [elf]',
    ]);
  });

  it('runs the hook of the environment', () => {
    const config = { Entrypoint: ['/init'], Env: ['S6_STAGE2_HOOK=curl http://192.0.2.1/hook'] };
    expect(find(chain(config, v3), 'curl http://192.0.2.1/hook')).toBeDefined();
  });
});

describe('s6-svscan and runit', () => {
  const services: TestLayer = {
    'usr/bin/s6-svscan': { elf: 's' },
    'usr/bin/runsvdir': { elf: 'r' },
    'sbin/my_init': '#!/usr/bin/python3\nimport os\n',
    'etc/my_init.d/00_keys.sh': '#!/bin/sh\ncurl http://192.0.2.1/keys\n',
    'etc/service/web': { link: '/etc/sv/web' },
    'etc/sv/web/run': '#!/bin/sh\nexec nginx\n',
    'etc/sv/web/log/run': '#!/bin/sh\nexec curl log\n',
    'etc/service/ssh/run': '#!/bin/sh\nexec sshd\n',
    'etc/service/ssh/down': '',
  };

  it.each([['s6-svscan'], ['runsvdir']])('%s runs the services of its folder', (name) => {
    expect(lines({ Cmd: [name, '/etc/service'] }, services)).toEqual([
      `${name} [elf]`,
      '  /etc/service/ssh/run [script] {service ssh, which a file named down keeps from starting no}',
      '    /bin/sh [elf]',
      '    sshd [elf]',
      '  /etc/service/web/run [script]',
      '    /bin/sh [elf]',
      '    nginx [elf]',
      '  /etc/service/web/log/run [script]',
      '    /bin/sh [elf]',
      '    curl [elf]',
    ]);
    expect(chain({ Cmd: [name, '/etc/service'] }, services)[0]?.children[1]?.path).toBe('/etc/sv/web/run');
  });

  it('my_init runs its start scripts first and the command last', () => {
    const commands = chain({ Cmd: ['/sbin/my_init', '--', 'node', 'x'] }, services)[0]?.children;
    expect(commands?.map(({ command }) => command)).toEqual([
      '#!/usr/bin/python3',
      '/etc/my_init.d/00_keys.sh',
      '/etc/service/ssh/run',
      '/etc/service/web/run',
      '/etc/service/web/log/run',
      'node x',
    ]);
    const without = chain({ Cmd: ['/sbin/my_init', '--skip-runit'] }, services)[0]?.children;
    expect(without?.map(({ command }) => command)).toEqual([
      '#!/usr/bin/python3',
      '/etc/my_init.d/00_keys.sh',
    ]);
  });

  it('runit-init runs its stages', () => {
    const files: TestLayer = {
      ...services,
      'sbin/runit-init': { elf: 'i' },
      'etc/runit/1': '#!/bin/sh\ncurl one\n',
      'etc/runit/2': '#!/bin/sh\nexec runsvdir -P /etc/service\n',
      'etc/runit/3': '#!/bin/sh\ncurl three\n',
    };
    const told = lines({ Cmd: ['runit-init'] }, files);
    expect(told.filter((line) => /runit\/|runsvdir|nginx/.test(line))).toEqual([
      '  /etc/runit/1 [script]',
      '  /etc/runit/2 [script]',
      '    runsvdir [elf]',
      '        nginx [elf]',
      '  /etc/runit/3 [script] {when the container stops}',
    ]);
  });

  it('bounds 100,000 services', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`etc/service/s${index}/run`, '#!/bin/sh\nnginx\n']),
    );
    const [root] = chain(
      { Cmd: ['runsvdir', '/etc/service'] },
      { 'usr/bin/runsvdir': { elf: 'r' }, ...many },
    );
    expect(root?.unknown).toBe('/etc/service holds 100000 entries: only the first 500 were followed');
    expect(root?.children.length).toBeLessThanOrEqual(501);
  });
});
