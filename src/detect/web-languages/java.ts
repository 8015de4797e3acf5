import { type Dialect, sinksByName } from '../flow/dialect.ts';
import type { WebLanguage } from './web-language.ts';

const dialect: Dialect = {
  syntax: {
    comments: ['//'],
    blocks: [['/*', '*/']],
    quotes: { "'": 'string', '"': 'string' },
    multiline: '',
    tripleQuotes: true,
  },
  joins: '+',
  dots: true,
  closures: true,
  typed: true,
  sources:
    /(?:^|\.)(?:request|req|getRequest|servletRequest|httpRequest)\.get(?:Parameter\w{0,6}|Headers?|InputStream|Reader|QueryString|Cookies|Parts?)$/,
  sinks: sinksByName([
    { name: 'exec', kind: 'command', of: /(?:getRuntime|untime|(?:^|\.)rt)\.exec$/ },
    { name: 'ProcessBuilder', kind: 'command' },
    { name: 'command', kind: 'command', of: /(?:ProcessBuilder|pb|builder)\.command$/i },
    { name: 'defineClass', kind: 'binary' },
    { name: 'defineAnonymousClass', kind: 'binary' },
    { name: 'URLClassLoader', kind: 'binary' },
    {
      name: 'eval',
      kind: 'code',
      of: /(?:engine\w{0,10}|getEngineBy\w{1,10}|ELProcessor|elp?|groovy\w{0,10}|GroovyShell|Shell)\.eval$/i,
    },
    { name: 'evaluate', kind: 'code', of: /(?:groovy\w{0,10}|GroovyShell|shell)\.evaluate$/i },
    { name: 'parseExpression', kind: 'code' },
    { name: 'invoke', kind: 'command', of: /get(?:Declared)?Method\.invoke$/ },
  ]),
  passes:
    /^(?:String|StringBuilder|StringBuffer|StringTokenizer|ByteArrayInputStream|BufferedReader|InputStreamReader|DataInputStream|ObjectInputStream|BufferedInputStream|GZIPInputStream|InflaterInputStream|Scanner|toString|valueOf|decode\w{0,20}|doFinal|format|concat|join|append|getBytes|trim|replace\w{0,4}|split|substring|toCharArray|asList|of|read\w{0,12}|copyOf\w{0,6}|base64\w{0,10}|[xX]or|unzip|decompress|decrypt\w{0,10}|getValue|URL)$/,
  harmless:
    /^(?:length|size|equals\w{0,12}|isEmpty|indexOf|contains|startsWith|endsWith|matches|hashCode|compareTo)$/,
};

export const java: WebLanguage = {
  id: 'jsp',
  name: 'JSP',
  dialect,
  mayMatter: (text) =>
    /request|\breq\b/i.test(text) &&
    /exec|ProcessBuilder|defineClass|defineAnonymousClass|eval|ClassLoader|parseExpression|invoke/.test(text),
  page: true,
};
