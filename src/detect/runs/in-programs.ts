import { LineIndex } from '../../explain/program-text/line-index.ts';
import { aliasCall, spawnAliases } from '../../explain/program-text/spawn-aliases.ts';
import { activeText } from '../text/active-text.ts';
import type { Language } from '../text/language.ts';
import { lines } from '../text/lines.ts';
import { LONG_PROGRAM } from '../text/program-parts.ts';
import { rememberTexts } from '../text/remember-texts.ts';
import { TEXT_GATES, type WordGate } from '../text/word-gate.ts';
import { comparesChecksum } from './compares-checksum.ts';
import { URL_IN_CODE } from './fetchers.ts';
import { functionsWithin, NamesWithin } from './names-within.ts';
import { inRemovalHandler } from './removal-handler.ts';
import { isSearchWord } from './search-word.ts';
import { withoutLoading } from './without-loading.ts';

export interface ProgramRun {
  readonly how: 'piped' | 'saved' | 'decoded';
  readonly line: number;
  readonly excerpt: string;
  readonly url?: string;
  /** A checksum that the program holds is compared in it. */
  readonly verified?: boolean;
}

interface Vocabulary {
  /** One of these words stands in whatever `evaluate`, `chmod` and `run` find: a text without is not taken apart. */
  readonly words: WordGate;
  /** Brings text or bytes from the network. */
  readonly fetch: RegExp;
  /** Runs a text as a program of the same language. */
  readonly evaluate: RegExp;
  /** Turns coded text into plain text. */
  readonly decode: RegExp;
  /** Makes a file executable, and runs programs: together with a fetch, "saved and run". */
  readonly chmod?: RegExp;
  readonly run?: RegExp;
  /** What a variable is told by, its name first, where a plain word is none. */
  readonly variable?: RegExp;
  /** Quoted texts in which no variable stands. */
  readonly plain?: RegExp;
  /** What looks like `evaluate` and loads a library by its name. */
  readonly loads?: RegExp;
}

