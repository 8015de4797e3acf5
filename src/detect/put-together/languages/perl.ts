import { commandOf } from '../../flow/command-of.ts';
import { type Sink, sinksByName } from '../../flow/dialect.ts';
import {
  charactersOf,
  formattedText,
  fromBase64,
  fromHex,
  joinedTexts,
  numberOf,
  partOf,
  replacedPlain,
  textsOf,
  translated,
} from '../../flow/text-functions.ts';
import { known, type Value } from '../../flow/value.ts';
import { reversed } from '../../text/decode/codings.ts';
import { perl as web } from '../../web-languages/perl.ts';
import { FED_TO_SHELL, withFedShell } from '../fed-shell.ts';
import { withoutHereDocuments } from '../here-documents.ts';
import { withNamedFunctions } from '../named-functions.ts';
import { NO_SOURCES, type Prepared, type PutTogetherLanguage } from '../put-together-language.ts';
import { withWrittenTables } from '../written-tables.ts';

const PLAIN = /^(?:CORE\.(?:GLOBAL\.)?|POSIX\.|IPC\.\w{1,20}\.)?\w+$/i;

const SINKS: readonly Sink[] = [
  ...['system', 'exec', 'capture', 'run'].map((name): Sink => ({ name, kind: 'command', of: PLAIN })),
  FED_TO_SHELL,
  { name: 'open', kind: 'command', of: PLAIN, command: opened },
  // IPC::Open2 and IPC::Open3.
  { name: 'open2', kind: 'command', of: PLAIN, command: (args) => commandOf(args.slice(2)) },
  { name: 'open3', kind: 'command', of: PLAIN, command: (args) => commandOf(args.slice(3)) },
  { name: 'eval', kind: 'code', of: PLAIN },
];

/** `open(F, "command |")`, `open(my $h, "-|", "command")`. */
function opened([, mode, ...words]: readonly Value[]): string | undefined {
  if (mode === undefined) return undefined;
  if (/^\s{0,9}(?:-\||\|-)/.test(known(mode) ?? '')) return commandOf(words);
  const text = words.length === 0 ? commandOf([mode])?.trim() : undefined;
  if (text === undefined || !/^\||\|$/.test(text)) return undefined;
  return text.replace(/^\|/, '').replace(/\|$/, '').trim();
}

const NAMES = ['join', 'reverse', 'scalar', 'lc', 'uc', 'pack', 'sprintf', 'substr', 'chr', 'decode_base64'];

function fold(name: string, args: readonly Value[]): string | readonly string[] | undefined {
  const [first, second, third, fourth] = args;
  const text = known(first);
  switch (name) {
    case 'decode_base64':
      return text === undefined ? undefined : fromBase64(text);
    case 'join': {
      const items = args.slice(1).flatMap((arg) => arg.items ?? [arg]);
      return text === undefined ? undefined : joinedTexts(textsOf({ pieces: [], items }), text);
    }
    case 'reverse':
      return text === undefined ? textsOf(first)?.toReversed() : reversed(text);
    case 'scalar':
      return text;
    case 'lc':
      return text?.toLowerCase();
    case 'uc':
      return text?.toUpperCase();
    case 'chr':
      return charactersOf(args.slice(0, 1));
    case 'sprintf':
      return formattedText(args);
    case 'pack': {
      if (/^H\*?$/.test(text ?? '')) return fromHex(known(second) ?? '');
      const items = args.slice(1).flatMap((arg) => arg.items ?? [arg]);
      return /^[CcUW]\*?$/.test(text ?? '') ? charactersOf(items) : undefined;
    }
    case 'substr':
      return text === undefined || second === undefined
        ? undefined
        : partOf(
            text,
            numberOf(second) ?? Number.NaN,
            third === undefined ? undefined : (numberOf(third) ?? Number.NaN),
          );
    case 'first_of':
      return known(first?.items?.[0]);
    case 'put_for':
      return text === undefined
        ? undefined
        : replacedPlain(text, known(second) ?? '', known(third) ?? '', known(fourth) === 'g');
    case 'letters_for':
      return text === undefined
        ? undefined
        : translated(text, known(second) ?? '', known(third) ?? '', known(fourth) === 'd');
    default:
      return undefined;
  }
}

