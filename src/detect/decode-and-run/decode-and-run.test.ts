import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { moneroAddress } from '../../../testkit/addresses.ts';
import { base64, hex, opensslEnc, pythonOnion, reversed } from '../../../testkit/coded.ts';
import { judge } from '../../../testkit/detect.ts';
import { DETECTORS } from '../detectors.ts';
import type { Finding } from '../finding.ts';
import { decodeAndRun } from './index.ts';

const HIDDEN = 'touch /tmp/a; sleep 1000 # and more';

/** Speaks of rot13, so that its whole text is also looked at turned round. */
const SCANNER = `#!/usr/bin/env node
const WORDS = ['eval($_p', "eval(base64_decode(", 'eval(gzinflate(', 'eval(str_rot13('];
const isShell = (text) => WORDS.some((word) => text.includes(word)) || text.includes('eval(atob(');
process.exit(isShell(require('fs').readFileSync(process.argv[2], 'utf8')) ? 1 : 0);
`;

function find(text: string, path = 'opt/run.sh', startFiles = [path]): readonly Finding[] {
  return judge([decodeAndRun], { layers: [{ [path]: text }], startFiles }).findings;
}

describe('decode-and-run finds at start', () => {
  it.each([
    ['base64', `echo ${base64(HIDDEN)} | base64 -d | sh`],
    ['full paths', `echo ${base64(HIDDEN)} | /usr/bin/base64 --decode | /bin/bash -s`],
    ['eval', `eval "$(echo ${base64(HIDDEN)} | base64 -d)"`],
    ['a here-string', `base64 -d <<< '${base64(gzipSync(HIDDEN))}' | gzip -dc | bash`],
    ['sh -c', `sh -c "$(base64 -d <<< ${base64(HIDDEN)})"`],
    ['<( )', `. <(base64 -d <<< ${base64(HIDDEN)})`],
    ['a file that is run', `echo ${base64(HIDDEN)} | base64 -d > /tmp/a\nchmod +x /tmp/a\n/tmp/a`],
    ['hex', `echo ${hex(HIDDEN)} | xxd -r -p | sh`],
    ['rev', `echo '${reversed(HIDDEN)}' | rev | sh`],
    ['a cipher', `echo '${opensslEnc(HIDDEN, 'k')}' | openssl aes-256-cbc -d -a -A -k k | sh`],
    ['lines that go on', `echo ${base64(HIDDEN)} | \\\n  base64 -d \\\n  | sh`],
  ])('%s', (_name, text) => {
    const [finding, ...others] = find(`#!/bin/bash\n${text}\n`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: 'start/decode-and-run', severity: 'high', confidence: 'high' });
    expect(finding?.evidence.map(({ excerpt }) => excerpt).join('\n')).toContain(HIDDEN);
  });

  it.each([
    ['python', `import base64\nexec(base64.b64decode('${base64('import os; os.listdir("/")')}'))`],
    ['python', pythonOnion('import os; os.listdir("/")', 5)],
    ['python', `import os, base64\nos.system(base64.b64decode("${base64(HIDDEN)}").decode())`],
    ['node', `eval(Buffer.from('${base64('require("fs").readdirSync("/")')}', 'base64').toString())`],
    [
      'node',
      `eval(['eval(', Buffer.from('${base64('require("fs").readdirSync("/")')}', 'base64'), ')'].join(''))`,
    ],
    [
      'php',
      `<?php preg_replace('/.*/e', 'eval(' . base64_decode('${base64('print("hello, all of you");')}') . ')', '');`,
    ],
    ['perl', `eval(pack("H*", "${hex('print "hello, all of you";')}"));`],
    ['php', `<?php eval(base64_decode('${base64('print("hello, all of you");')}'));`],
    ['ruby', `eval("${base64('puts("hello, all of you")')}".unpack1("m"))`],
  ])('%s: %s', (interpreter, text) => {
    const path = `opt/run-${interpreter}`;
    expect(find(`#!/usr/bin/env ${interpreter}\n${text}\n`, path)).toMatchObject([
      { rule: 'start/decode-and-run', severity: 'high', confidence: 'high' },
    ]);
  });

  it('a program in code', () => {
    const program = base64(Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(100)]));
    expect(find(`#!/bin/sh\necho ${program} | base64 -d > /tmp/x; chmod +x /tmp/x; /tmp/x\n`)).toMatchObject([
      { title: 'Carries a program in code', severity: 'high' },
    ]);
  });

  it('what cannot be read, as worth a look', () => {
    const text = '#!/bin/sh\nopenssl enc -d -aes-256-cbc -in /opt/data.enc -pass file:/opt/key | sh\n';
    expect(find(text)).toMatchObject([{ severity: 'medium', confidence: 'medium' }]);
  });
});

