import { type Sink, sinksByName } from '../../flow/dialect.ts';
import {
  charactersOf,
  formattedText,
  joinedTexts,
  numberOf,
  partOf,
  replacedPlain,
  textsOf,
} from '../../flow/text-functions.ts';
import { known, type Value } from '../../flow/value.ts';
import { reversed } from '../../text/decode/codings.ts';
import { lua as web } from '../../web-languages/lua.ts';
import { FED_TO_SHELL, withFedShell } from '../fed-shell.ts';
import { withNamedFunctions } from '../named-functions.ts';
import { NO_SOURCES, type Prepared, type PutTogetherLanguage } from '../put-together-language.ts';
import { withWrittenTables } from '../written-tables.ts';

const SINKS: readonly Sink[] = [
  { name: 'execute', kind: 'command', of: /(?:^|\.)os\.execute$/, args: [0] },
  { name: 'popen', kind: 'command', of: /(?:^|\.)io\.popen$/, args: [0] },
  // luaposix, LuaJIT's ffi.
  ...['exec', 'execp', 'spawn'].map(
    (name): Sink => ({ name, kind: 'command', of: /^posix(?:\.\w+)?\.\w+$/ }),
  ),
  { name: 'system', kind: 'command', of: /(?:^|\.)C\.system$|^ffi\./ },
  FED_TO_SHELL,
  ...['loadstring', 'load'].map((name): Sink => ({ name, kind: 'code', of: /^(?:_G\.)?\w+$/, args: [0] })),
];

function fold(
  name: string,
  args: readonly Value[],
  base: Value | undefined,
): string | readonly string[] | undefined {
  // `string.reverse(x)` and `x:reverse()` are the same.
  const own = known(base);
  const [text, ...rest] = own === undefined ? [known(args[0]), ...args.slice(1)] : [own, ...args];
  switch (name) {
    case 'char':
      return charactersOf(args);
    case 'concat':
      return joinedTexts(textsOf(args[0]), known(args[1]) ?? '');
    case 'format':
      return formattedText(own === undefined ? args : [base ?? args[0] ?? { pieces: [] }, ...args]);
    default:
      return text === undefined ? undefined : foldText(name, text, rest);
  }
}

function foldText(name: string, text: string, [first, second]: readonly Value[]): string | undefined {
  switch (name) {
    case 'reverse':
      return reversed(text);
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'tostring':
      return text;
    case 'gsub':
      return replacedPlain(text, known(first) ?? '', known(second) ?? '', true);
    case 'rep': {
      const times = numberOf(first) ?? -1;
      return times < 0 || times * text.length > 100_000 ? undefined : text.repeat(times);
    }
    case 'sub': {
      const from = numberOf(first);
      const to = second === undefined ? text.length : numberOf(second);
      if (from === undefined || to === undefined) return undefined;
      const start = from < 0 ? Math.max(0, text.length + from) : Math.max(0, from - 1);
      return partOf(text, start, Math.max(0, (to < 0 ? text.length + to + 1 : to) - start));
    }
    default:
      return undefined;
  }
}

const OPENS = /\[(={0,5})\[/g;

/** `[[ … ]]` as strings in quotes; where one has no end, none of its kind behind it has. */
function withoutLongTexts(text: string): string {
  let kept = '';
  let from = 0;
  const endless = new Set<string>();
  for (const open of text.matchAll(OPENS)) {
    const [all, level = ''] = open;
    // A comment, and what lies in a text before.
    if (open.index < from || endless.has(level) || text.slice(open.index - 2, open.index) === '--') continue;
    const start = open.index + all.length;
    const end = text.indexOf(`]${level}]`, start);
    if (end < 0) endless.add(level);
    else {
      kept += text.slice(from, open.index) + JSON.stringify(text.slice(start, end).replace(/^\n/, ''));
      from = end + level.length + 2;
    }
  }
  return kept + text.slice(from);
}

function prepared(source: string): Prepared {
  const text = withNamedFunctions(withWrittenTables(withoutLongTexts(source), 'lua'), 'lua')
    // A method is called like a function of it.
    .replaceAll(/(?<=[\w)\]"'])\s{0,3}:\s{0,3}(?=[a-z_]\w{0,40}\s{0,3}[("'{])/gi, '.')
    .replaceAll(
      /\\(\d{1,3})/g,
      (_whole, code: string) => `\\x${Number(code).toString(16).padStart(2, '0').slice(-2)}`,
    );
  return { text: withFedShell(text, 'lua'), code: [] };
}

const MAY_RUN = /\b(?:execute|popen|posix|ffi|loadstring|load)\b|["']\s{0,9}\.\.\s{0,9}["']\w/;

/** Lua. */
export const lua: PutTogetherLanguage = {
  dialect: {
    ...web.dialect,
    weak: false,
    sources: NO_SOURCES,
    tellsCommands: true,
    bareCalls: 'texts',
    imports: /^require$/,
    callbacks: /^x?pcall$/,
    sinks: sinksByName(SINKS),
    fold,
  },
  mayRun: MAY_RUN,
  prepared,
};