/** `=~ s/…/…/flags`, `=~ tr/…/…/`; the parts keep to one line and a length. */
const REPLACES =
  /(\(\s{0,9}(\$\w{1,60})\s{0,9}=([^;\n]{1,600}?)\)|\$\w{1,60})\s{0,9}=~\s{0,9}(s|tr|y)(?:([/#!,|~])([^\n]{0,400}?)(?<!\\)\5([^\n]{0,400}?)(?<!\\)\5|\{([^{}\n]{0,400})\}\s{0,9}\{([^{}\n]{0,400})\})([a-z]{0,8})/g;

/** What is written about the program, and what stands behind its end. */
function codeOf(source: string): string {
  const end = /^__(?:END|DATA)__[ \t\r]{0,9}$/m.exec(source);
  return source
    .slice(0, end?.index)
    .replaceAll(/^=[a-z]\w{0,20}\b[^]*?(?:^=cut\b[^\n]*|(?![^]))/gm, (pod) => pod.replaceAll(/[^\n]/g, ''));
}

function prepared(source: string): Prepared {
  const code: { text: string; at: number }[] = [];
  const text = withNamedFunctions(withWrittenTables(withoutHereDocuments(codeOf(source)), 'perl'), 'perl')
    .replaceAll(
      /(?<![$@%&\w>-])qw\s{0,3}(?:\(([^()'\\]{0,2000})\)|\[([^[\]'\\]{0,2000})\]|\/([^/'\\]{0,2000})\/)/g,
      wordList,
    )
    .replaceAll(/\b(?:my|our|local)\s{1,9}(?=[$@%]\w)/g, '')
    // `exec { 'sh' } 'sh', '-c', …`: the block names the file, the words are the same.
    .replaceAll(/\b(exec|system)\s{0,9}\{\s{0,9}["']?[$\w/.-]{1,100}["']?\s{0,9}\}/g, '$1 ')
    .replaceAll(
      /\bshift\b(?:\s{0,9}\(\s{0,9}@_\s{0,9}\)|\s{1,9}@_)?(?!\s{0,9}[(@$\w]|\s{0,9}=>)|\$_\[0\]/g,
      'first_of(@_)',
    )
    .replaceAll(
      REPLACES,
      (
        whole: string,
        target: string,
        name: string | undefined,
        value: string | undefined,
        verb: string,
        _mark: string,
        from1: string | undefined,
        to1: string | undefined,
        from2: string | undefined,
        to2: string | undefined,
        flags: string,
        at: number,
      ) => {
        const [from, to] = [from1 ?? from2 ?? '', to1 ?? to2 ?? ''];
        if (verb === 's' && flags.includes('e')) code.push({ text: to, at });
        const variable = name ?? target;
        const set = name === undefined ? '' : `${variable} = ${value}; `;
        const call = verb === 's' ? 'put_for' : 'letters_for';
        const flag = verb === 's' ? (flags.includes('g') ? 'g' : '') : flags.includes('d') ? 'd' : '';
        if (/['\\]/.test(from + to) && verb !== 's') return whole;
        return `${set}${variable} = ${call}(${variable}, '${quoted(from)}', '${quoted(to)}', '${flag}')`;
      },
    );
  return { text: withFedShell(text, 'perl'), code };
}

/** `qw(a b)` as a list of texts. */
function wordList(_whole: string, ...inside: (string | undefined)[]): string {
  const words = (inside[0] ?? inside[1] ?? inside[2] ?? '').split(/(\s+)/);
  return `(${words.map((word) => (/\S/.test(word) ? `'${word}', ` : word.replaceAll(/[^\n]/g, ''))).join('')})`;
}

function quoted(text: string): string {
  return text.replaceAll(/[\\']/g, (char) => `\\${char}`);
}

const MAY_RUN =
  /\b(?:system|exec|qx|open[23]|IPC::\w)|\beval\b(?!\s{0,9}[{;])|\bopen\b[^\n]{0,200}\||`|=~\s{0,9}s\S[^\n]{0,400}e[a-z]{0,5};/;

/** Perl. */
export const perl: PutTogetherLanguage = {
  dialect: {
    ...web.dialect,
    sources: NO_SOURCES,
    tellsCommands: true,
    sinks: sinksByName(SINKS),
    bareNames: new Set(NAMES),
    fold,
  },
  mayRun: MAY_RUN,
  prepared,
};