describe('decode-and-run weighs less', () => {
  it('what nothing starts', () => {
    const text = `#!/bin/sh\necho ${base64(HIDDEN)} | base64 -d | sh\n`;
    expect(find(text, 'opt/tool.sh', [])).toMatchObject([{ severity: 'medium', confidence: 'medium' }]);
  });

  it('what the container is given when it starts', () => {
    expect(find('#!/bin/sh\necho "$INIT_SCRIPT" | base64 -d | sh\nexec "$@"\n')).toMatchObject([
      { severity: 'low' },
    ]);
    const python = '#!/usr/bin/python3\nimport os, base64\nexec(base64.b64decode(os.environ["TASK"]))\n';
    expect(find(python)).toMatchObject([{ severity: 'low' }]);
  });
});

describe('a page of PHP that runs commands', () => {
  const ASKS = [
    '<?php',
    `# ${'-'.repeat(75)}`,
    '$s = chr(8) . "x"; $p = strrev($s);',
    'function ask($prompt) {',
    `  $command = "/usr/bin/env bash -c 'read -s -p x password && echo \\$password'";`,
    '  return rtrim(shell_exec($command));',
    '}',
  ];

  it('with words in it that are variables elsewhere decodes none', () => {
    expect(find(ASKS.join('\n'), 'usr/share/x/utils.php', [])).toEqual([]);
  });

  it.each([
    ['of its own', `  $command = base64_decode('${base64(HIDDEN)}');`],
    ['by way of another', `  $line = strrev('${reversed(HIDDEN)}'); $command = "$line";`],
    ['in a property', `  $this->command = gzinflate($this->data); $command = $this->command;`],
  ])('and decodes them is found: %s', (_name, line) => {
    const text = ASKS.with(4, line).join('\n');
    expect(find(text, 'usr/share/x/utils.php', [])).toMatchObject([{ rule: 'start/decode-and-run' }]);
  });
});

describe('decode-and-run says less of', () => {
  const tool = (data: string): string =>
    `const table = "${data}";\nlet str = '';\nfor (const c of given) str += String.fromCharCode(c);\nmodule.exports = () => eval("throw 0;" + str);\nvar text = String.fromCharCode(64) + str;\neval(text);\n`;
  const level = (text: string): readonly string[] =>
    find(text, 'usr/share/x/worker.js', []).map(({ severity }) => severity);
  const values = [...Buffer.from(HIDDEN)].join(',');

  it('a program with tables and rulers than of one with text in code', () => {
    const sorted = Array.from({ length: 60 }, (_, i) => 170 + i).join(',');
    expect(level(tool(sorted))).toEqual(['low']);
    expect(level(tool('-'.repeat(80)))).toEqual(['low']);
    expect(level(tool(values))).toEqual(['medium']);
    expect(level(tool(`${sorted},${values},${sorted}`))).toEqual(['medium']);
  });
});

