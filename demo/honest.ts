import type { NamedImage } from './campaign.ts';
import { debianRoot, file, PATH, program, script } from './rootfs.ts';

/** Images as honest people build them, with things in them that clumsy scanners take for bad ones. */
export function honestImages(): readonly NamedImage[] {
  const rootfs = {
    createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1725840000'",
    comment: 'debuerreotype 0.15',
    items: debianRoot(),
  };
  const buildkit = { comment: 'buildkit.dockerfile.v0' };
  return [
    {
      name: 'honest/nginx:1.27',
      spec: {
        created: '2024-09-10T00:00:00Z',
        annotations: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:bookworm-slim' },
        steps: [
          rootfs,
          { createdBy: 'ENV NGINX_VERSION=1.27.1', ...buildkit },
          {
            createdBy:
              'RUN /bin/sh -c apt-get update && apt-get install -y nginx && rm -rf /var/lib/apt/lists/* # buildkit',
            ...buildkit,
            items: [
              program('usr/sbin/nginx'),
              file('etc/nginx/nginx.conf', ['user www-data;', 'worker_processes auto;']),
            ],
          },
          {
            createdBy: 'COPY docker-entrypoint.sh / # buildkit',
            ...buildkit,
            items: [
              script('docker-entrypoint.sh', [
                '#!/bin/sh',
                'set -e',
                'if [ "$1" = "nginx" ]; then',
                '  find /docker-entrypoint.d/ -type f | sort',
                'fi',
                'exec "$@"',
              ]),
            ],
          },
          { createdBy: 'ENTRYPOINT ["/docker-entrypoint.sh"]', ...buildkit },
          { createdBy: 'EXPOSE map[80/tcp:{}]', ...buildkit },
          { createdBy: 'CMD ["nginx" "-g" "daemon off;"]', ...buildkit },
        ],
        config: {
          Env: [PATH, 'NGINX_VERSION=1.27.1'],
          Entrypoint: ['/docker-entrypoint.sh'],
          Cmd: ['nginx', '-g', 'daemon off;'],
          ExposedPorts: { '80/tcp': {} },
        },
      },
    },
    {
      name: 'honest/postgres:16',
      spec: {
        created: '2024-09-10T00:00:00Z',
        steps: [
          rootfs,
          {
            createdBy: 'RUN /bin/sh -c groupadd -r postgres && apt-get install -y postgresql-16 # buildkit',
            ...buildkit,
            items: [
              program('usr/lib/postgresql/16/bin/postgres'),
              file('etc/passwd', [
                'root:x:0:0:root:/root:/bin/bash',
                'postgres:x:999:999::/var/lib/postgresql:/bin/bash',
              ]),
            ],
          },
          {
            createdBy: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
            ...buildkit,
            items: [
              script('usr/local/bin/docker-entrypoint.sh', [
                '#!/usr/bin/env bash',
                'set -Eeo pipefail',
                'if [ -z "$POSTGRES_PASSWORD" ] && [ "trust" != "$POSTGRES_HOST_AUTH_METHOD" ]; then',
                '  echo >&2 "Error: the superuser password is not specified."',
                '  exit 1',
                'fi',
                'if [ "$(id -u)" = 0 ]; then',
                '  exec gosu postgres "$0" "$@"',
                'fi',
                'exec "$@"',
              ]),
            ],
          },
          { createdBy: 'ENTRYPOINT ["docker-entrypoint.sh"]', ...buildkit },
          { createdBy: 'CMD ["postgres"]', ...buildkit },
        ],
        config: {
          Env: [`${PATH}:/usr/lib/postgresql/16/bin`],
          Entrypoint: ['docker-entrypoint.sh'],
          Cmd: ['postgres'],
        },
      },
    },
    {
      name: 'honest/blocklist-dns:3',
      spec: {
        created: '2024-09-10T00:00:00Z',
        steps: [
          rootfs,
          {
            createdBy: 'COPY dnsfilter /usr/bin/dnsfilter # buildkit',
            ...buildkit,
            items: [program('usr/bin/dnsfilter')],
          },
          {
            createdBy: 'COPY coinblock.hosts /etc/dnsfilter/ # buildkit',
            ...buildkit,
            items: [
              file('etc/dnsfilter/coinblock.hosts', [
                '# mining pools',
                ...[
                  'pool.minexmr.com',
                  'pool.supportxmr.com',
                  'xmr.nanopool.org',
                  'gulf.moneroocean.stream',
                  'xmr.2miners.com',
                  'pool.hashvault.pro',
                  'eth.f2pool.com',
                  'stratum.antpool.com',
                ].map((host) => `0.0.0.0 ${host}`),
              ]),
            ],
          },
          { createdBy: 'CMD ["dnsfilter" "--hosts" "/etc/dnsfilter/coinblock.hosts"]', ...buildkit },
        ],
        config: { Env: [PATH], Cmd: ['dnsfilter', '--hosts', '/etc/dnsfilter/coinblock.hosts'] },
      },
    },
    {
      name: 'honest/app-with-wait:1',
      spec: {
        created: '2024-09-10T00:00:00Z',
        steps: [
          rootfs,
          {
            createdBy:
              'RUN /bin/sh -c curl -fsSL https://deb.example.org/setup_22.x | bash - && apt-get install -y nodejs # buildkit',
            ...buildkit,
            items: [program('usr/bin/node')],
          },
          {
            createdBy: 'COPY wait-for-it.sh start.sh server.js /app/ # buildkit',
            ...buildkit,
            items: [
              script('app/wait-for-it.sh', [
                '#!/usr/bin/env bash',
                'host=$1',
                'port=$2',
                'until (echo > /dev/tcp/$host/$port) >/dev/null 2>&1; do',
                '  sleep 1',
                'done',
              ]),
              script('app/start.sh', [
                '#!/bin/bash',
                '/app/wait-for-it.sh "${DB_HOST:-db}" 5432',
                'exec node /app/server.js',
              ]),
              file('app/server.js', [
                "import http from 'node:http';",
                "http.createServer((_, res) => res.end('ok')).listen(8080);",
              ]),
            ],
          },
          {
            createdBy:
              'HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost:8080/health || exit 1"] "0s" "0s" "0s" "0s" \'\\x00\'}',
            ...buildkit,
          },
          { createdBy: 'CMD ["/app/start.sh"]', ...buildkit },
        ],
        config: {
          Env: [PATH],
          WorkingDir: '/app',
          Cmd: ['/app/start.sh'],
          Healthcheck: { Test: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'] },
        },
      },
    },
    {
      name: 'honest/static-go:2',
      spec: {
        created: '2024-09-10T00:00:00Z',
        steps: [
          {
            createdBy: 'COPY server /server # buildkit',
            ...buildkit,
            items: [program('server', ['Go build ID: "demo"', 'net/http', 'application/json'])],
          },
          { createdBy: 'USER 65532:65532', ...buildkit },
          { createdBy: 'ENTRYPOINT ["/server"]', ...buildkit },
        ],
        config: { User: '65532:65532', Entrypoint: ['/server'] },
      },
    },
  ];
}
