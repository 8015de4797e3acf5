import { visit } from 'jsonc-parser';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import { isComment, type Language } from './language.ts';
import { lines } from './lines.ts';

/** One `key: value` of a text, whatever the format. */
export interface Setting {
  /** The last part of the key, lower case: `url` of `pools[0].url`. */
  readonly key: string;
  /** All parts, lower case, joined by dots; list indexes left out. */
  readonly path: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const MAX_SETTINGS = 100_000;
const MAX_VALUE = 4096;

const LINE =
  /^\s*(?:export\s+|set\s+|local\s+|ENV\s+|const\s+|let\s+|var\s+|-\s+)?["']?([\w.$/-]{1,80})["']?\s*(?::=|=>|[:=])\s*(\S.*)$/;
const ELEMENT = /<([\w.:-]{1,60})(?:\s[^<>]{0,500})?>([^<>]{1,2000})<\/\1>/g;
const TAG = /<([\w.:-]{1,60})\s([^<>]{3,4000})>/g;
const ATTRIBUTE = /\b([\w.:-]{1,60})\s?=\s?(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')/g;
/** `[section]` of INI and TOML; `key:` with nothing behind it, of YAML. */
const SECTION = /^\s*\[{1,2}\s{0,8}["']?([\w.:/-](?:[\w.:/ -]{0,78}[\w.:/-])?)["']?\s{0,8}\]{1,2}\s*$/;
const YAML_PARENT = /^(\s*)(?:-\s+)?["']?([\w.-]{1,80})["']?:\s*(?:[|>&#].*)?$/;
/** systemd's `Environment=A=1 "B=2"` and Docker's `ENV A=1 B=2`. */
const ASSIGNED =
  /"([A-Za-z_]\w{0,60})=([^"]*)"|'([A-Za-z_]\w{0,60})=([^']*)'|(?<!\w)([A-Za-z_]\w{0,60})=("[^"]*"|'[^']*'|[^\s"']*)/g;
/**
 * `key = "value"` of a program, from the sign on; what stands before it (1) and the key (2) are read backwards. Looked for
 * from the key on, every word of a text would be gone through, from each of its characters.
 */
const LITERAL = /(?<=(([\w.-]{2,60})["']?\s*))(?:=>|[:=])\s*["'`]([^"'`\n]{1,2000})["'`]/g;

/** The settings in a text: JSON with comments, YAML, INI, properties, environment files, XML, or literals of a program. */
export function settingsIn(text: string, language: Language): readonly Setting[] {
  if (language === 'json') {
    const found = jsonSettings(text);
    if (found.length > 0) return found;
  }
  if (language === 'markup') return [...matches(text, ELEMENT), ...attributes(text)];
  const found = lineSettings(text, language);
  const program = language !== 'yaml' && language !== 'shell' && language !== 'unit';
  return program ? [...found, ...literals(text)] : found;
}

function jsonSettings(text: string): readonly Setting[] {
  const found: Setting[] = [];
  let key = '';
  try {
    visit(text, {
      onObjectProperty: (property) => {
        key = property.toLowerCase();
      },
      onLiteralValue: (value, _offset, _length, startLine, _column, keysAbove) => {
        if (found.length >= MAX_SETTINGS) return;
        const path = keysAbove()
          .filter((part) => typeof part === 'string')
          .slice(-8)
          .join('.')
          .toLowerCase();
        found.push({ key, path, value: String(value).slice(0, MAX_VALUE), line: startLine + 1 });
      },
      onObjectBegin: (_offset, _length, startLine, _column, keysAbove) => {
        // A key that holds an object is a setting too: `"randomx": { … }`.
        const last = keysAbove().at(-1);
        if (typeof last === 'string' && found.length < MAX_SETTINGS) {
          found.push({ key: last.toLowerCase(), path: last.toLowerCase(), value: '', line: startLine + 1 });
        }
      },
    });
  } catch {
    // Nested deeper than the parser goes: what was found so far stands.
  }
  return found;
}

function lineSettings(text: string, language: Language): readonly Setting[] {
  const found: Setting[] = [];
  let section = '';
  let parents: readonly { readonly indent: number; readonly key: string }[] = [];
  for (const line of lines(text)) {
    if (found.length >= MAX_SETTINGS) break;
    if (isComment(line.text, language)) continue;
    if (language === 'yaml') {
      const indent = line.text.search(/[^\s-]/);
      if (indent >= 0) parents = parents.filter((parent) => parent.indent < indent);
      const parent = YAML_PARENT.exec(line.text)?.[2];
      if (parent !== undefined) {
        found.push(setting(parent, '', line.number, pathOf(parents)));
        if (parents.length < MAX_PARENTS) parents = [...parents, { indent, key: parent }];
        continue;
      }
    } else {
      const header = SECTION.exec(line.text)?.[1];
      if (header !== undefined) {
        section = header;
        continue;
      }
    }
    const match = LINE.exec(line.text);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const inside = language === 'yaml' ? pathOf(parents) : section;
    found.push(setting(match[1], unquote(match[2]), line.number, inside));
    if (/^env(?:ironment)?$/i.test(match[1])) found.push(...assigned(match[2], line.number));
  }
  return found;
}

const MAX_PARENTS = 8;

function pathOf(parents: readonly { readonly key: string }[]): string {
  return parents.map(({ key }) => key).join('.');
}

function assigned(text: string, line: number): readonly Setting[] {
  return [...text.slice(0, MAX_VALUE).matchAll(ASSIGNED)].slice(0, 200).map((match) => {
    const value = unquote(match[2] ?? match[4] ?? match[6] ?? '');
    return setting(match[1] ?? match[3] ?? match[5] ?? '', value, line);
  });
}

/** `inside`: the section or the keys above it. */
function setting(name: string, value: string, line: number, inside = ''): Setting {
  const path = (inside === '' ? name : `${inside}.${name}`).toLowerCase();
  return { key: path.slice(path.lastIndexOf('.') + 1), path, value: value.slice(0, MAX_VALUE), line };
}

function unquote(value: string): string {
  const trimmed = value.trim().replace(/[,;]$/, '');
  const quoted = /^(["'`])(.*?)\1/.exec(trimmed)?.[2];
  return quoted ?? trimmed.replace(/(?<!\s)\s+#.*$/, '');
}

/** `<pool url="…" user="…"/>`: the element's name is part of the path. */
function attributes(text: string): readonly Setting[] {
  const found: Setting[] = [];
  const index = new LineIndex(text);
  for (const tag of text.matchAll(TAG)) {
    const line = index.lineAt(tag.index);
    for (const match of (tag[2] ?? '').matchAll(ATTRIBUTE)) {
      if (found.length >= MAX_SETTINGS) return found;
      found.push(setting(match[1] ?? '', match[2] ?? match[3] ?? '', line, tag[1]));
    }
  }
  return found;
}

/** Open to the test that holds them against the expression that reads forwards. */
export function literals(text: string): readonly Setting[] {
  const found: Setting[] = [];
  const index = new LineIndex(text);
  const pattern = new RegExp(LITERAL);
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index - (match[1] ?? '').length;
    if (start < end) {
      // What was a value before is no key.
      pattern.lastIndex = match.index + 1;
      continue;
    }
    if (found.length >= MAX_SETTINGS) break;
    end = pattern.lastIndex;
    found.push(setting(match[2] ?? '', match[3] ?? '', index.lineAt(start)));
  }
  return found;
}

function matches(text: string, pattern: RegExp): readonly Setting[] {
  const found: Setting[] = [];
  const index = new LineIndex(text);
  for (const match of text.matchAll(pattern)) {
    if (found.length >= MAX_SETTINGS) break;
    found.push(setting(match[1] ?? '', match[2] ?? '', index.lineAt(match.index)));
  }
  return found;
}