describe('decode-and-run leaves alone', () => {
  it.each([
    ['a certificate', `#!/bin/sh\necho "$CERT" | base64 -d > /etc/ssl/cert.pem\nexec nginx\n`],
    [
      'a key in the script',
      `#!/bin/sh\nbase64 -d <<< ${base64('just some bytes that a key has')} > /etc/key\nexec nginx\n`,
    ],
    ['a compressed dump', '#!/bin/sh\ngunzip -c /docker-entrypoint-initdb.d/x.sql.gz | mysql\n'],
    [
      'a replaced character',
      `#!/bin/sh\necho "$LIST" | tr ',' '\\n' | while read -r i; do echo "$i"; done\n`,
    ],
    [
      'an image in a page',
      `#!/usr/bin/python3\nlogo = base64.b64decode("${base64('GIF89a and so on and on')}")\nprint(len(logo))\n`,
    ],
    [
      'input for a program',
      `#!/usr/bin/python3\nsubprocess.run(["openssl", "x509"], input=base64.b64decode(os.environ["CRT"]))\n`,
    ],
    ['words that a scanner looks for', SCANNER],
    ['colours', `#!/bin/sh\nprintf '\\033[31m%s\\033[0m\\n' red\n`],
  ])('%s', (_name, text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('what was decoded', () => {
  const wallet = moneroAddress('decoded');
  const rules = (text: string): readonly string[] =>
    judge(DETECTORS, { layers: [{ 'opt/run': text }], startFiles: ['opt/run'] }).findings.map(
      ({ rule, severity }) => `${rule} ${severity}`,
    );

  it('is graded like plain text', () => {
    const plain = `#!/usr/bin/python3\nimport subprocess\npool = "pool.example:3333"\nuser = "${wallet}"\nsubprocess.Popen(["/opt/a", "-o", pool, "-u", user])\n`;
    const coded = `#!/usr/bin/python3\nimport subprocess\npool = base64.b64decode("${base64('pool.example:3333')}").decode()\nuser = base64.b64decode("${base64(wallet)}").decode()\nsubprocess.Popen(["/opt/a", "-o", pool, "-u", user])\n`;
    expect(rules(plain)).toContain('miner/proof critical');
    expect(rules(coded)).toEqual(rules(plain));
  });

  it('is not told twice where it also stands in plain text', () => {
    const text = `#!/usr/bin/python3\nuser = "${wallet}"\nname = base64.b64decode("${base64('some-value-in-code')}")\n`;
    const { findings } = judge(DETECTORS, { layers: [{ 'opt/run': text }], startFiles: ['opt/run'] });
    expect(findings.find(({ rule }) => rule === 'wallet/address')?.evidence).toHaveLength(1);
  });
});

describe('a program of Node', () => {
  const coded = base64(HIDDEN);
  it.each([
    `const { exec } = require('child_process');\nexec(Buffer.from('${coded}', 'base64').toString());`,
    `const r = require('node:child_process');\nr.exec(Buffer.from('${coded}', 'base64').toString());`,
    `import * as run from 'child_process';\nconst c = Buffer.from('${coded}', 'base64').toString();\nrun.exec(c);`,
    `require("child_process").exec(Buffer.from('${coded}', 'base64').toString());`,
  ])('that decodes a command and runs it is found: %s', (text) => {
    expect(find(text, 'app/main.mjs')).toMatchObject([{ rule: 'start/decode-and-run', severity: 'high' }]);
  });

  it.each([
    `const line = Buffer.from(process.argv[2], 'base64').toString();\nconst at = /^(\\w+)=/.exec(line);\nmodule.exports = at;`,
    `const part = atob(given);\nfor (let m = WORDS.exec(part); m; m = WORDS.exec(part)) use(m);`,
    `const scanner = String.fromCharCode(33, 37, 38, 40, 41, 42, 43, 44, 45, 47, 58, 60, 61, 62, 63);\nparser.fork(scanner, 1);`,
  ])('whose expressions look at decoded text is not: %s', (text) => {
    expect(find(text, 'app/main.mjs')).toEqual([]);
  });
});
