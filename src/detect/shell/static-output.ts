import { NESTED_MARK } from '../../image/nested-facts.ts';
import {
  fromBase32,
  fromBase64,
  fromHex,
  fromUuencoded,
  type Packing,
  unpacked,
} from '../text/decode/codings.ts';
import type { ShellCommand } from './model.ts';
import { opensslDecode } from './openssl.ts';
import { descriptorFile } from './reader/descriptors.ts';
import { sedCall, sedOutput } from './sed/sed.ts';

/** Bytes of one text that is worked out without running anything. */
const MAX_OUTPUT = 1024 * 1024;
/** Files that `cat` puts together. */
const MAX_JOINED = 1000;

/** What the image's ENV sets, as the kernel shows it to each process. */
const ENVIRONMENT_FILE = '/proc/self/environ';

export interface StaticOutput {
  readonly text: string;
  /** The decoders that it went through, in order. */
  readonly decoders: readonly string[];
}

/**
 * What a pipeline prints, where its words alone say so: `echo … | rev | base64 -d`. Undefined as soon as one
 * command's output depends on anything else. Nothing is run; every step is bounded.
 */
export function staticOutput(
  commands: readonly ShellCommand[],
  readFile: (path: string) => string | undefined,
): StaticOutput | undefined {
  const decoders: string[] = [];
  let current: string | undefined;
  for (const [index, command] of commands.entries()) {
    const input = inputOf(command, readFile) ?? (index === 0 ? undefined : current);
    const output = run(command, input, decoders, readFile);
    if (output === undefined || output.length > MAX_OUTPUT) return undefined;
    current = output;
  }
  return current === undefined ? undefined : { text: current, decoders };
}

function inputFile({ redirects }: ShellCommand): string | undefined {
  return redirects.find(({ operator }) => operator === '<')?.target.text;
}

function inputOf(command: ShellCommand, readFile: (path: string) => string | undefined): string | undefined {
  for (const redirect of command.redirects.toReversed()) {
    if (redirect.body !== undefined) return redirect.body;
    if (redirect.operator === '<') return readFile(redirect.target.text);
    if (redirect.operator === '<&') return readFile(descriptorFile(redirect.target.text));
  }
  return undefined;
}

