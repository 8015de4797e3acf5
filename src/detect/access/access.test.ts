import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge, type LayerSpec } from '../../../testkit/detect.ts';
import { pemKey } from '../../../testkit/secrets.ts';
import type { Finding } from '../finding.ts';
import { access } from './index.ts';
import { authorizedKeys } from './ssh-keys.ts';

function publicKey(seed: number, comment = 'someone@example'): string {
  const part = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(Buffer.alloc(32, seed))]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}

const SSHD: LayerSpec = { 'usr/sbin/sshd': { bytes: 'x', elf: true } };
const PASSWD =
  'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n';
const SHADOW = 'root:*:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nwww-data:*:19000:0:99999:7:::\n';

function find(files: LayerSpec, config?: ImageSpec['config']): readonly Finding[] {
  const { findings, unknowns } = judge([access], { layers: [files], ...(config && { config }) });
  expect(unknowns).toEqual([]);
  return findings;
}

describe('access finds', () => {
  it('an authorized key, with the fingerprint that ssh-keygen prints', () => {
    const findings = find({ ...SSHD, 'root/.ssh/authorized_keys': `# me\n${publicKey(1)}\n` });
    expect(findings).toMatchObject([
      {
        rule: 'access/authorized-keys',
        severity: 'high',
        evidence: [{ path: '/root/.ssh/authorized_keys', line: 2 }],
      },
    ]);
    expect(findings[0]?.indicators?.[0]?.value).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it.each(['home/app/.ssh/authorized_keys2', 'etc/ssh/authorized_keys/root', 'etc/dropbear/authorized_keys'])(
    'one in %s',
    (path) => {
      expect(find({ [path]: `from="*" ${publicKey(2)}\n` })).toMatchObject([{ severity: 'medium' }]);
    },
  );

  it('one under the name that sshd_config gives it', () => {
    const files = {
      ...SSHD,
      'etc/ssh/sshd_config': 'AuthorizedKeysFile /opt/.keys\n',
      'opt/.keys': publicKey(3),
    };
    expect(find(files)).toMatchObject([
      { rule: 'access/authorized-keys', evidence: [{ path: '/opt/.keys' }] },
    ]);
  });

  it('one that a script adds', () => {
    const text = `#!/bin/sh\nmkdir -p ~/.ssh\necho "${publicKey(4)}" >> /root/.ssh/authorized_keys\n`;
    expect(find({ 'entry.sh': text }, { Entrypoint: ['/entry.sh'] })).toMatchObject([
      { rule: 'access/authorized-keys', evidence: [{ path: '/entry.sh', line: 3 }] },
    ]);
  });

  it('one in a removed file', () => {
    const layers = [{ 'root/.ssh/authorized_keys': publicKey(5) }, { 'root/.ssh/authorized_keys': null }];
    expect(judge([access], { layers }).findings).toMatchObject([
      { severity: 'low', evidence: [{ goneIn: 1 }] },
    ]);
  });

  it.each([
    ['shadow', PASSWD, SHADOW.replace('root:*', 'root:')],
    ['passwd', PASSWD.replace('root:x', 'root:'), SHADOW],
  ])('a root without password in %s', (_name, passwd, shadow) => {
    expect(find({ 'etc/passwd': passwd, 'etc/shadow': shadow })).toMatchObject([
      { rule: 'access/no-password', severity: 'medium' },
    ]);
  });

  it('an account that anybody can use over SSH', () => {
    const files = {
      ...SSHD,
      'etc/passwd': PASSWD,
      'etc/shadow': SHADOW.replace('root:*', 'root:'),
      'etc/ssh/sshd_config': 'PermitEmptyPasswords yes\n',
    };
    expect(find(files)[0]).toMatchObject({ rule: 'access/no-password', severity: 'high' });
  });

  it('a second root', () => {
    const files = {
      'etc/passwd': `${PASSWD}mysqld:x:0:0::/:/bin/sh\n`,
      'etc/shadow': `${SHADOW}mysqld:$6$salt$hash:1::::::\n`,
    };
    expect(find(files)).toMatchObject([
      { rule: 'access/second-root', severity: 'high', evidence: [{ path: '/etc/passwd', line: 4 }] },
    ]);
  });

  it('root with a password over SSH', () => {
    const files = {
      ...SSHD,
      'etc/ssh/sshd_config': '#PermitRootLogin no\nPermitRootLogin yes\nPasswordAuthentication yes\n',
    };
    expect(find(files)).toMatchObject([
      { rule: 'access/sshd-config', severity: 'medium', evidence: [{ line: 2 }, { line: 3 }] },
    ]);
  });

  it.each([
    'echo root:hunter2 | chpasswd',
    'P=hunter2; echo "root:$P" | chpasswd',
    'chpasswd <<< "root:hunter2"',
    "printf 'hunter2\\nhunter2\\n' | passwd root",
    'set_it() { echo "$1:$2" | chpasswd; }; set_it root hunter2',
  ])('a password that a script gives: %s', (line) => {
    const files = { ...SSHD, 'entry.sh': `#!/bin/bash\n${line}\nexec "$@"\n` };
    expect(find(files, { Entrypoint: ['/entry.sh'], Cmd: ['/usr/sbin/sshd', '-D'] })).toContainEqual(
      expect.objectContaining({ rule: 'access/weak-password', severity: 'high' }),
    );
  });

  it.each([
    'echo "root:$ROOT_PASSWORD" | chpasswd',
    'echo "root:$(pwgen 16)" | chpasswd',
    "echo 'root:!' | chpasswd",
    'passwd -l root',
  ])('no password in: %s', (line) => {
    const files = { ...SSHD, 'entry.sh': `#!/bin/bash\n${line}\n/usr/sbin/sshd -D\n` };
    expect(find(files, { Entrypoint: ['/entry.sh'] })).toEqual([]);
  });

  it('trust in every host', () => {
    expect(find({ 'etc/passwd': PASSWD, 'root/.rhosts': '# all\n+ +\n' })).toMatchObject([
      { rule: 'access/trusted-hosts', severity: 'medium', evidence: [{ path: '/root/.rhosts', line: 2 }] },
    ]);
    expect(find({ 'etc/hosts.equiv': '+\n' })).toMatchObject([{ rule: 'access/trusted-hosts' }]);
    expect(find({ 'etc/hosts.equiv': '# +\nbackup.example.org\n+@ops\n-evil.example.org\n' })).toEqual([]);
  });

  it('a service that becomes root', () => {
    const files = { 'etc/passwd': PASSWD, 'etc/sudoers.d/x': 'www-data ALL=(ALL) NOPASSWD: ALL\n' };
    expect(find(files)).toMatchObject([{ rule: 'access/sudo-all', severity: 'medium' }]);
    expect(find({ 'etc/sudoers.d/x': 'dev ALL=(ALL:ALL) NOPASSWD:ALL\n' })).toMatchObject([
      { severity: 'low' },
    ]);
  });
});

const ROOT_HASH = '$1$abcdefgh$rV6RhG4no19bGJfmub3Ui1';

describe('access finds known passwords and keys', () => {
  it('a root whose password is root', () => {
    const files = {
      ...SSHD,
      'etc/passwd': PASSWD,
      'etc/shadow': SHADOW.replace('root:*', `root:${ROOT_HASH}`),
    };
    expect(find(files)).toMatchObject([
      { rule: 'access/weak-password', severity: 'medium', evidence: [{ path: '/etc/shadow', line: 1 }] },
    ]);
    expect(find(files, { Cmd: ['/usr/sbin/sshd', '-D'] })).toMatchObject([{ severity: 'high' }]);
  });

  it('one of Debian’s own hashes, once for a layer', () => {
    // yescrypt of "root" (crypt(3) of libxcrypt), with little memory.
    const hash = '$y$j75$F5Jx5fExrKuPp53xLKQ..1$C.BlFoEVv8Gmel7ioQKWCELvAtElX18qHqds2MGIvu9';
    const shadow = SHADOW.replace('root:*', `root:${hash}`);
    const files = { ...SSHD, 'etc/passwd': PASSWD, 'etc/shadow': shadow };
    expect(find(files)).toMatchObject([
      { rule: 'access/weak-password', evidence: [{ path: '/etc/shadow' }] },
    ]);
    // The hash that counts is the last layer's.
    const locked = [files, { 'etc/shadow': SHADOW }];
    expect(judge([access], { layers: locked }).findings).toEqual([]);
  });

  it('no more than the limit allows, and says so', () => {
    const slow = `$6$rounds=1999999$salt$${'a'.repeat(86)}`;
    const files = { 'etc/passwd': PASSWD, 'etc/shadow': SHADOW.replace('root:*', `root:${slow}`) };
    const { findings, unknowns } = judge([access], { layers: [files] });
    expect(findings).toEqual([]);
    expect(unknowns).toMatchObject([{ reason: 'limit-reached', limit: 'maxPasswordRounds' }]);
  });

  it('a password in an instruction', () => {
    const instructions = ["RUN echo 'root:hunter2' | chpasswd"];
    const layers = [
      { ...SSHD, 'etc/passwd': PASSWD, 'etc/shadow': SHADOW.replace('root:*', 'root:$y$j9T$a$b') },
    ];
    expect(
      judge([access], { layers, instructions, config: { Cmd: ['/usr/sbin/sshd'] } }).findings,
    ).toMatchObject([{ rule: 'access/weak-password', severity: 'high', evidence: [{ path: 'RUN' }] }]);
    const locked = [{ ...SSHD, 'etc/passwd': PASSWD, 'etc/shadow': SHADOW }];
    expect(judge([access], { layers: locked, instructions }).findings).toEqual([]);
    const handed = [
      'RUN echo "root:$PASSWORD" | chpasswd',
      'RUN echo "root:$(cat /run/secrets/p)" | chpasswd',
    ];
    expect(judge([access], { layers, instructions: handed }).findings).toEqual([]);
  });

  it.each([
    'RUN printf "app:one\\nroot:hunter2" | sudo /usr/sbin/chpasswd',
    'RUN apt-get update && if true; then P=hunter2; echo "root:$P" | chpasswd; fi',
    'RUN ["sh","-c","echo root:hunter2 | chpasswd"]',
    'RUN |1 A=b /bin/sh -c echo hunter2 | passwd --stdin root',
  ])('a password in an instruction, however it is given: %s', (instruction) => {
    const layers = [
      { ...SSHD, 'etc/passwd': PASSWD, 'etc/shadow': SHADOW.replace('root:*', 'root:$y$j9T$a$b') },
    ];
    const { findings } = judge([access], { layers, instructions: [instruction] });
    expect(findings).toMatchObject([{ rule: 'access/weak-password', why: expect.stringContaining('root') }]);
  });

  it('host keys that every container shares', () => {
    const files = { ...SSHD, 'etc/ssh/ssh_host_rsa_key': { bytes: 'key' } };
    expect(find(files, { Cmd: ['/usr/sbin/sshd', '-D'] })).toMatchObject([
      { rule: 'access/private-key', severity: 'medium' },
    ]);
    expect(find(files)).toMatchObject([{ severity: 'low' }]);
    const layers = [files, { 'etc/ssh/ssh_host_rsa_key': null }];
    expect(judge([access], { layers }).findings).toMatchObject([
      { severity: 'low', evidence: [{ goneIn: 1 }] },
    ]);
  });

  it('a key of an account, unless it is encrypted', () => {
    const key = pemKey();
    const sealed = key.replace(
      'KEY-----\n',
      'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n',
    );
    expect(find({ 'root/.ssh/id_rsa': key })).toMatchObject([
      { rule: 'access/private-key', severity: 'medium' },
    ]);
    expect(find({ 'root/.ssh/id_rsa': sealed })).toEqual([]);
    expect(find({ 'root/.ssh/id_rsa': '-----BEGIN RSA PRIVATE KEY-----\nis what it begins with\n' })).toEqual(
      [],
    );
    expect(find({ 'root/.ssh/id_rsa.pub': 'ssh-rsa AAAA' })).toEqual([]);
  });
});

describe('access leaves alone', () => {
  it.each<[string, LayerSpec]>([
    ['Debian', { 'etc/passwd': PASSWD, 'etc/shadow': SHADOW }],
    [
      'Alpine',
      {
        'etc/passwd':
          'root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/sbin/nologin\nsync:x:5:0:sync:/sbin:/bin/sync\n',
        'etc/shadow': 'root:*::0:::::\nbin:!::0:::::\nsync:!::0:::::\n',
      },
    ],
    ['a locked root', { 'etc/passwd': PASSWD, 'etc/shadow': SHADOW.replace('root:*', 'root:!') }],
    ['accounts that cannot log in', { 'etc/passwd': 'a::99:99::/:/sbin/nologin\n' }],
    [
      'the sshd_config that comes with the package',
      {
        ...SSHD,
        'etc/ssh/sshd_config': '#PermitRootLogin prohibit-password\n#PermitEmptyPasswords no\nUsePAM yes\n',
      },
    ],
    [
      'keys without sshd_config',
      { ...SSHD, 'etc/ssh/sshd_config': 'PermitRootLogin yes\nPasswordAuthentication no\n' },
    ],
    [
      'sudo with a password',
      {
        'etc/sudoers':
          'root ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n# x ALL=(ALL) NOPASSWD: ALL\nx ALL=(ALL) NOPASSWD: /usr/bin/apt\n',
      },
    ],
    ['an empty key file', { ...SSHD, 'root/.ssh/authorized_keys': '# no keys\nssh-rsa AAAA\n' }],
    ['known_hosts', { 'root/.ssh/known_hosts': `github.example ${publicKey(6)}\n` }],
  ])('%s', (_name, files) => {
    expect(find(files)).toEqual([]);
  });
});

describe('authorizedKeys', () => {
  it('refuses a blob that is of another type than the line says', () => {
    expect(authorizedKeys(publicKey(1).replace('ssh-ed25519', 'ssh-rsa'))).toEqual([]);
  });
});
