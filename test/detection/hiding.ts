import { gzipSync } from 'node:zlib';
import { type ImageCase, image, program, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.alloc(60, 3),
  Buffer.from('\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
]);
const UPX = Buffer.concat([program().subarray(0, 200), Buffer.from('UPX!'), program().subarray(200)]);

function hides(
  rule: string,
  name: string,
  spec: ImageCase['spec'],
  severity: ImageCase['severity'] = 'medium',
): ImageCase {
  return { name: `${rule}: ${name}`, spec, rule: `hiding/${rule}`, severity };
}

/** Programs where nobody looks for them. */
export const HIDING: readonly ImageCase[] = [
  hides('hidden-place', 'in /tmp', image({ 'tmp/.X11-unix/.rsync/a': program() }, NGINX)),
  hides('hidden-place', 'started', starts('/var/tmp/.font/x -d', { 'var/tmp/.font/x': program() }), 'high'),
  hides('hidden-place', 'three dots', image({ 'opt/.../x': program() }, NGINX)),
  hides('hidden-place', 'a blank', image({ 'usr/bin/nginx ': program() }, NGINX)),
  hides('hidden-place', 'among system programs', image({ 'usr/sbin/.sshd': program() }, NGINX)),
  hides('hidden-place', 'a kernel thread', starts('/opt/kworker', { 'opt/kworker': program() }), 'high'),
  hides(
    'false-extension',
    'a picture',
    starts('/srv/logo.jpg &\nexec nginx', { 'srv/logo.jpg': program() }),
    'high',
  ),
  hides('appended-data', 'behind a picture', image({ 'srv/a.png': Buffer.concat([PNG, program()]) }, NGINX)),
  hides(
    'appended-data',
    'a script behind a picture',
    image({ 'srv/a.png': Buffer.concat([PNG, Buffer.from('#!/bin/sh\nid\n')]) }, NGINX),
  ),
  hides(
    'appended-data',
    'behind a program',
    starts('/opt/a', { 'opt/a': Buffer.concat([program(), program()]) }),
  ),
  hides(
    'self-extracting',
    'at start',
    starts('tail -n +4 "$0" | tar xz -C /tmp && exec /tmp/run\nexit\nbinary'),
  ),
  hides('packed-program', 'at start', starts('/opt/a', { 'opt/a': UPX })),
];

/** Files that look hidden and are not. */
export const HIDING_TWINS: readonly ImageCase[] = [
  {
    name: 'hidden folders of tools',
    spec: image(
      {
        'root/.cargo/bin/rg': program(),
        'app/.venv/bin/python': program(),
        'tmp/.cache/go-build/a': program(),
        'root/.bashrc': 'alias ll="ls -l"\n',
      },
      NGINX,
    ),
  },
  {
    name: 'programs with resources behind them',
    spec: starts('/opt/tool.AppImage', {
      'opt/tool.AppImage': Buffer.concat([program(), Buffer.from('hsqs'), Buffer.alloc(200)]),
      'opt/bundle': Buffer.concat([program(), gzipSync('resources')]),
    }),
  },
  {
    name: 'pictures',
    spec: image({ 'srv/a.png': PNG, 'srv/b.png': Buffer.concat([PNG, Buffer.alloc(64)]) }, NGINX),
  },
  {
    name: 'an installer of makeself that is only there',
    spec: image(
      {
        'opt/install.run':
          '#!/bin/sh\n# This script was generated using Makeself 2.5.0\nMS_dd "$0" 600 100 | eval "gzip -cd" | tar xf -\nexit 0\n',
      },
      NGINX,
    ),
  },
  { name: 'a packed tool that nothing starts', spec: image({ 'usr/local/bin/tool': UPX }, NGINX) },
];
