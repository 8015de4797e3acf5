import type { Language } from '../text/language.ts';
import { asp, aspNet } from './asp.ts';
import { java } from './java.ts';
import { lua } from './lua.ts';
import { node } from './node.ts';
import { perl } from './perl.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import type { WebLanguage } from './web-language.ts';

/** A text as the language that a web server would run it in, and the code in it; positions are those of the text. */
export interface Page {
  readonly language: WebLanguage;
  readonly code: string;
  /** False where code of this language has no business in a file of this name. */
  readonly fitting: boolean;
}

const PHP_NAME = /\.(?:php[\d-]{0,4}|phtml|phar|pht|phps|inc|module|engine|install|theme|tpl|ctp)$/i;
const JSP_NAME = /\.(?:jsp[xf]?|tagx?|jhtml|jspa|jsw|jsv)$/i;
const ASP_NAME = /\.(?:asp|asa|cer|cdx)$/i;
const ASPX_NAME = /\.(?:aspx|ashx|asmx|ascx|asax|cshtml)$/i;
const OTHER_FORMATS =
  /\.(?:json|ya?ml|xml|md|markdown|rst|adoc|tex|po|pot|csv|sql|patch|diff|yar|yara|rules?|snap|ipynb|vim|el|nse)$/i;

/** What only speaks of pages, or writes them. */
const OTHER_LANGUAGES: ReadonlySet<Language> = new Set(['json', 'yaml', 'shell', 'crontab', 'unit', 'awk']);

const BY_LANGUAGE: Partial<Record<Language, WebLanguage>> = { python, node, perl, ruby, lua };

/** How a text would be run by a web server; undefined for what none runs. */
export function pageOf(path: string, text: string, language: Language): Page | undefined {
  if (JSP_NAME.test(path)) return { language: java, code: serverCode(text), fitting: true };
  if (ASPX_NAME.test(path)) return { language: aspNet, code: serverCode(text), fitting: true };
  if (ASP_NAME.test(path) && text.includes('<%')) return classicAsp(text);
  const known = BY_LANGUAGE[language];
  if (known !== undefined) return { language: known, code: text, fitting: true };
  if (text.includes('_by_lua') && text.search(LUA_BLOCK) >= 0)
    return { language: lua, code: luaCode(text), fitting: true };
  if (OTHER_FORMATS.test(path) || (OTHER_LANGUAGES.has(language) && !PHP_NAME.test(path))) return undefined;
  if (/<\?(?:php\b|=)/i.test(text) || (PHP_NAME.test(path) && text.includes('<?'))) {
    return { language: php, code: phpCode(text), fitting: PHP_NAME.test(path) || !/\.\w{1,5}$/.test(path) };
  }
  if (language === 'markup' || !text.includes('<%')) return undefined;
  if (/<%@\s{0,20}page\b[^%]{0,300}(?:import|java)/i.test(text))
    return { language: java, code: serverCode(text), fitting: false };
  if (/<%@\s{0,20}page\b[^%]{0,300}language\s{0,4}=/i.test(text))
    return { language: aspNet, code: serverCode(text), fitting: false };
  return undefined;
}

