import { commandOf } from '../../flow/command-of.ts';
import { type Sink, sinksByName } from '../../flow/dialect.ts';
import {
  charactersOf,
  formattedText,
  fromBase64,
  fromHex,
  joinedTexts,
  replacedPlain,
  splitText,
  textsOf,
  translated,
} from '../../flow/text-functions.ts';
import { known, type Value } from '../../flow/value.ts';
import { reversed } from '../../text/decode/codings.ts';
import { ruby as web } from '../../web-languages/ruby.ts';
import { FED_TO_SHELL, withFedShell } from '../fed-shell.ts';
import { withoutHereDocuments } from '../here-documents.ts';
import { NO_SOURCES, type Prepared, type PutTogetherLanguage } from '../put-together-language.ts';

const KERNEL = /^(?:Kernel\.|Process\.|self\.|Object\.|PTY\.)?\w+$/;
const CODE = ['instance_eval', 'class_eval', 'module_eval', 'instance_exec'];
const PIPED = /^(?:Kernel\.|IO\.|URI\.)?\w+$/;

const SINKS: readonly Sink[] = [
  ...['system', 'exec', 'spawn', 'sh'].map((name): Sink => ({ name, kind: 'command', of: KERNEL })),
  FED_TO_SHELL,
  { name: 'popen', kind: 'command', of: /^IO\./, args: [0] },
  ...['capture2', 'capture2e', 'capture3', 'popen3', 'popen2', 'popen2e'].map(
    (name): Sink => ({ name, kind: 'command', of: /^Open3\./ }),
  ),
  ...['pipeline', 'pipeline_r', 'pipeline_rw', 'pipeline_w', 'pipeline_start'].map(
    (name): Sink => ({ name, kind: 'command', of: /^Open3\./, command: (args) => piped(args) }),
  ),
  // `method(:system).call(…)`.
  ...['call', '===', 'yield'].map(
    (name): Sink => ({ name, kind: 'command', of: /^(?:system|exec|spawn)\.\w+$/ }),
  ),
  // `open("|command")`.
  ...['open', 'read', 'readlines', 'foreach', 'binread'].map(
    (name): Sink => ({
      name,
      kind: 'command',
      of: PIPED,
      command: ([first]) =>
        /^\s{0,9}\|/.test(textOf(first)) ? textOf(first).replace(/^\s{0,9}\|/, '') : undefined,
    }),
  ),
  { name: 'eval', kind: 'code', of: KERNEL, args: [0] },
  ...CODE.map((name): Sink => ({ name, kind: 'code', args: [0] })),
];

function textOf(value: Value | undefined): string {
  return value === undefined || value.items !== undefined ? '' : (commandOf([value]) ?? '');
}

function piped(args: readonly Value[]): string | undefined {
  const parts = args.map((arg) => commandOf([arg]));
  return parts.every((part) => part !== undefined) ? parts.join(' | ') : undefined;
}

function fold(
  name: string,
  args: readonly Value[],
  base: Value | undefined,
): string | readonly string[] | undefined {
  const [first, second] = args;
  const own = known(base);
  const texts = textsOf(base);
  switch (name) {
    case 'join':
      return joinedTexts(texts, known(first) ?? '');
    case 'reverse':
      return own === undefined ? texts?.toReversed() : reversed(own);
    case 'strip':
    case 'chomp':
      return own?.trim();
    case 'to_s':
    case 'dup':
    case 'freeze':
    case 'to_str':
    case 'itself':
      return own;
    case 'downcase':
      return own?.toLowerCase();
    case 'upcase':
      return own?.toUpperCase();
    case 'split':
      return splitText(own, first === undefined ? ' ' : known(first));
    case 'chars':
      return splitText(own, '');
    case 'delete':
      return own === undefined || first === undefined
        ? undefined
        : translated(own, known(first) ?? '', '', true);
    case 'tr':
      return own === undefined
        ? undefined
        : translated(own, known(first) ?? '', known(second) ?? '', known(second) === '');
    case 'gsub':
    case 'sub':
      return own === undefined
        ? undefined
        : replacedPlain(own, known(first) ?? '', known(second) ?? '', name === 'gsub');
    case 'concat':
      return own === undefined
        ? undefined
        : joinedTexts([own, ...args.map((arg) => known(arg) ?? '$unknown')], '');
    case 'chr':
      return base === undefined ? undefined : charactersOf([base]);
    case 'pack':
      if (base?.items === undefined) return undefined;
      if (/^[cCU]\*?$/.test(known(first) ?? '')) return charactersOf(base.items);
      return /^H\*?$/.test(known(first) ?? '') ? fromHex(known(base.items[0]) ?? '') : undefined;
    case 'unpack1':
      return own !== undefined && known(first)?.startsWith('m') === true ? fromBase64(own) : undefined;
    case 'decode64':
    case 'strict_decode64':
    case 'urlsafe_decode64':
      return known(first) === undefined ? undefined : fromBase64(known(first) ?? '');
    case 'format':
    case 'sprintf':
      return formattedText(args);
    default:
      return undefined;
  }
}

