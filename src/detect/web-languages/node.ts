import { type Dialect, sinksByName } from '../flow/dialect.ts';
import { NODE_SYNTAX } from '../flow/node-syntax.ts';
import { known, type Value } from '../flow/value.ts';
import { namesRequired } from './imports.ts';
import type { WebLanguage } from './web-language.ts';

const CHILD = /^child_process\./;

const dialect: Dialect = {
  syntax: NODE_SYNTAX,
  joins: '+',
  dots: true,
  interpolates: '${',
  closures: true,
  arrows: true,
  sources:
    /(?:^|\.)(?:req|request|ctx|ctx\.request|ctx\.req|context\.request)\.(?:query|body|params|headers|cookies|url|rawBody|originalUrl|rawHeaders|files?)$|(?:^|\.)req\.(?:get|header|param)$/,
  events:
    /^(?:(?:\w{1,30}\.)?(?:req|request)|ws|wss|websocket|conn|connection|client)\.(?:on|once|addListener)$/,
  imports: /^(?:require|import)$/,
  aliases: (text) => namesRequired(text, /^(?:child_process|vm|util|shelljs|execa)$/),
  sinks: sinksByName([
    ...['exec', 'execSync', 'spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'].map(
      (name) => ({ name, kind: 'command', of: CHILD, args: [0, 1] }) as const,
    ),
    { name: 'exec', kind: 'command', of: /^(?:shelljs|shell)\.exec$/, args: [0] },
    { name: 'eval', kind: 'code', of: /^(?:(?:global|globalThis|window)\.)?eval$/, args: [0] },
    { name: 'Function', kind: 'code', of: /^Function$/ },
    ...['runInNewContext', 'runInThisContext', 'runInContext', 'Script', 'compileFunction'].map(
      (name) => ({ name, kind: 'code', of: /^vm\./, args: [0] }) as const,
    ),
    { name: '_compile', kind: 'code', args: [0] },
  ]),
  passes:
    /^(?:String|toString|from|concat|trim|decodeURIComponent|decodeURI|unescape|atob|parse|stringify|get|slice|substring|substr|replace|replaceAll|split|join|toLowerCase|toUpperCase|inflateSync|gunzipSync|inflateRawSync|read|text|json|final|update|URL|URLSearchParams|Buffer|assign|entries|values|pop|shift|push)$/,
  harmless:
    /^(?:length|test|match|includes|startsWith|endsWith|indexOf|method|ip|user|session|socket|statusCode|hostname|protocol|app|res|pipe|destroy|setTimeout)$/,
  fold: nodeFold,
};

function nodeFold(name: string, args: readonly Value[], base: Value | undefined): string | undefined {
  const first = known(args[0]);
  switch (name) {
    case 'atob':
      return first === undefined ? undefined : Buffer.from(first, 'base64').toString('latin1');
    case 'from': {
      const encoding = known(args[1]) ?? 'utf8';
      if (first === undefined || !/^(?:base64|base64url|hex|utf-?8|latin1|ascii)$/.test(encoding))
        return undefined;
      return Buffer.from(first, encoding as BufferEncoding).toString('latin1');
    }
    case 'fromCharCode': {
      const codes = args.map(known).map(Number);
      return codes.length < 5000 && codes.every((code) => code < 0x10000)
        ? String.fromCharCode(...codes)
        : undefined;
    }
    case 'toString':
      return known(base);
    default:
      return undefined;
  }
}

export const node: WebLanguage = {
  id: 'node',
  name: 'Node',
  dialect,
  mayMatter: (text) =>
    /child_process|\beval\s*\(|\bFunction\s*\(|\bvm\b|shelljs|_compile|ch.{0,12}ild_pro/.test(text) &&
    /\breq(?:uest)?\b|\bctx\b|\b(?:ws|wss|websocket|conn|connection|client)\.on/.test(text),
  page: false,
};
