import { type Language, languageOf } from '../language.ts';

const PROGRAMS: ReadonlySet<Language> = new Set(['python', 'perl', 'php', 'ruby', 'node', 'lua']);
/** A call, an import, an assignment with blanks: what no command of a shell looks like. */
const STATEMENT =
  /[\w\])]\s?\(|^[^\S\n]*(?:import|from|require|use|def|class|function|var|let|const|my|exec|eval)\b|^[^\S\n]*[$@]?\w{1,40}\s?[+.]?=\s/m;

/**
 * What a decoded text is written in. What its own first lines say decides; a program most often carries more of
 * itself; anything else without a sign is most often a command, and settings are read in either case.
 */
export function languageOfDecoded(text: string, outer: Language): Language {
  const own = languageOf('', undefined, text);
  if (own !== 'settings') return own;
  if (PROGRAMS.has(outer) && STATEMENT.test(text.slice(0, 8192))) return outer;
  return /^[\w.-]{1,60}\s*[:=]/.test(text) ? 'settings' : 'shell';
}