function run(
  command: ShellCommand,
  input: string | undefined,
  decoders: string[],
  readFile: (path: string) => string | undefined,
): string | undefined {
  if (command.body.length > 0) return bodyOutput(command);
  const args = command.args.map((arg) => arg.text);
  const operands = args.filter((arg) => !arg.startsWith('-') || arg === '-');
  const fromFile = (): string | undefined =>
    operands[0] === undefined || operands[0] === '-' ? input : readFile(operands[0]);
  /** What the byte pass found in a compressed file, or behind a picture: no text itself. */
  const inside = (path: string | undefined): string | undefined =>
    path === undefined || readFile(path) !== undefined ? undefined : readFile(path + NESTED_MARK);
  const file = operands.find((operand) => operand !== '-') ?? inputFile(command);
  const behind = (path: string | undefined): string | undefined => decoded('behind data', inside(path));
  const decoded = (name: string, text: string | undefined): string | undefined => {
    if (text !== undefined) decoders.push(name);
    return text;
  };
  switch (command.name) {
    // `$(<FILE)` is what the file holds.
    case '':
      return input;
    case 'grep':
    case 'egrep':
    case 'fgrep':
      return grep(command.name, args, input, readFile);
    case 'cut':
      return cut(args, fromFile());
    case 'echo':
    case 'printf': {
      const text = command.name === 'echo' ? echo(args) : printf(args);
      return ESCAPED.test(args.join(' ')) ? decoded('escapes', text) : text;
    }
    case 'env':
    case 'printenv':
    case 'set':
    case 'export':
    case 'declare':
      return environment(command.name, args, readFile(ENVIRONMENT_FILE));
    case 'cat':
      return operands.length > 1 ? joined(operands, readFile) : fromFile();
    case 'tee':
      return input;
    case 'base64':
    case 'base64.real':
    case 'gbase64':
    case 'base32':
    case 'basenc':
    case 'basenc.real':
      if (!args.some((arg) => /^-(?=[a-zA-Z]*$)[a-z]*?[dD][a-z]*$|^--decode$/.test(arg))) return undefined;
      return based(command.name, args, fromFile(), decoded);
    case 'openssl':
      return decoded(
        args.some((arg) => /^-(?:k|K|pass)$/.test(arg)) ? 'cipher' : 'base64',
        opensslDecode(args, fileOption(args, '-in', readFile) ?? input),
      );
    case 'xxd':
      if (!args.some((arg) => /^-[a-z]*r/.test(arg)) || !args.some((arg) => /^-[a-z]*p/.test(arg)))
        return undefined;
      return decoded('hex', asText(fromHex(fromFile() ?? '')));
    case 'uudecode':
      return decoded('uuencode', uudecode(input));
    case 'rev':
      return decoded(
        'reversed',
        fromFile()
          ?.split('\n')
          .map((line) => [...line].reverse().join(''))
          .join('\n'),
      );
    case 'tac':
      return fromFile()?.split('\n').reverse().join('\n');
    case 'sed':
      return edited(args, input, readFile);
    case 'tr':
      return decoded('substitution', translate(args, input));
    case 'gunzip':
    case 'zcat':
    case 'gzip':
      if (command.name === 'gzip' && !args.some((arg) => /^-[a-z]*d/.test(arg))) return undefined;
      return decoded('gzip', inside(file) ?? unpack(fromFile(), 'gzip'));
    case 'zlib-flate':
    case 'pigz':
      return decoded('zlib', inside(file) ?? unpack(input, 'zlib') ?? unpack(input, 'gzip'));
    case 'zstd':
    case 'unzstd':
    case 'zstdcat':
      if (command.name === 'zstd' && !args.some((arg) => /^-[a-z]*d/.test(arg))) return undefined;
      return decoded('zstd', inside(file) ?? unpack(fromFile(), 'zstd'));
    case 'xzcat':
    case 'unxz':
    case 'bzcat':
    case 'bunzip2':
      return decoded(command.name.startsWith('b') ? 'bzip2' : 'xz', inside(file));
    case 'xz':
    case 'bzip2':
      return args.some((arg) => /^-[a-z]*d/.test(arg)) ? decoded(command.name, inside(file)) : undefined;
    case 'brotli':
      return args.some((arg) => /^-[a-z]*d/.test(arg))
        ? decoded('brotli', unpack(fromFile(), 'brotli'))
        : undefined;
    case 'head':
    case 'tail':
      return (
        behind(lineFile(operands) ?? file) ?? ends(command.name, args, lineSource(operands, input, readFile))
      );
    case 'dd': {
      const path = args.find((arg) => arg.startsWith('if='))?.slice('if='.length);
      return behind(path) ?? copied(args, path === undefined ? input : readFile(path));
    }
    default:
      return undefined;
  }
}

/** Text written as numbers; a single escape is only how a bell or a colour is written. */
const ESCAPED = /(?:\\(?:x[0-9a-fA-F]{2}|0?[0-7]{2,3})){4}/;

/** What `sed` prints, of its files or of what comes in. */
function edited(
  args: readonly string[],
  input: string | undefined,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const call = sedCall(args);
  const text = call.files.length === 0 ? input : joined(call.files, readFile);
  return text === undefined || call.inPlace ? undefined : sedOutput(call, text);
}

/** The lines that match, as sed's `-n /…/p` prints them. */
function grep(
  name: string,
  args: readonly string[],
  input: string | undefined,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  // Counts, names and parts of lines are another output.
  if (/[^-EFGaehisv]/.test(letters) || args.some((arg) => /^--(?!.*(?:text|no-filename))/.test(arg)))
    return undefined;
  const [written, ...files] = args.filter((arg) => !arg.startsWith('-'));
  const text = files.length === 0 ? input : joined(files, readFile);
  if (written === undefined || text === undefined) return undefined;
  const isPlain = name === 'fgrep' || letters.includes('F');
  const pattern = (isPlain ? written.replace(/[\\.*[\]^$]/g, '\\$&') : written).replaceAll('/', '\\/');
  const script = `/${pattern}/${letters.includes('i') ? 'I' : ''}${letters.includes('v') ? '' : '!'}d`;
  const extended = name === 'egrep' || letters.includes('E');
  return sedOutput({ scripts: [script], extended, quiet: false, inPlace: false, files: [] }, text);
}

