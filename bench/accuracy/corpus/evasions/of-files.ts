import { gzipSync } from 'node:zlib';
import { type Files, items, program } from '../../../../test/detection/image-case.ts';
import { tar } from '../../../../testkit/tar.ts';
import { jar, zip } from '../../../../testkit/zip.ts';
import type { Evasion } from '../evasion.ts';
import { NGINX } from '../payload.ts';
import { beforeServing, built, fileOf, layered, PROGRAM, script, starting } from './of-images.ts';

const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.alloc(60, 3),
  Buffer.from('\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
]);

/** An archive, and how a script gets its content out: everything lands in the folder. */
interface Archive {
  readonly name: string;
  readonly file: string;
  readonly pack: (path: string, data: string | Buffer) => Buffer;
  readonly unpack: (folder: string) => string;
}

const tarred = (path: string, data: string | Buffer): Buffer => tar(items({ [path]: data }));

/** Archives that an image carries; the start script opens them. */
const ARCHIVES: readonly Archive[] = [
  {
    name: 'in a tar.gz',
    file: 'opt/svc/assets.tgz',
    pack: (path, data) => gzipSync(tarred(path, data)),
    unpack: (folder) => `tar xzf /opt/svc/assets.tgz -C ${folder}`,
  },
  {
    name: 'in a zip',
    file: 'opt/svc/assets.zip',
    pack: (path, data) => zip([{ name: path, data }]),
    unpack: (folder) => `unzip -qo /opt/svc/assets.zip -d ${folder}`,
  },
  {
    name: 'in a jar',
    file: 'opt/svc/lib/core.jar',
    pack: (path, data) => jar({ 'Created-By': '17' }, [], [{ name: path, data }]),
    unpack: (folder) => `cd ${folder} && jar xf /opt/svc/lib/core.jar`,
  },
  {
    name: 'in a zip in a tar.gz',
    file: 'opt/svc/assets.tgz',
    pack: (path, data) => gzipSync(tarred('inner.zip', zip([{ name: path, data }]))),
    unpack: (folder) => `tar xzf /opt/svc/assets.tgz -C /tmp && unzip -qo /tmp/inner.zip -d ${folder}`,
  },
];

function inArchive({ name, file, pack, unpack }: Archive): Evasion {
  return {
    name,
    alsoHonest: true,
    command: ({ text, beside }) =>
      starting(beforeServing(`${unpack('/tmp')} && bash /tmp/run.sh`), {
        ...beside,
        [file]: pack('run.sh', script(text)),
      }),
    file: ({ text, path, beside = {}, config = NGINX }) =>
      built(
        { ...beside, [file]: pack(path, text), 'entrypoint.sh': script(`${unpack('/')}\nexec "$@"`) },
        { ...config, Entrypoint: ['/entrypoint.sh'] },
      ),
    program: ({ bytes }) => starting(`${unpack('/tmp')} && /tmp/e & exec "$@"`, { [file]: pack('e', bytes) }),
  };
}

/** Of a text or program, two halves that lie in different layers. */
function halves(data: string | Buffer): readonly [Files, Files] {
  const bytes = Buffer.from(data);
  const middle = Math.floor(bytes.length / 2);
  return [{ 'opt/svc/a.bin': bytes.subarray(0, middle) }, { 'opt/svc/b.bin': bytes.subarray(middle) }];
}

