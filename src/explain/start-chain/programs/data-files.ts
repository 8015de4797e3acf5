import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { unescaped } from '../../program-text/static/literal.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { isFile, isFolder, textOf } from '../managers/service-files.ts';

/** Names in one text that are looked for, and files of one program whose values are looked at. */
const MAX_NAMES = 400;
export const MAX_DATA_FILES = 400;
/** Values of one file that a shell could do something with, and characters of one. */
const MAX_VALUES = 400;
const MAX_VALUE = 64 * 1024;
/** Characters of a line that is taken for a value as a whole, too. */
const MAX_LINE = 4000;

/** Names that may be a folder's, in one text. */
const MAX_BELOW = 30;
const FOLDER = /^[\w-]{2,60}$/;
const QUOTED = /(["'`])([\w@%+,./~-]{3,200})\1/g;
/** What loads `.env` unasked. */
const LOADS_ENV = /\bdotenv\b|load_dotenv|loadEnvFile|environs?\.Env\b|\bdecouple\b/;
/** Data of named values: what a text without them holds is read line by line or as a whole, which the program's own text shows. */
const DATA =
  /\.(?:json[5cl]?|ndjson|ya?ml|toml|ini|cfg|conf|cnf|env|csv|tsv|xml|plist|properties|ser|data|pkl)$|(?:^|\/)\.env(?:\.\w{1,20})?$/i;
/** Of these only those commands run that are named. */
const OF_MANY = /(?:^|\/)(?:package(?:-lock)?|composer|deno|tsconfig)\.jsonc?$/;
/** A value that a shell could do something with: a program that fetches, decodes or runs, behind or before something else. */
const RUNNABLE =
  /[|;&]\s{0,9}(?:\S{0,60}\/)?(?:sudo\s{1,3}|env\s{1,3})?(?:ba|da|a|k|z)?sh\b|\b(?:curl|wget|nc|ncat|socat|python[\d.]*|perl|ruby|node|php|bash|sh|base64|openssl|chmod|nohup|eval|crontab|ssh|xmrig)\b|\/dev\/tcp\//;

/** Files of data that a program's text names, where the image has them: in the folder that it starts in, or beside itself. */
export function dataFilesIn(chain: Chain, text: string, folders: readonly string[]): readonly string[] {
  const names = new Set(LOADS_ENV.test(text) ? ['.env'] : []);
  const below = new Set<string>();
  for (const [, , name = ''] of text.matchAll(QUOTED)) {
    if (names.size >= MAX_NAMES) break;
    if (below.size < MAX_BELOW && FOLDER.test(name)) below.add(name);
    if (DATA.test(name) && !OF_MANY.test(name)) names.add(name);
  }
  if (names.size === 0) return [];
  // `Path(__file__).parent / "data" / "jobs.json"`
  const inner = [...below].flatMap((name) =>
    folders.map((folder) => absolutePath(name, folder)).filter((one) => isFolder(chain, one)),
  );
  const found = new Set<string>();
  for (const name of names) {
    if (!spend(chain.budget, 2)) break;
    const places = [...(name.startsWith('/') ? ['/'] : []), ...folders, ...inner];
    const path = places
      .map((folder) => (folder === '/' ? name : absolutePath(name.replace(/^\/+/, ''), folder)))
      .find((one) => isFile(chain, one));
    if (path !== undefined) found.add(path);
  }
  return [...found].slice(0, MAX_DATA_FILES);
}

/** Values that a shell could do something with, and whether a bound kept more of them out. */
export interface DataValues {
  readonly values: readonly string[];
  readonly isCut: boolean;
}

/**
 * What of a file of data a shell may be given: the values of JSON, YAML, TOML, INI, CSV, XML and variables, as they stand on their
 * lines, as far as a shell could do something with them.
 */
export function valuesIn(chain: Chain, path: string): DataValues {
  const text = textOf(chain, path) ?? '';
  if (!RUNNABLE.test(text)) return { values: [], isCut: false };
  if (!spend(chain.budget, text.length >> 3)) return { values: [], isCut: true };
  return valuesOf(text, valuesOfLine);
}

/** What a shell could do something with of the values of each line. */
function valuesOf(text: string, inLine: (line: string) => readonly string[]): DataValues {
  const values = new Set<string>();
  for (const line of text.split('\n')) {
    if (!RUNNABLE.test(line)) continue;
    for (const value of inLine(line)) {
      if (!/\s/.test(value) || !RUNNABLE.test(value)) continue;
      if (values.size >= MAX_VALUES || value.length > MAX_VALUE) return { values: [...values], isCut: true };
      values.add(value);
    }
  }
  return { values: [...values], isCut: false };
}

/** Strings in quotes, the text of elements, cells, and what stands behind a sign. */
function valuesOfLine(line: string): readonly string[] {
  const quoted = quotedIn(line).map(({ text }) => text);
  const elements = line.includes('>') ? line.split(/[<>]/).filter((_, at) => at % 2 === 0) : [];
  const behind = /^[^:=\n]{0,200}[:=]\s{0,20}(.{3,})$/.exec(line)?.[1];
  // Of a long line, what a shell could do something with stands in quotes or elements, between commas, or behind a sign.
  const whole = line.length > MAX_LINE ? [] : [line];
  const isLong = line.length > MAX_LINE && quoted.length > 0;
  const rest = isLong ? [] : [...line.split(/[,;\t]/), ...(behind === undefined ? [] : [behind])];
  return [whole, elements, quoted, rest].flat().map(plainValue);
}

/** A value without what lists and quotes put around it. */
function plainValue(written: string): string {
  const value = written.trim().replace(/^-\s{1,9}/, '');
  const mark = value.charAt(0);
  const end = value.endsWith(',') ? value.length - 2 : value.length - 1;
  const isQuoted = (mark === '"' || mark === "'") && end > 0 && value.charAt(end) === mark;
  return isQuoted ? value.slice(1, end) : value;
}

/** Languages of which it is not worked out what their own modules hold. */
const NOT_WORKED_OUT: ReadonlySet<ProgramLanguage> = new Set(['php', 'ruby', 'perl', 'lua']);
/** What stands before a text that something is set to. */
const SET = /(?:=>?|\breturn|\bdefine\s{0,3}\(\s{0,3}["']\w{1,60}["']\s{0,3},|[{[,(])\s{0,9}$/;
const MAX_BEFORE = 100;

/** What a module of the program's own sets to texts that a shell could do something with. */
export function valuesSet(text: string, language: ProgramLanguage): DataValues {
  if (!NOT_WORKED_OUT.has(language) || !RUNNABLE.test(text)) return { values: [], isCut: false };
  return valuesOf(text, (line) =>
    quotedIn(line).flatMap(({ text: value, at }) =>
      SET.test(line.slice(Math.max(0, at - MAX_BEFORE), at)) ? value : [],
    ),
  );
}

/** The strings of a line, and where their quotes open; each character is gone over once. */
function quotedIn(line: string): readonly { readonly text: string; readonly at: number }[] {
  const found: { text: string; at: number }[] = [];
  for (let at = 0; at < line.length; at++) {
    const quote = line.charAt(at);
    if (quote !== '"' && quote !== "'") continue;
    let end = at + 1;
    while (end < line.length && line.charAt(end) !== quote) end += line.charAt(end) === '\\' ? 2 : 1;
    if (end >= line.length) break;
    const text = line.slice(at + 1, end);
    // Most strings of a long line are none that a shell could do something with.
    if (RUNNABLE.test(text)) found.push({ text: quote === '"' ? unescaped(text) : text, at });
    at = end;
  }
  return found;
}