/** OpenResty's directives that hold a program: `content_by_lua_block { … }`. */
const LUA_BLOCK =
  /\b(?:init|init_worker|set|rewrite|access|content|header_filter|body_filter|log|balancer)_by_lua(?:_block\s{0,20}(?:\$\w{1,40}\s{1,20})?\{|\s{1,20}["'])/g;

/** The Lua in nginx's settings, as far as each block's closing brace or quote; everything else as blanks. */
function luaCode(text: string): string {
  let code = '';
  let at = 0;
  for (const match of text.matchAll(LUA_BLOCK)) {
    const start = match.index + match[0].length;
    if (start < at) continue;
    const end = blockEnd(text, start, text[start - 1] ?? '');
    code += `${blank(text.slice(at, start))}${text.slice(start, end)}`;
    at = end;
  }
  return code + blank(text.slice(at));
}

function blockEnd(text: string, start: number, opening: string): number {
  if (opening !== '{') {
    const close = text.indexOf(opening, start);
    return close < 0 ? text.length : close;
  }
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return text.length;
}

function classicAsp(text: string): Page {
  const jscript = /language\s{0,4}=\s{0,4}["']?(?:jscript|javascript)/i.test(text.slice(0, 4000));
  return { language: jscript ? aspNet : asp, code: serverCode(text), fitting: true };
}

/** PHP between its tags; everything else as blanks. */
export function phpCode(text: string): string {
  return between(text, PHP_TAGS, phpEnd);
}

const PHP_TAGS: readonly (readonly [string, string])[] = [
  ['<?php', '?>'],
  ['<?=', '?>'],
  ['<?', '?>'],
];

/** Where PHP's code ends: at the first closing tag that stands in no string and no block comment. */
function phpEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '?' && text[at + 1] === '>') return at;
    else if (char === '#' || (char === '/' && text[at + 1] === '/')) {
      // A tag ends a comment as well as the line does; quotes in it mean nothing.
      const line = text.indexOf('\n', at);
      const stop = line < 0 ? text.length : line;
      const tag = text.slice(at, stop).indexOf('?>');
      if (tag >= 0) return at + tag;
      at = stop;
    } else if (char === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      if (close < 0) return -1;
      at = close + 1;
    }
  }
  // An open quote, of a heredoc for instance: the plain reading is the better guess.
  return quote === '' ? -1 : text.indexOf('?>', start);
}

const SCRIPT = /<script\b[^>]{0,300}runat\s{0,4}=[^>]{0,100}>/gi;
const TAGS: readonly (readonly [string, string])[] = [
  ['<%--', '--%>'],
  ['<%@', '%>'],
  ['<%!', '%>'],
  ['<%=', '%>'],
  ['<%', '%>'],
  ['<jsp:scriptlet>', '</jsp:scriptlet>'],
  ['<jsp:declaration>', '</jsp:declaration>'],
  ['<jsp:expression>', '</jsp:expression>'],
];

/** The code of JSP, ASP and ASP.NET pages: between tags, in server-side scripts, or a whole handler file. */
function serverCode(text: string): string {
  const lower = text.toLowerCase();
  const scripts = [...text.matchAll(SCRIPT)].slice(0, 100).map((match) => {
    const start = match.index + match[0].length;
    const end = lower.indexOf('</script', start);
    return { start, end: end < 0 ? text.length : end };
  });
  const tagged = between(
    text.replaceAll(/<!\[CDATA\[|\]\]>/g, (whole) => ' '.repeat(whole.length)),
    TAGS,
  );
  if (scripts.length === 0) {
    // `<%@ WebHandler … %>` and a class behind it.
    const handler = /^\s*<%@\s*web(?:handler|service)\b[^%]{0,400}%>/i.exec(text);
    return handler === null ? tagged : blank(handler[0]) + text.slice(handler[0].length);
  }
  let code = '';
  let at = 0;
  for (const { start, end } of scripts) {
    if (start < at) continue;
    code += tagged.slice(at, start) + text.slice(start, end);
    at = end;
  }
  return code + tagged.slice(at);
}

/** What stands between tags, the first that fits; tags become statement ends, the rest blanks of the same length. */
function between(
  text: string,
  tags: readonly (readonly [open: string, close: string])[],
  endOf = (whole: string, start: number, close: string): number => whole.indexOf(close, start),
): string {
  const parts: string[] = [];
  let at = 0;
  let missing = false;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0 || missing) break;
    const tag = tags.find(([start]) => isTag(text, start, open));
    if (tag === undefined) {
      parts.push(blank(text.slice(at, open + 1)));
      at = open + 1;
      continue;
    }
    const start = open + tag[0].length;
    const found = endOf(text, start, tag[1]);
    missing = found < 0;
    const end = missing ? text.length : found;
    parts.push(blank(text.slice(at, open)), `;${' '.repeat(tag[0].length - 1)}`);
    const inside = text.slice(start, end);
    parts.push(tag[0] === '<%@' || tag[0] === '<%--' ? blank(inside) : inside);
    at = end + (missing ? 0 : tag[1].length);
    if (!missing) parts.push(`;${' '.repeat(tag[1].length - 1)}`);
  }
  if (at < text.length) parts.push(blank(text.slice(at)));
  return parts.join('');
}

function isTag(text: string, tag: string, at: number): boolean {
  return (
    text.slice(at, at + tag.length).toLowerCase() === tag && !(tag === '<?' && text.startsWith('<?xml', at))
  );
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
