import { type Dialect, sinksByName } from '../flow/dialect.ts';
import type { WebLanguage } from './web-language.ts';

const dialect: Dialect = {
  syntax: {
    comments: ['#'],
    blocks: [['\n=begin', '\n=end']],
    quotes: { "'": 'string', '"': 'template', '`': 'command' },
    multiline: '\'"`',
    sigils: '@$',
    lines: true,
  },
  joins: '+',
  dots: true,
  interpolates: '#{',
  closures: true,
  unscoped: true,
  weak: true,
  bareCalls: true,
  sources:
    /^params$|(?:^|\.)(?:request|req)\.(?:params|query_string|body|env|query|cookies|GET|POST|header|path)$|^(?:cgi|CGI\.new)\.params$|^ENV\.(?:QUERY_STRING|HTTP_\w{1,60})$/,
  sinks: sinksByName([
    ...['system', 'exec', 'spawn', 'eval'].map(
      (name) => ({ name, kind: name === 'eval' ? 'code' : 'command', of: /^(?:Kernel\.)?\w+$/ }) as const,
    ),
    ...['instance_eval', 'class_eval', 'module_eval'].map((name) => ({ name, kind: 'code' }) as const),
    { name: 'popen', kind: 'command', of: /^IO\./ },
    ...['capture2', 'capture2e', 'capture3', 'popen3', 'popen2e'].map(
      (name) => ({ name, kind: 'command', of: /^Open3\./ }) as const,
    ),
  ]),
  passes:
    /^(?:to_s|strip|chomp|downcase|upcase|decode64|urlsafe_decode64|unescape|read|gsub|sub|join|split|first|fetch|dig|unpack1?|parse|to_str|inflate)$/,
  harmless: /^(?:nil\?|empty\?|length|size|include\?|match\?|start_with\?|path_info|host|ip|key\?)$/,
};

export const ruby: WebLanguage = {
  id: 'ruby',
  name: 'Ruby',
  dialect,
  mayMatter: (text) =>
    /\bparams\b|\breq(?:uest)?\b|QUERY_STRING/.test(text) &&
    /\b(?:system|exec|spawn|eval|popen|Open3|\w+_eval)\b|`/.test(text),
  page: false,
};