/** R, Julia, Groovy, Tcl, PowerShell and others, by their libraries' manuals; an address among a call's words is fetched by it. */
const FOREIGN_FETCH =
  /(?:https?|ftp):\/\/|\bhttp::geturl\b|\bexec\s{1,9}(?:curl|wget)\b|\bHTTP\.get\b|\bdownload(?:\.file)?\s{0,9}\(|\bnew\s{1,9}URL\s{0,9}\(|\b(?:getURL|GET|url)\s{0,9}\(|\bslurp\s|\b(?:irm|iwr|DownloadString|invoke-(?:webrequest|restmethod))\b|httpc:request|HTTPoison\./i;

/** By language; open to the test that holds `words` against the expressions. */
export const VOCABULARY: ReadonlyMap<Language, Vocabulary> = new Map([
  [
    'python',
    {
      words: TEXT_GATES.gate(['exec', 'eval', 'chmod', 'memfd', 'system', 'subprocess', 'popen', 'spawn']),
      fetch:
        /urlopen\s*\(|urlretrieve\s*\(|requests["')\]]{0,3}\.(?:get|post)\s*\(|httpx\.get\s*\(|http\.client|\.HTTPSConnection/,
      evaluate: /(?<![\w.])(?:exec|eval)\s*\(/,
      decode:
        /b64decode|b32decode|b85decode|a85decode|marshal\.loads|\.decompress\s*\(|bytes\.fromhex|unhexlify|codecs\.decode|rot_?13|\bchr\b|\[::-1\]|a2b_|\.decrypt\s*\(/,
      // A file in memory needs no bits.
      chmod:
        /chmod\s*\([^\n]{0,80}(?:0o?[0-7]{0,4}7[0-7]{2}\b|S_IX|S_IRWX|S_IEXEC|511|493|509)|memfd_create\s*\(/,
      run: /os\.system\s*\(|subprocess\.\w+\s*\(|Popen\s*\(|os\.(?:exec|spawn)\w*\s*\(|os\.popen\s*\(/,
    },
  ],
  [
    'node',
    {
      words: TEXT_GATES.gate([
        'eval',
        'Function',
        'vm.',
        'chmod',
        'exec',
        'spawn',
        'fork',
        '_compile',
        'Context',
        'import',
      ]),
      fetch:
        /https?\.(?:get|request)\s*\(|require\(["'](?:node:)?https?["']\)|\bfetch\s*\(|axios|require\(["'](?:request|got|node-fetch)["']\)/,
      // `eval(?:` is an expression that looks for it.
      evaluate:
        /(?<![\w.])eval\s*\((?!\?)|new\s+Function\s*\(|vm\.(?:run\w+|Script)|\brunIn(?:This|New)?Context\s*\(|\._compile\s*\(|\(\s{0,9}0\s{0,9},\s{0,9}eval\s{0,9}\)\s{0,9}\(|\bimport\s*\(\s*["'`]data:[^"'`\n]{0,80}["'`]\s{0,9}\+|\.then\s{0,9}\(\s{0,9}(?:eval|Function)\s{0,9}\)/,
      decode:
        /["']base64(?:url)?["']|\batob\s*\(|["']hex["']|fromCharCode|unescape\s*\(|(?:gunzip|inflate|unzip|brotliDecompress|createDecipher)\w{0,40}\s*\(/,
      chmod: /chmod(?:Sync)?\s*\([^\n]{0,80}(?:0o?[0-7]{0,4}7[0-7]{2}|["']7\d\d|["']\+x)/,
      // Regular expressions have an `exec`, parsers and streams a `fork`; see `withOwnNames`.
      run: /(?<![\w.$])(?:exec|execFile|spawn)(?:Sync)?\s*\(|(?:[cC]hild_?[pP]rocess|\bcp|(?<=["']\)))\.(?:exec|fork)\s*\(|\.(?:execSync|execFile(?:Sync)?|spawn(?:Sync)?)\s*\(/,
      // A member of something is no variable; what is spread (`...args`) is.
      variable: /(?<![\w$])(?<!(?<!\.\.)\.)\$?([A-Za-z_]\w*)/g,
      plain: /"(?:[^"\\\n]|\\.){0,500}"|'(?:[^'\\\n]|\\.){0,500}'/g,
    },
  ],
  [
    'php',
    {
      words: TEXT_GATES.gate([
        'eval',
        'include',
        'require',
        'assert',
        'create_function',
        'system',
        'exec',
        'passthru',
        'popen',
        'proc_open',
      ]),
      fetch:
        /(?:file_get_contents|fopen|curl_init)\s*\(\s*["'](?:https?|ftp):|curl_exec|(?:include|require)(?:_once)?\s*(?:\(\s*)?["'](?:https?|ftp):/,
      evaluate:
        /(?<!\w)(?:eval|assert|create_function)\s*\(|(?<!\w)(?:include|require)(?:_once)?\s*(?:\(\s*)?["'](?:https?|ftp|data):/,
      decode:
        /data:[^,"'\n]{0,60};base64,|base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|strrev|hex2bin|convert_uu|openssl_decrypt|\bchr\s*\(/,
      run: /(?<![\w>:])(?:system|exec|shell_exec|passthru|popen|proc_open)\s*\(/,
      variable: /(?<!\\)(?:\$\{?|->|::)([A-Za-z_]\w*)/g,
    },
  ],
  [
    'perl',
    {
      words: TEXT_GATES.gate(['eval', 'system', 'exec', 'qx(', 'qx{', 'qx ']),
      fetch: /LWP::|HTTP::Tiny|\bget\s*(?:\(\s*)?["']https?:|(?:`|qx\s*[{(/])\s*(?:curl|wget)\b/,
      evaluate: /\beval\b\s*(?:\(\s*)?[\w$:"'`]/,
      decode: /decode_base64|unpack\s*(?:\(\s*)?["'][uH]|\bpack\s*(?:\(\s*)?["'][HCcu]|\bchr\b/,
      run: /(?<!\w)(?:system|exec|qx)\s*[({]/,
      variable: /(?<!\\)[$@%]\{?([A-Za-z_]\w*)/g,
      // `eval "require LWP::UserAgent; 1"`, `eval "use $class"`: how a module that may be missing is loaded.
      loads:
        /(?<=^eval\s{0,9}\(?\s{0,9})(["'])\s{0,9}(?:require|use)\s{1,9}[\w:$]{1,100}(?:\s{1,9}[\d.]{1,20}|\s{1,9}qw\([\w\s:]{0,200}\)|\s{0,9}\(\s{0,9}\))?\s{0,9};?\s{0,9}(?:1\s{0,9};?\s{0,9})?\1/,
    },
  ],
  [
    'ruby',
    {
      words: TEXT_GATES.gate(['eval', 'system', 'exec', 'spawn']),
      fetch: /Net::HTTP|URI\.open|open-uri|\bopen\s*\(\s*["']https?:/,
      evaluate: /(?<!\w)(?:eval|instance_eval|class_eval)\s*(?:\(\s*)?[\w$:"']/,
      decode: /Base64\.\w*decode|\.unpack1?\s*(?:\(\s*)?["'][mu]|\.pack\s*(?:\(\s*)?["'][HCcU]|Zlib::/,
      run: /(?<![\w.])(?:system|exec|spawn)\s*\(/,
    },
  ],
  [
    'lua',
    {
      words: TEXT_GATES.gate(['load', 'dofile']),
      fetch: /\bhttps?\.request\s*\(|popen\s*\(\s*["'](?:curl|wget)\b|request_uri\s*\(/,
      evaluate: /(?<![\w.:])(?:load|loadstring)\s*\(/,
      decode: /\bunb64\b|base64|\bb64|mime\.|string\.char|\.decode\w*\s*\(/,
    },
  ],
  [
    'foreign',
    {
      words: TEXT_GATES.gate([
        'source',
        'eval',
        'include',
        'load',
        'GroovyShell',
        'invoke-expression',
        'iex',
        'chmod',
        'setExecutable',
        'PosixFilePermissions',
        'system',
        'exec',
        'run',
        'ProcessBuilder',
        'shell',
        'Code.',
        'Meta.',
        'scriptblock',
        'InvokeScript',
        'gcm',
        'get-command',
        "+'ex'",
        '+"ex"',
      ]),
      fetch: FOREIGN_FETCH,
      evaluate:
        // What stands before a pipe or a bracket is fetched, and what stands behind it is not read twice.
        /(?:\b(?:irm|iwr|curl|wget|DownloadString|invoke-(?:webrequest|restmethod))\b[^\n;|]{0,500}\|\s{0,9}(?:iex|invoke-expression)\b)|(?:\[scriptblock\]::create|\.InvokeScript|&\s{0,9}\((?:gcm|get-command|["']i["']\s{0,5}\+\s{0,5}["']ex["'])[^()\n]{0,60}\))\s{0,9}\(|(?<![\w.])(?:eval(?:uate|_string|String|q)?|parseEval|source(?:_url|_gist)?|sourceCpp|include(?:_string)?|load(?:-string|-file|_file|-reader)?|iex|invoke-expression)(?:\s{0,9}\(|\s{1,9}(?=[[$({"']|\S{0,80}:\/\/))|(?:GroovyShell\s{0,9}\([^)\n]{0,80}\)|\bshell|Code|Meta)\s{0,9}\.\s{0,9}(?:evaluate|eval_string|parse|eval)\s{0,9}\(/i,
      decode:
        /base64|rawToChar|rot_?13|binary\s{1,9}decode|unhexlify|hex2bytes|hexToRaw|FromBase64String|\.decode\s{0,9}\(|charToRaw|intToUtf8|inflate|memDecompress/i,
      chmod: /\bSys\.chmod\s*\(|setExecutable\s*\(|setPosixFilePermissions|\bchmod\b/,
      run: /\bsystem2?\s*\(|\.execute\s*\(|\bexec\b|\brun\s*\(|ProcessBuilder/,
    },
  ],
]);

/** Fetch-and-run and decode-and-run as scripting languages do it themselves, without a shell. */
export const programRuns = rememberTexts((text, language): readonly ProgramRun[] => {
  const vocabulary = VOCABULARY.get(language);
  if (vocabulary === undefined || !vocabulary.words.test(text)) return [];
  const active = withOwnNames(activeText(text, language), language);
  const calls = vocabulary.decode.test(active) && vocabulary.run?.test(active) === true;
  if (!vocabulary.evaluate.test(active) && vocabulary.chmod?.test(active) !== true && !calls) return [];
  const index = new LineIndex(active);
  const found: ProgramRun[] = [];
  const minified = minifiedPlaces(active);
  const within = functionsWithin(active, language);
  const names = (): NamesWithin => new NamesWithin(active, within, language);
  const fetched = variablesFrom(active, names(), vocabulary, vocabulary.fetch);
  const decoded = variablesFrom(active, names(), vocabulary, vocabulary.decode);
  const variables = fetched.size + decoded.size > 0;
  const global = new RegExp(vocabulary.evaluate.source, `g${vocabulary.evaluate.flags}`);
  for (const match of active.matchAll(global)) {
    if (found.length >= 50) break;
    if (isSearchWord(active, match.index)) continue;
    const whole = match[0].startsWith('.then') ? promisedBy(active, match.index) : evaluated(active, match);
    const call = withoutLoading(whole, active, vocabulary);
    // Constant text: `new Function("return this")()` is how libraries find the global object.
    if (CONSTANT.test(call) && !vocabulary.decode.test(call) && !vocabulary.fetch.test(call)) continue;
    const used = variables ? longNames(call, minified(match.index), vocabulary) : [];
    const piped = vocabulary.fetch.test(call) || used.some((name) => fetched.has(name, match.index));
    if (!piped && !vocabulary.decode.test(call) && !used.some((name) => decoded.has(name, match.index)))
      continue;
    const place = { line: index.lineAt(match.index), excerpt: lineOf(active, match.index) };
    const url = piped ? (URL_IN_CODE.exec(call) ?? URL_IN_CODE.exec(active))?.[0] : undefined;
    found.push({ how: piped ? 'piped' : 'decoded', ...place, ...(url !== undefined && { url }) });
  }
  if (calls) found.push(...decodedCommands(active, vocabulary, decoded, index));
  const chmod = madeExecutable(active, language, vocabulary);
  if (found.length === 0 && chmod && vocabulary.fetch.test(active) && vocabulary.run?.test(active) === true) {
    const url = URL_IN_CODE.exec(active)?.[0];
    const place = { line: index.lineAt(chmod.index), excerpt: lineOf(active, chmod.index) };
    found.push({ how: 'saved', ...place, ...(url !== undefined && { url }) });
  }
  const verified = found.length > 0 && comparesChecksum(active);
  return verified ? found.map((run) => ({ ...run, verified })) : found;
});

/** Where a file is first made executable. */
function madeExecutable(
  active: string,
  language: Language,
  { chmod }: Vocabulary,
): RegExpExecArray | undefined {
  if (chmod === undefined) return undefined;
  const places = active.matchAll(new RegExp(chmod.source, `g${chmod.flags}`));
  return places.find(({ index }) => language !== 'python' || !inRemovalHandler(active, index));
}

const CHILD_PROCESS =
  /([A-Za-z_]\w{0,60})\s{0,9}=\s{0,9}(?:await\s{1,9}import|require)\s{0,9}\(\s{0,9}["'](?:node:)?child_process["']|import\s{1,9}(?:\*\s{1,9}as\s{1,9})?([A-Za-z_]\w{0,60})\s{1,9}from\s{0,9}["'](?:node:)?child_process["']/g;

/** The same program with what starts programs under its own name, where it was given another. */
function withOwnNames(text: string, language: Language): string {
  if (language === 'python') return withOwnFunctions(text, language);
  return language === 'node' && text.includes('child_process')
    ? withOwnFunctions(withChildProcess(text), language)
    : text;
}

function withOwnFunctions(text: string, language: 'python' | 'node'): string {
  const aliases = spawnAliases(text, language);
  const call = aliasCall(aliases, '');
  if (call === undefined) return text;
  const names = new Map(aliases.map(({ alias, name }) => [alias, name]));
  const minified = minifiedPlaces(text);
  return text.replaceAll(call, (found, at: number) => {
    const alias = found.slice(0, -1).trim();
    // In minified code a name of a letter or two stands for many things.
    const isShort = alias.length <= 2 && text.length >= LONG_PROGRAM;
    const name = isShort || minified(at) ? undefined : names.get(alias);
    if (name === undefined || text.endsWith('function ', at)) return found;
    if (language === 'node') return `${name}(`;
    return /^(?:system|popen|exec|spawn)/.test(name) ? `os.${name}(` : `subprocess.${name}(`;
  });
}

function withChildProcess(text: string): string {
  const names = [...text.matchAll(CHILD_PROCESS)].slice(0, 10).map((match) => match[1] ?? match[2] ?? '');
  return names.reduce(
    (plain, name) =>
      plain.replaceAll(new RegExp(`(?<![\\w.$])${name}\\.(exec|fork)\\b`, 'g'), 'child_process.$1'),
    text,
  );
}

/** `os.system(base64.b64decode("…"))`: the command itself is in code. Input for a program (`input=`) is none. */
function decodedCommands(
  active: string,
  vocabulary: Vocabulary,
  decoded: NamesWithin,
  index: LineIndex,
): readonly ProgramRun[] {
  const { run, decode } = vocabulary;
  if (run === undefined) return [];
  const found: ProgramRun[] = [];
  const minified = minifiedPlaces(active);
  for (const match of active.matchAll(new RegExp(run.source, 'g'))) {
    if (found.length >= 50) break;
    const call = callText(active, match.index);
    const words = call.slice(match[0].length).split(/\b(?:input|stdin|env)\s*[=:]/, 1)[0] ?? '';
    // Arguments may be in code for other reasons; what is run, or handed to a shell, is the program.
    const first = firstOf(words);
    const command = SHELL_WORD.test(first) ? words : first;
    const names = minified(match.index) ? [] : namesIn(command, vocabulary);
    if (!decode.test(command) && !names.some((name) => decoded.has(name, match.index))) continue;
    found.push({ how: 'decoded', line: index.lineAt(match.index), excerpt: lineOf(active, match.index) });
  }
  return found;
}

/** Up to the first comma that stands in no call's brackets. */
function firstOf(words: string): string {
  let depth = 0;
  for (let at = 0; at < words.length; at++) {
    const character = words[at];
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth <= 0) return words.slice(0, at);
  }
  return words;
}

const SHELL_WORD = /["'/](?:ba|da|a|z|k)?sh["']/;
const CONSTANT = /^[\w\s.]{1,30}\(\s*(?:"[^"\\]*"|'[^'\\]*')\s*\)$/;
const MAX_CALL = 600;

/** What stands before `.then(eval)`, as far as its statement begins. */
function promisedBy(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - MAX_CALL), at);
  return before.slice(before.lastIndexOf(';') + 1);
}

/** Where a call begins; behind what is itself in brackets, where those of its words do: `(0, eval)(…)`. */
function lastBracket({ 0: found, index }: RegExpExecArray): number {
  return found.includes(')') && found.endsWith('(') ? index + found.length - 1 : index;
}

/** A call with its arguments; the quoted text that `eval "…"` begins with may have marks that end a statement. */
function evaluated(text: string, match: RegExpExecArray): string {
  const from = lastBracket(match);
  const [found] = match;
  const behind = match.index + found.length;
  const quote = found.at(-1) ?? '';
  if (from !== match.index || !/["'`]/.test(quote)) return callText(text, from);
  const length = text.slice(behind, from + MAX_CALL).indexOf(quote);
  if (length < 0) return callText(text, from);
  const end = behind + length + 1;
  const rest = callText(text, end, found.includes('(') ? 1 : 0);
  return `${text.slice(from, end)}${OTHERWISE.test(rest) ? '' : rest}`;
}

/** What is done next is not evaluated: `eval "…" or die "…"`. */
const OTHERWISE = /^\s{0,9}(?:or|and|if|unless|\|\||&&)(?!\w)/;

/** A call with its arguments, as far as its closing bracket; without brackets, as far as the statement. */
function callText(text: string, from: number, opened = 0): string {
  let depth = opened;
  const end = Math.min(text.length, from + MAX_CALL);
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '(') depth++;
    else if (character === ')' && --depth <= 0) return text.slice(from, at + 1);
    else if (depth === 0 && (character === ';' || character === '\n')) return text.slice(from, at);
  }
  return text.slice(from, end);
}

/** How far around a place its line is looked at. */
const MAX_AROUND = 2000;
/** Columns at which tools that shrink programs break lines, at the earliest. */
const MINIFIED = 400;

/** `isMinified`, found once for all places near one another: a line may have a hundred thousand. */
function minifiedPlaces(text: string): (index: number) => boolean {
  const known = new Map<number, boolean>();
  return (index) => {
    const block = Math.floor(index / 500);
    const before = known.get(block);
    if (before !== undefined) return before;
    const found = isMinified(text, index);
    known.set(block, found);
    return found;
  };
}

/** Whether the place lies on a line with far more code on it than people write; what is in quotes or in code is none. */
function isMinified(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - MAX_AROUND), index);
  const after = text.slice(index, index + MAX_AROUND);
  const line = `${before.slice(before.lastIndexOf('\n') + 1)}${after.split('\n', 1)[0]}`;
  return line.replaceAll(/[\w+/=-]{64,}|"[^"\n]*"|'[^'\n]*'/g, '').length > MINIFIED;
}

/** Functions of the program that bring or decode something themselves; found again where they are called. */
function functionsWith(text: string, sign: RegExp): ReadonlySet<string> {
  const found = new Set<string>();
  const heads = [...text.matchAll(/(?:^|[\s;{])(?:def|function|sub)\s+([A-Za-z_]\w{2,60})/g)].slice(0, 500);
  for (const [index, head] of heads.entries()) {
    const end = Math.min(heads[index + 1]?.index ?? text.length, head.index + 1500);
    const body = text.slice(head.index, end);
    if (sign.test(body) && /\breturn\b/.test(body)) found.add(head[1] ?? '');
  }
  return found;
}

const ASSIGNMENT = /(?<![\w$@.])[$@]?([A-Za-z_]\w*)\s*=(?![=>])\s*([^;\n]{1,2000})/g;

/** Adds the variables that are set from an expression with the sign in it, and those set from such a variable. */
function variablesFrom(text: string, found: NamesWithin, vocabulary: Vocabulary, sign: RegExp): NamesWithin {
  const functions = functionsWith(text, sign);
  const called = (value: string): boolean =>
    functions.size > 0 &&
    [...value.matchAll(/(?<![\w.])(?:self\.|this\.)?([A-Za-z_]\w{0,60})\s*\(/g)].some((call) =>
      functions.has(call[1] ?? ''),
    );
  for (const line of lines(text)) {
    // How a long text is decoded stands behind it.
    const short = line.text.length > MAX_AROUND ? withoutCoded(line.text) : line.text;
    for (const match of short.matchAll(ASSIGNMENT)) {
      const [, name = '', value = ''] = match;
      const at = line.start + match.index;
      if (
        sign.test(value) ||
        (found.size > 0 && namesIn(value, vocabulary).some((used) => found.has(used, at))) ||
        called(value)
      )
        found.add(name, short === line.text ? at : undefined);
    }
  }
  // Callbacks name what arrives themselves: `res.on('data', d => body += d)`.
  if (sign.test(text)) {
    for (const match of text.matchAll(
      /(?:on\s*\(\s*["']data["']|then)\s*[,(]\s*(?:async\s*)?(?:\(\s*)?(\w+)/g,
    )) {
      found.add(match[1] ?? '');
    }
    for (const match of text.matchAll(/(?<!\w)(\w+)\s*\+=\s*(\w+)/g))
      if (found.has(match[2] ?? '', match.index)) found.add(match[1] ?? '');
  }
  return found;
}

/** With a word in the place of each long text in code. */
function withoutCoded(text: string): string {
  return text.replaceAll(/[\w+/=-]+/g, (run) => (run.length < 200 ? run : 'CODED'));
}

/** The names in a call; in minified code one of a letter or two stands for many things. */
function longNames(call: string, minified: boolean, vocabulary: Vocabulary): readonly string[] {
  return namesIn(call, vocabulary).filter(({ length }) => length >= (minified ? 4 : 1));
}

function namesIn(value: string, { variable, plain }: Vocabulary): readonly string[] {
  const code = plain === undefined ? value : value.replaceAll(plain, "''");
  if (variable !== undefined) return [...code.matchAll(variable)].map((match) => match[1] ?? '');
  return code.match(/\b[A-Za-z_]\w*\b/g) ?? [];
}

function lineOf(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  const from = Math.max(start, index - 100);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + 400)).trim();
}