/** In which files the payload is. */
export const OF_FILES: readonly Evasion[] = [
  ...ARCHIVES.map(inArchive),
  {
    name: 'split over two layers',
    command: ({ text, beside = {} }) =>
      layered(
        [
          ...halves(script(text)),
          {
            ...beside,
            'entrypoint.sh': script(beforeServing('cat /opt/svc/a.bin /opt/svc/b.bin > /tmp/r; bash /tmp/r')),
          },
        ],
        { Entrypoint: ['/entrypoint.sh'], ...NGINX },
      ),
    file: ({ text, path, beside = {}, config = NGINX }) =>
      layered(
        [
          ...halves(text),
          { ...beside, 'entrypoint.sh': script(`cat /opt/svc/a.bin /opt/svc/b.bin > /${path}\nexec "$@"`) },
        ],
        { ...config, Entrypoint: ['/entrypoint.sh'] },
      ),
    program: ({ bytes }) =>
      layered(
        [
          ...halves(bytes),
          {
            'entrypoint.sh': script(
              `cat /opt/svc/a.bin /opt/svc/b.bin > /tmp/e; chmod +x /tmp/e; /tmp/e &\nexec "$@"`,
            ),
          },
        ],
        { Entrypoint: ['/entrypoint.sh'], ...NGINX },
      ),
  },
  {
    name: 'in a sourced file',
    alsoHonest: true,
    command: ({ text, beside }) =>
      starting('. /usr/lib/svc/common.sh\nprepare\nexec "$@"', {
        ...beside,
        'usr/lib/svc/common.sh': `prepare() {\n  (${text}) &\n}\n`,
      }),
  },
  {
    name: 'in a program of Python',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(
        {
          ...beside,
          'srv/app/main.py': `#!/usr/bin/env python3\nimport subprocess\nsubprocess.Popen(${JSON.stringify(text)}, shell=True)\nimport app\napp.serve()\n`,
        },
        { Cmd: ['python3', '/srv/app/main.py'] },
      ),
  },
  {
    name: 'in a program of Node',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(
        {
          ...beside,
          'srv/app/index.js': `#!/usr/bin/env node\nconst { exec } = require('node:child_process');\nexec(${JSON.stringify(text)});\nrequire('./server');\n`,
        },
        { Cmd: ['node', '/srv/app/index.js'] },
      ),
  },
  {
    name: 'in a cron table',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(
        {
          ...beside,
          'etc/cron.d/svc': `*/5 * * * * root ${text.replaceAll('\n', '; ').replaceAll('%', '\\%')}\n`,
        },
        { Cmd: ['cron', '-f'] },
      ),
  },
  {
    name: 'in a unit of systemd',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(
        {
          ...beside,
          'usr/lib/systemd/systemd': program(),
          'sbin/init': { type: 'symlink', target: '/usr/lib/systemd/systemd' },
          'etc/systemd/system/default.target': {
            type: 'symlink',
            target: '/usr/lib/systemd/system/multi-user.target',
          },
          'usr/lib/systemd/system/multi-user.target': '[Unit]\nDescription=Multi-User System\n',
          'usr/lib/svc/start': script(text),
          'etc/systemd/system/svc.service':
            '[Service]\nExecStart=/usr/lib/svc/start\n[Install]\nWantedBy=multi-user.target\n',
          'etc/systemd/system/multi-user.target.wants/svc.service': {
            type: 'symlink',
            target: '/etc/systemd/system/svc.service',
          },
        },
        { Cmd: ['/sbin/init'] },
      ),
  },
  {
    name: 'in supervisord',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(
        {
          ...beside,
          'usr/lib/svc/start': script(text),
          'etc/supervisor/conf.d/svc.conf': '[program:svc]\ncommand=/usr/lib/svc/start\nautostart=true\n',
          'etc/supervisor/supervisord.conf':
            '[supervisord]\nnodaemon=true\n[include]\nfiles = /etc/supervisor/conf.d/*.conf\n',
        },
        { Cmd: ['supervisord', '-c', '/etc/supervisor/supervisord.conf'] },
      ),
  },
  {
    name: 'in a health check',
    alsoHonest: true,
    command: ({ text, beside = {} }) =>
      built(beside, { ...NGINX, Healthcheck: { Test: ['CMD-SHELL', `(${text}) & exit 0`] } }),
  },
  {
    name: 'in a hidden folder',
    hides: true,
    program: ({ bytes }) => starting('/var/tmp/.font-unix/e & exec "$@"', { 'var/tmp/.font-unix/e': bytes }),
  },
  {
    name: 'called a picture',
    hides: true,
    program: ({ bytes }) =>
      starting('/srv/static/logo.png & exec "$@"', { 'srv/static/logo.png': { data: bytes, mode: 0o755 } }),
  },
  {
    name: 'behind a picture',
    hides: true,
    command: ({ text, beside }) =>
      starting(beforeServing(`tail -c +${PNG.length + 1} /srv/static/logo.png | bash`), {
        ...beside,
        'srv/static/logo.png': Buffer.concat([PNG, Buffer.from(script(text))]),
      }),
    program: ({ bytes }) =>
      starting(
        `tail -c +${PNG.length + 1} /srv/static/logo.png > /tmp/e; chmod +x /tmp/e; /tmp/e & exec "$@"`,
        {
          'srv/static/logo.png': Buffer.concat([PNG, bytes]),
        },
      ),
  },
  {
    name: 'compressed by gzip, beside the script',
    command: ({ text, beside }) =>
      starting(beforeServing('gunzip -c /opt/svc/state.gz | bash'), {
        ...beside,
        'opt/svc/state.gz': gzipSync(text),
      }),
    program: ({ bytes }) =>
      starting(`gunzip -c /opt/svc/state.gz > /${PROGRAM}; chmod +x /${PROGRAM}; /${PROGRAM} & exec "$@"`, {
        'opt/svc/state.gz': gzipSync(bytes),
      }),
  },
  {
    name: 'copied over another file',
    file: (payload) =>
      built(
        {
          ...payload.beside,
          'opt/svc/default': fileOf(payload),
          'entrypoint.sh': script(`cp /opt/svc/default /${payload.path}\nexec "$@"`),
        },
        { ...(payload.config ?? NGINX), Entrypoint: ['/entrypoint.sh'] },
      ),
  },
];
