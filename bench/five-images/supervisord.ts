import { debianWith } from './debian-base.ts';
import type { Kind } from './kind.ts';

const CONF = `[supervisord]
nodaemon=true
user=root

[program:nginx]
command=/usr/sbin/nginx -g "daemon off;"

[program:sshd]
command=/usr/sbin/sshd -D

[program:cron]
command=/usr/sbin/cron -f

[program:worker]
command=/opt/worker/run.sh --queue default
directory=/opt/worker
user=www-data
environment=QUEUE_URL="http://queue.example.com/jobs"
`;

const WORKER = `#!/bin/bash
cd "$(dirname "$0")"
while sleep 10; do
  python3 worker.py "$@"
done
`;

const WORKER_PY = `import os
import sys
import urllib.request

url = os.environ["QUEUE_URL"]
with urllib.request.urlopen(url, timeout=10) as answer:
    print(answer.read().decode(), sys.argv[1:])
`;

/** Several services under one process manager, as those do who treat a container as a machine. */
export const SUPERVISORD: Kind = {
  name: 'supervisord',
  title: 'Several services under supervisord',
  shows:
    'every program that the process manager starts, an SSH server among them, and what the own worker runs',
  make: (work) => ({
    steps: [
      ...debianWith(work, 'supervisord', ['supervisor', 'nginx-light', 'openssh-server', 'cron']),
      {
        createdBy: 'COPY bundle.conf /etc/supervisor/conf.d/ # buildkit',
        items: [{ path: 'etc/supervisor/conf.d/bundle.conf', data: CONF }],
      },
      {
        createdBy: 'COPY worker/ /opt/worker/ # buildkit',
        items: [
          { path: 'opt/worker', type: 'directory', mode: 0o755 },
          { path: 'opt/worker/run.sh', data: WORKER, mode: 0o755 },
          { path: 'opt/worker/worker.py', data: WORKER_PY },
        ],
      },
      { createdBy: 'EXPOSE map[22/tcp:{} 80/tcp:{}]' },
      { createdBy: 'CMD ["/usr/bin/supervisord" "-n" "-c" "/etc/supervisor/supervisord.conf"]' },
    ],
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['/usr/bin/supervisord', '-n', '-c', '/etc/supervisor/supervisord.conf'],
      ExposedPorts: { '22/tcp': {}, '80/tcp': {} },
    },
  }),
};
