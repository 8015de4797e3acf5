import { absolutePath } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { unescaped } from '../../program-text/static/literal.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { isFile, isFolder, textOf } from '../managers/service-files.ts';

/** Names in one text that are looked for, and files of one program whose values are looked at. */
const MAX_NAMES = 400;
export const MAX_DATA_FILES = 16;
/** Values of one file. */
const MAX_VALUES = 100;
const MAX_VALUE = 4000;
/** Strings of one line. */
const MAX_QUOTED = 2000;

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

/**
 * What of a file of data a shell may be given: the values of JSON, YAML, TOML, INI, CSV, XML and variables, as they stand on their lines.
 *
 * @returns the first hundred of them that a shell could do something with
 */
export function valuesIn(chain: Chain, path: string): readonly string[] {
  const text = textOf(chain, path) ?? '';
  if (!RUNNABLE.test(text) || !spend(chain.budget, text.length >> 3)) return [];
  return valuesOf(text, (line) => valuesOfLine(line).filter((value) => value.length <= MAX_VALUE));
}

/** What a shell could do something with of the values of each line. */
function valuesOf(text: string, inLine: (line: string) => readonly string[]): readonly string[] {
  const values = new Set<string>();
  for (const line of text.split('\n')) {
    if (values.size >= MAX_VALUES) break;
    if (line.length > MAX_VALUE * 10 || !RUNNABLE.test(line)) continue;
    for (const value of inLine(line)) if (/\s/.test(value) && RUNNABLE.test(value)) values.add(value);
  }
  return [...values];
}

/** Strings in quotes, the text of elements, cells, and what stands behind a sign. */
function valuesOfLine(line: string): readonly string[] {
  const quoted = quotedIn(line).map(({ text }) => text);
  const elements = [...line.matchAll(/>([^<>]{3,4000})</g)].map(([, content = '']) => content);
  const behind = /^[^:=\n]{0,200}[:=]\s{0,20}(.{3,4000})$/.exec(line)?.[1];
  const all = [
    line,
    ...line.split(/[,;\t]/, 50),
    ...elements,
    ...quoted,
    ...(behind === undefined ? [] : [behind]),
  ];
  return all.map((value) =>
    value
      .trim()
      .replace(/^-\s{1,9}/, '')
      .replace(/^(["'])(.{0,4000})\1,?$/, '$2'),
  );
}

/** Languages of which it is not worked out what their own modules hold. */
const NOT_WORKED_OUT: ReadonlySet<ProgramLanguage> = new Set(['php', 'ruby', 'perl', 'lua']);
/** What stands before a text that something is set to. */
const SET = /(?:=>?|\breturn|\bdefine\s{0,3}\(\s{0,3}["']\w{1,60}["']\s{0,3},|[{[,(])\s{0,9}$/;
const MAX_BEFORE = 100;

/** What a module of the program's own sets to texts that a shell could do something with. */
export function valuesSet(text: string, language: ProgramLanguage): readonly string[] {
  if (!NOT_WORKED_OUT.has(language) || !RUNNABLE.test(text)) return [];
  return valuesOf(text, (line) =>
    quotedIn(line).flatMap(({ text: value, at }) =>
      SET.test(line.slice(Math.max(0, at - MAX_BEFORE), at)) ? value : [],
    ),
  );
}

/** The strings of a line, and where their quotes open; each character is gone over once. */
function quotedIn(line: string): readonly { readonly text: string; readonly at: number }[] {
  const found: { text: string; at: number }[] = [];
  for (let at = 0; at < line.length && found.length < MAX_QUOTED; at++) {
    const quote = line.charAt(at);
    if (quote !== '"' && quote !== "'") continue;
    let end = at + 1;
    while (end < line.length && line.charAt(end) !== quote) end += line.charAt(end) === '\\' ? 2 : 1;
    if (end >= line.length) break;
    const text = line.slice(at + 1, end);
    found.push({ text: quote === '"' ? unescaped(text) : text, at });
    at = end;
  }
  return found;
}