/** `cut -c3-`, `cut -d= -f2-`: from one place to another of each line. */
function cut(args: readonly string[], input: string | undefined): string | undefined {
  const told = /(?:^|\s)-([cbf])\s?(\d{1,4})(-?)(\d{0,4})(?=\s|$)/.exec(args.join(' '));
  if (input === undefined || told === null) return undefined;
  const [, unit, from = '1', dash, to] = told;
  const start = Number(from) - 1;
  const end = dash === '' ? start + 1 : to ? Number(to) : undefined;
  const mark = unit === 'f' ? delimiter(args) : '';
  return input
    .split('\n')
    .map((line) =>
      mark !== '' && !line.includes(mark) ? line : line.split(mark).slice(start, end).join(mark),
    )
    .join('\n');
}

function delimiter(args: readonly string[]): string {
  const at = args.findIndex((arg) => arg.startsWith('-d'));
  return (args[at] === '-d' ? args[at + 1] : args[at]?.slice(2)) || '\t';
}

/** What `env`, `printenv NAME`, `set`, `export -p` and `declare -p` print of what the image's ENV sets. */
function environment(name: string, args: readonly string[], set: string | undefined): string | undefined {
  const variables = set?.split('\0').filter((line) => line !== '');
  const [wanted] = args;
  if (variables === undefined || args.length > 1) return undefined;
  if (name === 'printenv' && wanted !== undefined)
    return variables.find((line) => line.startsWith(`${wanted}=`))?.slice(wanted.length + 1);
  if (name === 'export' || name === 'declare') {
    if (!/^-[px]{1,2}$/.test(wanted ?? '')) return undefined;
    const before = name === 'export' ? 'export ' : 'declare -x ';
    return variables.map((line) => `${before}${line.replace('=', '="')}"\n`).join('');
  }
  return wanted === undefined ? variables.map((line) => `${line}\n`).join('') : undefined;
}

/** What the known parts of a group print: `(crontab -l; echo '…') | crontab -`. */
function bodyOutput(command: ShellCommand): string | undefined {
  const known = command.body.flatMap(({ output }) => (output === undefined ? [] : [output]));
  return known.length === 0 ? undefined : known.join('');
}

function joined(
  paths: readonly string[],
  readFile: (path: string) => string | undefined,
): string | undefined {
  const texts = paths.slice(0, MAX_JOINED).map(readFile);
  return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
}

function echo(args: readonly string[]): string {
  let at = 0;
  let escapes = false;
  let newline = true;
  while (/^-[neE]+$/.test(args[at] ?? '')) {
    if (args[at]?.includes('e')) escapes = true;
    if (args[at]?.includes('n')) newline = false;
    at++;
  }
  const text = args.slice(at).join(' ');
  return (escapes ? unescape(text) : text) + (newline ? '\n' : '');
}

function printf(args: readonly string[]): string | undefined {
  const [format, ...values] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) return undefined;
  let next = 0;
  const once = (): string =>
    unescape(format).replace(/%(%|-?\d{0,3}[sb])/g, (_match, what: string) => {
      if (what === '%') return '%';
      const value = values[next++] ?? '';
      return what.endsWith('b') ? unescape(value) : value;
    });
  let text = once();
  // printf uses its format again until the values are used up.
  for (let round = 0; round < 1000; round++) {
    if (next === 0 || next >= values.length) break;
    text += once();
  }
  return text;
}

