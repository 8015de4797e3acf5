import { type Dialect, type Sink, sinksByName } from '../flow/dialect.ts';
import { reversed } from '../text/decode/codings.ts';
import type { WebLanguage } from './web-language.ts';

const REQUEST =
  /^(?:(?:page|this|context|httpcontext\.current|me)\.)?request(?:\.(?:form|querystring|params|headers|cookies|item|inputstream|binaryread|files|body|servervariables|query|rawurl|userAgent))?$/i;
const HARMLESS =
  /^(?:url|applicationpath|physicalpath|physicalapplicationpath|filepath|islocal|httpmethod|contentlength|contenttype|browser|mappath|userhostaddress|length|count|isauthenticated|requesttype|currentexecutionfilepath|totalbytes|servervariables|contains|startswith|indexof|equals)$/i;
const PASSES =
  /^(?:string|tostring|trim|replace|split|join|concat|format|substring|mid|left|right|lcase|ucase|cstr|unescape|frombase64string|getstring|getbytes|decode\w{0,12}|decrypt\w{0,12}|transformfinalblock|urldecode|htmldecode|read\w{0,12}|streamreader|memorystream|binaryread|chr|strreverse|bytestostr|stringfrombinary|tolower|toupper|encoding|convert|xor|isnull|iif)$/i;

const RUNS: readonly Sink[] = [
  { name: 'start', kind: 'command', of: /process\.start$/i },
  { name: 'processstartinfo', kind: 'command' },
  { name: 'exec', kind: 'command', of: /(?:createobject|activexobject|shell|wsh|ws|oscript)\.exec$/i },
  { name: 'run', kind: 'command', of: /(?:createobject|activexobject|shell|wsh|ws|oscript)\.run$/i },
  { name: 'shellexecute', kind: 'command' },
  { name: 'eval', kind: 'code' },
  { name: 'execute', kind: 'code', of: /^execute$/i },
  { name: 'executeglobal', kind: 'code' },
  { name: 'addcode', kind: 'code' },
  { name: 'executestatement', kind: 'code' },
  { name: 'compileassemblyfromsource', kind: 'code' },
  { name: 'load', kind: 'binary', of: /assembly\.load$/i },
];

const vbscript: Dialect = {
  syntax: {
    comments: ["'"],
    blocks: [],
    quotes: { '"': 'string' },
    multiline: '',
    doubledQuotes: true,
    lines: true,
  },
  ignoresCase: 'all',
  joins: '&',
  dots: true,
  closures: true,
  unscoped: true,
  weak: true,
  bareCalls: true,
  sources: REQUEST,
  sinks: sinksByName(RUNS),
  passes: PASSES,
  harmless: HARMLESS,
  fold: (name, [first]) => {
    const [only, second] = first?.pieces ?? [];
    if (typeof only !== 'string' || second !== undefined) return undefined;
    if (name === 'chr' || name === 'chrw')
      return /^\d{1,5}$/.test(only) ? String.fromCharCode(Number(only)) : undefined;
    return name === 'strreverse' ? reversed(only) : undefined;
  },
};

const csharp: Dialect = {
  syntax: {
    comments: ['//'],
    blocks: [['/*', '*/']],
    quotes: { "'": 'string', '"': 'string' },
    multiline: '',
  },
  ignoresCase: 'functions',
  joins: '+',
  dots: true,
  closures: true,
  typed: true,
  sources: REQUEST,
  sinks: sinksByName(RUNS),
  passes: PASSES,
  harmless: HARMLESS,
  assignments: /(?:^|\.)(?:Arguments|FileName)$/,
};

function mayMatter(text: string): boolean {
  return /request/i.test(text) && /execute|eval|process|shell|assembly|addcode/i.test(text);
}

/** Classic ASP in VBScript. */
export const asp: WebLanguage = { id: 'asp', name: 'ASP', dialect: vbscript, mayMatter, page: true };

/** ASP.NET in C# or JScript, and classic ASP in JScript. */
export const aspNet: WebLanguage = { id: 'aspx', name: 'ASP.NET', dialect: csharp, mayMatter, page: true };
