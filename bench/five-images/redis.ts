import { debianWith } from './debian-base.ts';
import type { Kind } from './kind.ts';

const ENTRYPOINT = `#!/bin/sh
set -e

# first arg is -f or --some-option, or ends in .conf
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

# as root, hand the data over and step down
if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ]; then
	find . \\! -user redis -exec chown redis '{}' +
	exec gosu redis "$0" "$@"
fi

umask 0077
exec "$@"
`;

/** As the official images of databases are made: packages, an entrypoint script that steps down from root. */
export const REDIS: Kind = {
  name: 'redis',
  title: 'Debian with an entrypoint script',
  shows:
    'the script that starts, which of its branches the image takes, that it gives up root, and that the script alone is of no package',
  make: (work) => ({
    steps: [
      ...debianWith(work, 'redis', ['redis-server', 'redis-tools', 'gosu']),
      {
        createdBy: 'RUN /bin/sh -c mkdir /data && chown redis:redis /data # buildkit',
        items: [{ path: 'data', type: 'directory', mode: 0o755, uid: 101, gid: 101 }],
      },
      { createdBy: 'VOLUME [/data]' },
      { createdBy: 'WORKDIR /data' },
      {
        createdBy: 'COPY docker-entrypoint.sh /usr/local/bin/ # buildkit',
        items: [{ path: 'usr/local/bin/docker-entrypoint.sh', data: ENTRYPOINT, mode: 0o755 }],
      },
      { createdBy: 'ENTRYPOINT ["docker-entrypoint.sh"]' },
      { createdBy: 'EXPOSE map[6379/tcp:{}]' },
      { createdBy: 'CMD ["redis-server"]' },
    ],
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      WorkingDir: '/data',
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
    },
  }),
};