function unescape(text: string): string {
  return text.replace(/\\(x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|[nrtabfve\\'"])/g, (_match, code: string) => {
    if (code.startsWith('x')) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return { n: '\n', r: '\r', t: '\t' }[code] ?? (/[\\'"]/.test(code) ? code : '');
  });
}

/** Bytes as text, one character a byte, so that binary steps (gzip) can follow. */
function asText(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString('latin1');
}

function based(
  name: string,
  args: readonly string[],
  input: string | undefined,
  decoded: (name: string, text: string | undefined) => string | undefined,
): string | undefined {
  if (input === undefined) return undefined;
  if (name === 'base32' || args.includes('--base32')) return decoded('base32', asText(fromBase32(input)));
  if (args.includes('--base16')) return decoded('hex', asText(fromHex(input)));
  return decoded('base64', asText(fromBase64(input)));
}

function unpack(text: string | undefined, packing: Packing): string | undefined {
  return text === undefined
    ? undefined
    : asText(unpacked(Buffer.from(text, 'latin1'), packing, { most: MAX_OUTPUT }));
}

function uudecode(input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  const lines = input.split('\n');
  const first = lines.findIndex((line) => /^begin(?:-base64)? /.test(line));
  const body = lines.slice(first + 1);
  if (lines[first]?.startsWith('begin-base64') !== true) return asText(fromUuencoded(body.join('\n')));
  return asText(fromBase64(body.slice(0, Math.max(0, body.indexOf('===='))).join('')));
}

function fileOption(
  args: readonly string[],
  name: string,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const at = args.indexOf(name);
  const path = at < 0 ? undefined : args[at + 1];
  return path === undefined ? undefined : readFile(path);
}

function lineFile(operands: readonly string[]): string | undefined {
  return operands.find((operand) => operand !== '-' && !/^\+?\d+$/.test(operand));
}

/** What `head` and `tail` read: the operand that is no count. */
function lineSource(
  operands: readonly string[],
  input: string | undefined,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const path = lineFile(operands);
  return path === undefined ? input : readFile(path);
}

/** `tail -n +3`, `tail -c +120`, `head -n 5`, `tail -5`. */
function ends(name: string, args: readonly string[], input: string | undefined): string | undefined {
  const told = /(?:^|\s)(?:-(?:[nc]|-lines=|-bytes=)?\s?)([+-]?\d{1,9})(?=\s|$)/.exec(args.join(' '));
  if (input === undefined || told?.[1] === undefined) return undefined;
  const bytes = /-c|--bytes/.test(told[0]);
  const count = Math.abs(Number(told[1]));
  const units = bytes ? [...input] : input.split(/(?<=\n)/);
  if (name === 'head') return units.slice(0, count).join('');
  return (told[1].startsWith('+') ? units.slice(count - 1) : units.slice(-count)).join('');
}

/** `dd skip=N bs=M`, of a text one character a byte. */
function copied(args: readonly string[], input: string | undefined): string | undefined {
  const told = (name: string): number | undefined => {
    const value = /^\d{1,9}$/.exec(
      args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1) ?? '',
    );
    return value === null ? undefined : Number(value[0]);
  };
  const size = told('ibs') ?? told('bs') ?? 512;
  const from = (told('skip') ?? 0) * size;
  const count = told('count');
  return input?.slice(from, count === undefined ? undefined : from + count * size);
}

function translate(args: readonly string[], input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  if (args[0] === '-d' && args[1] !== undefined) {
    const gone = new Set(expandSet(args[1]));
    return [...input].filter((character) => !gone.has(character)).join('');
  }
  const [from, to] = [expandSet(args[0] ?? ''), expandSet(args[1] ?? '')];
  if (from.length === 0 || to.length === 0 || args[0]?.startsWith('-')) return undefined;
  const map = new Map(from.map((character, index) => [character, to[Math.min(index, to.length - 1)] ?? '']));
  return [...input].map((character) => map.get(character) ?? character).join('');
}

function expandSet(set: string): readonly string[] {
  const text = unescape(set).replace(/\[:(\w+):\]/g, (_match, name: string) => {
    return { lower: 'a-z', upper: 'A-Z', digit: '0-9', space: ' \t\n\r' }[name] ?? '';
  });
  const characters: string[] = [];
  for (let at = 0; at < text.length && characters.length < 1024; at++) {
    const from = text.charCodeAt(at);
    const to = text.charCodeAt(at + 2);
    if (text[at + 1] === '-' && at + 2 < text.length && to >= from && to - from < 256) {
      for (let code = from; code <= to; code++) characters.push(String.fromCharCode(code));
      at += 2;
    } else {
      characters.push(text.charAt(at));
    }
  }
  return characters;
}
