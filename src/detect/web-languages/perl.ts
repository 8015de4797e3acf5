import { type Dialect, sinksByName } from '../flow/dialect.ts';
import { known } from '../flow/value.ts';
import type { WebLanguage } from './web-language.ts';

const PLAIN = /^(?:CORE\.(?:GLOBAL\.)?)?[a-z]\w*$/i;

/** Without it standard input is whoever sits at the terminal, not a request's body. */
const SPEAKS_CGI =
  /\b(?:REQUEST_METHOD|CONTENT_(?:LENGTH|TYPE)|QUERY_STRING|PATH_INFO|GATEWAY_INTERFACE|HTTP_[A-Z]\w{0,60})\b|\bCGI(?:::|->)|\buse CGI\b|content-type\s{0,4}:/i;

const dialect: Dialect = {
  syntax: {
    comments: ['#'],
    blocks: [],
    quotes: { "'": 'string', '"': 'template', '`': 'command' },
    multiline: '\'"`',
    sigils: '$@%',
    quoteWords: { q: 'string', qq: 'template', qx: 'command', qw: 'string', m: 'string', qr: 'string' },
  },
  joins: '.',
  dots: false,
  interpolates: '$',
  closures: true,
  bareCalls: true,
  sources:
    /^\$(?:q|cgi|query|req|r|c|self|in|form|input)\.(?:param|Vars|url_param|raw_cookie|http)$|^(?:param|url_param)$|^\$ENV\.(?:QUERY_STRING|HTTP_\w{1,60}|PATH_INFO|REQUEST_URI)$|^CGI\.(?:new\.)?param$/,
  sourcesIn: { text: SPEAKS_CGI, sources: /^STDIN$/ },
  sinks: sinksByName([
    { name: 'system', kind: 'command', of: PLAIN },
    { name: 'exec', kind: 'command', of: PLAIN },
    { name: 'eval', kind: 'code', of: PLAIN },
    {
      name: 'open',
      kind: 'command',
      of: PLAIN,
      args: [1, 2],
      // A command only with a pipe; anything else is a file.
      when: (args) => {
        const texts = args
          .slice(1)
          .flatMap(({ pieces }) => pieces.filter((piece) => typeof piece === 'string'));
        return texts.some((text) => text.includes('|'));
      },
    },
  ]),
  passes:
    /^(?:uri_unescape|decode_base64|lc|uc|join|split|sprintf|substr|unescape|decode|pack|unpack|param|reverse|chomp|shift|read|sysread)$/,
  quoters,
  fold: (name, [first]) => {
    const text = known(first);
    return name === 'decode_base64' && text !== undefined
      ? Buffer.from(text, 'base64').toString('latin1')
      : undefined;
  },
};

/** `sub quote { … =~ s/(['!])/'\\\\$1'/g … }`: what a shell must not see in single quotes is put behind a backslash. */
const QUOTER = /\bsub\s+(\w{1,60})\s*\{[^}]{0,200}?=~\s*s\/\(?\[?'[^/\n]{0,20}\/'\\{1,2}[^/\n]{0,20}\/g/g;

function quoters(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(QUOTER)].map((match) => match[1] ?? ''));
}

/** Perl behind CGI. */
export const perl: WebLanguage = {
  id: 'perl',
  name: 'Perl CGI',
  dialect,
  mayMatter: (text) =>
    /\bparam\b|QUERY_STRING|HTTP_\w|PATH_INFO|STDIN/.test(text) &&
    /\b(?:system|exec|eval|open|qx)\b|`/.test(text),
  page: true,
};
