import type { ProgramLanguage } from '../../program-text/program-language.ts';

/** What the value of a setting is to the server. */
export type SettingKind =
  /** A line for a shell, or a program with its arguments. */
  | 'command'
  /** The same as a list of texts in quotes, a word each. */
  | 'words'
  /** Commands, a line each. */
  | 'lines'
  /** Commands, a text in quotes each. */
  | 'texts'
  /** Files that are run, or folders of them: of CGI. */
  | 'programs'
  /** Words of one command in elements and attributes of XML. */
  | 'elements'
  /** A program of a language, in braces or quotes behind the setting. */
  | { readonly code: ProgramLanguage }
  /** A file of a language that the server reads. */
  | { readonly file: ProgramLanguage };

export interface ServerSetting {
  /** With flags `gm`; the value is the first group that is there. For code without group: it begins where the match ends. */
  readonly pattern: RegExp;
  readonly kind: SettingKind;
}

/** A server whose settings run commands or programs. */
export interface Server {
  readonly name: RegExp;
  /** True where another reader of the chain knows the program, too: what this says comes on top. */
  readonly beside?: true;
  /** Read where the image has them, whatever the command says; absolute, below a variable's folder (`$PGDATA/x`), or where it is started (`./x`). */
  readonly files: readonly string[];
  /** A file that another one includes, as a pattern or folder, in the first group that is there. */
  readonly include?: RegExp;
  readonly settings: readonly ServerSetting[];
  /** What it reads as programs, or runs, wherever the image has it: as patterns like `files`; `%` is any folder that the command names. */
  readonly loads?: readonly {
    readonly files: readonly string[];
    readonly as: ProgramLanguage | 'shell' | 'program';
  }[];
  /** A setting among the words of the command: its name and value are the two groups. */
  readonly word?: RegExp;
  /** Names of settings whose value is a command, for `word`. */
  readonly commands?: RegExp;
}

/** A value in quotes or bare, up to the end of the line; in this order. */
const VALUE = String.raw`(?:"((?:[^"\\\n]|\\.)+)"|'((?:[^'\\\n]|\\.|'')+)'|([^\s"'#][^\n]*))`;
export const BLANK = String.raw`[ \t]{0,40}`;
export const GAP = String.raw`[ \t]{1,40}`;
export const EQUALS = String.raw`${BLANK}=${BLANK}`;

/** A text in quotes, of `most` characters at most. */
export function quotedText(most: number): string {
  return String.raw`("(?:[^"\\\n]|\\.){1,${most}}"|'[^'\n]{1,${most}}')`;
}

/** A setting at the beginning of a line, with its value. */
export function line(name: string, between = GAP): RegExp {
  return new RegExp(`^${BLANK}(?:${name})${between}${VALUE}`, 'gim');
}
