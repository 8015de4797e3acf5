import { firstGroup } from '../start-chain/first-group.ts';
import type { ProgramLanguage } from './program-language.ts';

/** Statements of one text that are looked at, and how far behind its beginning one is read. */
const MAX_STATEMENTS = 5000;
const MAX_STATEMENT = 4000;

/** An import as written: `from .a import b, c` of Python has the name `.a` and lists `b, c`. */
export interface ImportStatement {
  readonly name: string;
  /** Python: what is imported of it, which may be modules. */
  readonly listed?: string;
  /** True where it names a file beside the program, whatever its name looks like. */
  readonly beside?: true;
  /** Index in the text. */
  readonly at: number;
}

interface Form {
  /** Where a statement begins, or all of it. With flag `g`. */
  readonly begins: RegExp;
  /** What of the text behind the beginning belongs to it; undefined where it is none. */
  readonly goesOn?: (rest: string, begun: RegExpExecArray) => Omit<ImportStatement, 'at'> | undefined;
}

const QUOTED = String.raw`["']([^"'\n]{1,300})["']`;
const NAME = new RegExp(`^${QUOTED}`);
/** What stands before the name of what is imported, with a blank for each row of them. */
const FROM = /^ ?(?:type )?(?:[\w$*, ]{0,300}(?:\{[^{};()]{0,4000}\} ?)?\bfrom ?)?$/;
const COMMENTS = /\/\/[^\n]*|\/\*[^*]{0,500}\*\//g;
const LISTED = /^[ \t]{0,20}(?:\(([^()]{1,4000})|((?:[\w*, \t]|\\\r?\n){1,1000}))/;

const FORMS: Readonly<Partial<Record<ProgramLanguage, readonly Form[]>>> = {
  python: [
    {
      begins:
        /(?:^|[;:])[ \t]{0,40}(?:from[ \t]{1,20}([.\w]{1,200})[ \t]{1,20}import\b|import[ \t]{1,20}(\w[\w., \t]{0,400}))/gm,
      goesOn: (rest, [, from, modules = '']) => {
        if (from === undefined) return { name: modules };
        const [, inBrackets, bare = ''] = LISTED.exec(rest) ?? [];
        return { name: from, listed: (inBrackets ?? bare).replaceAll(/#[^\n]*|[\\\n\r]/g, ' ') };
      },
    },
  ],
  node: [
    { begins: /\b(?:require|import)\s{0,10}\(\s{0,10}["'`]([^"'`$\n]{1,300})["'`]\s{0,10}[,)]/g },
    {
      begins: /(?:^|[;}])[ \t]{0,40}(?:import|export)(?=[\s{"'*])/gm,
      goesOn: (rest) => {
        const plain = /^[^"']{0,4000}\//.test(rest) ? rest.replaceAll(COMMENTS, ' ') : rest;
        const before = /^[^"']{0,4000}/.exec(plain)?.[0] ?? '';
        const name = NAME.exec(plain.slice(before.length))?.[1];
        return name !== undefined && FROM.test(before.replaceAll(/\s+/g, ' ')) ? { name } : undefined;
      },
    },
  ],
  perl: [
    {
      begins:
        /(?:^|[;{}])[ \t]{0,40}(?:(?:require|do)[ \t]{1,20}["']([^"'$\n]{1,300})["'](?!\s{0,20}\.)|(?:use|require)[ \t]{1,20}([A-Za-z][\w:]{0,200}))/gm,
    },
  ],
  ruby: [
    {
      begins:
        /(?:^|;)[ \t]{0,40}(?:require|autoload[ \t(]{1,9}:\w{1,60},)[ \t(]{1,20}["']([^"'#\n]{1,300})["'](?!\s{0,20}\+)/gm,
    },
    {
      begins:
        /(?:^|;)[ \t]{0,40}(?:require_relative|load)[ \t(]{1,20}["']([^"'#\n]{1,300})["'](?!\s{0,20}\+)/gm,
      goesOn: (_rest, [, name = '']) => ({ name, beside: true }),
    },
  ],
  php: [
    {
      begins:
        /\b(?:require|include)(?:_once)?[ \t(]{1,20}(?:__DIR__[ \t]{0,5}\.[ \t]{0,5})?["']([^"'\n]{1,300})["'](?!\s{0,20}\.)/g,
    },
  ],
  lua: [{ begins: /\brequire\s{0,9}\(?\s{0,9}(?:["']([\w./-]{1,200})["']|\[\[([\w./-]{1,200})\]\])/g }],
};

/** The statements by which a program's text imports others by plain names, as written; of comments, too. */
export function* importStatements(text: string, language: ProgramLanguage): Generator<ImportStatement> {
  for (const { begins, goesOn } of FORMS[language] ?? []) {
    let left = MAX_STATEMENTS;
    for (const match of text.matchAll(begins)) {
      if (left-- <= 0) break;
      const end = match.index + match[0].length;
      const found =
        goesOn === undefined
          ? { name: firstGroup(match) ?? '' }
          : goesOn(text.slice(end, end + MAX_STATEMENT), match);
      if (found !== undefined && found.name !== '') yield { ...found, at: match.index };
    }
  }
}

/** The names of a list: `a as b, c` gives `a` and `c`. */
export function listedNames(text: string): readonly string[] {
  return text
    .split(',', 100)
    .map((part) => part.trim().split(/\s/, 1)[0] ?? '')
    .filter((part) => part !== '');
}
