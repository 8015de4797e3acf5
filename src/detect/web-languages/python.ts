import { type Dialect, sinksByName } from '../flow/dialect.ts';
import { PYTHON_SYNTAX } from '../flow/python-syntax.ts';
import { namesImported } from './imports.ts';
import type { WebLanguage } from './web-language.ts';

const MODULES = /^(?:os|subprocess|commands|pty|asyncio|popen2|builtins|flask|bottle|cgi|sys)$/;

const dialect: Dialect = {
  syntax: PYTHON_SYNTAX,
  joins: '+',
  dots: true,
  interpolates: '{',
  closures: true,
  indented: true,
  sources:
    /(?:^|\.)(?:request|req)\.(?:args|form|values|json|data|headers|cookies|files|get_json|get_data|GET|POST|COOKIES|META|body|query|query_params|params|forms|query_string|post|text|read|FILES|match_info|get_argument)$|^request\.(?:flask|bottle)|^self\.(?:get_argument|get_query_argument|get_body_argument|request\.body)$|^cgi\.(?:FieldStorage|parse)$|^os\.environ\.(?:QUERY_STRING|HTTP_\w{1,60}|PATH_INFO)$|^environ\.(?:QUERY_STRING|HTTP_\w{1,60}|PATH_INFO|wsgi)/,
  sourcesIn: {
    text: /HTTPRequestHandler|http\.server|BaseHTTPServer/,
    sources: /^self\.(?:path|headers|rfile)$/,
  },
  routes: /^(?:\w{1,40}\.){1,3}(?:route|get|post|put|patch|api_route|websocket|view_config)$/,
  imports: /^(?:__import__|import_module)$/,
  aliases: (text) => namesImported(text, MODULES),
  sinks: sinksByName([
    ...[
      'system',
      'popen',
      'popen2',
      'popen3',
      'execvp',
      'execv',
      'execl',
      'execlp',
      'spawnlp',
      'spawnvp',
    ].map((name) => ({ name, kind: 'command', of: /^os\./ }) as const),
    ...['run', 'call', 'Popen', 'check_output', 'check_call', 'getoutput', 'getstatusoutput'].map(
      (name) => ({ name, kind: 'command', of: /^(?:subprocess|commands)\./, args: [0] }) as const,
    ),
    { name: 'spawn', kind: 'command', of: /^pty\./ },
    { name: 'create_subprocess_shell', kind: 'command', of: /^asyncio\./, args: [0] },
    { name: 'create_subprocess_exec', kind: 'command', of: /^asyncio\./ },
    { name: 'eval', kind: 'code', of: /^(?:builtins\.)?eval$/, args: [0] },
    { name: 'exec', kind: 'code', of: /^(?:builtins\.)?exec$/, args: [0] },
  ]),
  passes:
    /^(?:str|bytes|decode|encode|strip|lstrip|rstrip|lower|upper|replace|split|join|format|unquote|unquote_plus|b64decode|b64encode|urlsafe_b64decode|b16decode|b32decode|unhexlify|fromhex|decompress|loads|parse_qs|parse_qsl|urlparse|urlsplit|compile|list|dict|tuple|get|getvalue|getfirst|read|pop|first|decrypt|shlex_split|a2b_base64|a2b_hex|rot13|await_|Query|Form|Body)$/,
  harmless:
    /^(?:status|method|remote_addr|user|session|isdigit|startswith|endswith|count|index|find|remote|host|is_json|content_length)$/,
};

export const python: WebLanguage = {
  id: 'python',
  name: 'Python',
  dialect,
  mayMatter: (text) =>
    /\bos\b|subprocess|commands|\beval\b|\bexec\b|\bpty\b|create_subprocess/.test(text) &&
    /request|\breq\b|environ|FieldStorage|self\.(?:path|headers|rfile)|get_argument|@\w{1,40}\.\w{1,20}\(/.test(
      text,
    ),
  page: false,
};