const OPENS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
  '|': '|',
  '!': '!',
  '/': '/',
};

function prepared(source: string): Prepared {
  const text = withoutHereDocuments(source).replaceAll(
    /%(x|w|W|i|q|Q)([([{<|!/])/g,
    (whole, kind: string, mark: string, at: number, all: string) => {
      // Only where a value may begin: `a %w` is a remainder.
      return /[\w)\]]\s{0,3}$/.test(all.slice(Math.max(0, at - 4), at)) &&
        !/\b(?:system|exec|spawn|eval|puts|return|sh)\s{1,3}$/.test(all.slice(Math.max(0, at - 12), at))
        ? whole
        : `\u0001${kind}${mark}`;
    },
  );
  const plain = withPercents(text)
    .replaceAll(/(^|[;\n{]|\bthen\b)(\s{0,40}@?[a-z_]\w{0,60})\s{0,5}<<\s{1,5}(?=["'\w@])/g, '$1$2 += ')
    .replaceAll(
      /(^|[;\n{]|\bthen\b)(\s{0,40}@?[a-z_]\w{0,60})\.(?:concat|insert\(-1,|<<)\s{0,3}\(/g,
      '$1$2 += (',
    );
  return { text: withFedShell(plain, 'ruby'), code: [] };
}

const MAX_PERCENT = 4000;

/** `%x{…}` as backticks, `%w[a b]` as a list, `%q(…)` as a string. */
function withPercents(text: string): string {
  return text.replaceAll(
    /\u0001([xwWiqQ])([^])([^\u0001]*)/g,
    (_whole, kind: string, mark: string, rest: string) => {
      const end = closes(rest, mark);
      if (end === undefined) return `%${kind}${mark}${rest}`;
      const inside = rest.slice(0, end);
      const after = rest.slice(end + 1);
      if (kind === 'x') return `\`${inside.replaceAll('`', '\\`')}\`${after}`;
      if (kind === 'q' || kind === 'Q') return `${JSON.stringify(inside)}${after}`;
      const words = inside.split(/\s+/).filter((word) => word !== '');
      return `[${words.map((word) => JSON.stringify(word)).join(', ')}]${after}`;
    },
  );
}

function closes(text: string, mark: string): number | undefined {
  const close = OPENS[mark] ?? mark;
  let open = 1;
  for (let at = 0; at < Math.min(text.length, MAX_PERCENT); at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === close && --open === 0) return at;
    else if (char === mark && close !== mark) open++;
  }
  return undefined;
}

const MAY_RUN =
  /\b(?:system|exec|spawn|popen\w{0,3}|Open3|eval|\w{1,20}_eval|send|public_send|__send__|method)\b|`|%x|["']\s{0,3}\|/;

/** Ruby. */
export const ruby: PutTogetherLanguage = {
  dialect: {
    ...web.dialect,
    weak: false,
    sources: NO_SOURCES,
    tellsCommands: true,
    imports: /^(?:method|public_method|instance_method)$/,
    callbacks:
      /^(?:send|public_send|__send__|each|map|each_with_index|try|then|tap|yield_self|define_method)$/,
    bareNames: new Set(['send', 'public_send', '__send__', 'method', 'format', 'sprintf']),
    sinks: sinksByName(SINKS),
    fold,
  },
  mayRun: MAY_RUN,
  prepared,
};
