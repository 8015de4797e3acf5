import { type Dialect, sinksByName } from '../flow/dialect.ts';
import type { WebLanguage } from './web-language.ts';

const dialect: Dialect = {
  syntax: {
    comments: ['--'],
    blocks: [['--[[', ']]']],
    quotes: { "'": 'string', '"': 'string' },
    multiline: '',
  },
  joins: '..',
  dots: true,
  closures: true,
  unscoped: true,
  weak: true,
  sources:
    /^ngx\.req\.get_(?:uri_args|post_args|headers|body_data|query_args)$|^ngx\.var\.(?:arg_\w{1,40}|http_\w{1,40}|request_body|query_string|args|request_uri)$|^(?:r|req|request)\.(?:args|parseargs|parsebody|body|params)$/,
  sinks: sinksByName([
    { name: 'execute', kind: 'command', of: /^os\.execute$/ },
    { name: 'popen', kind: 'command', of: /^io\.popen$/, args: [0] },
    { name: 'loadstring', kind: 'code', args: [0] },
    { name: 'load', kind: 'code', of: /^load$/, args: [0] },
  ]),
  passes: /^(?:tostring|unescape_uri|decode_base64|gsub|sub|lower|format|concat)$/,
};

/** Lua inside of nginx and the like. */
export const lua: WebLanguage = {
  id: 'lua',
  name: 'Lua',
  dialect,
  mayMatter: (text) =>
    /ngx\.|\brequest\b|\br:/.test(text) && /os\.execute|io\.popen|loadstring|\bload\s*\(/.test(text),
  page: false,
};
