import type { Language } from '../text/language.ts';

/** Functions of one text that are given names. */
const MAX_FUNCTIONS = 200;

/** A function that a variable holds, up to where its parameters or its body begin; the first group is the variable. */
const HELD: Partial<Record<Language, RegExp>> = {
  php: /\$([a-z_]\w{0,60})\s{0,9}=\s{0,9}(?:static\s{1,9})?function\s{0,9}\(/gi,
  perl: /(?:\b(?:my|our)\s{1,9})?\$([a-z_]\w{0,60})\s{0,9}=\s{0,9}sub\s{0,9}(?=\{)/gi,
  lua: /(?:\blocal\s{1,9})?\b([a-z_]\w{0,60})\s{0,9}=\s{0,9}function\s{0,9}\(/gi,
};
/** `$f = fn($x) => expression;` of PHP. */
const ARROW =
  /\$([a-z_]\w{0,60})\s{0,9}=\s{0,9}(?:static\s{1,9})?fn\s{0,9}\(([^()]{0,300})\)\s{0,9}=>([^;{}]{1,400});/gi;
/** What an anonymous function of PHP takes along. */
const USE = /\)\s{0,9}use\s{0,9}\([^()]{0,300}\)(?=\s{0,9}\{)/gi;
const CALL: Partial<Record<Language, RegExp>> = {
  php: /\$([a-z_]\w{0,60})(?=\s{0,3}\()/gi,
  perl: /\$([a-z_]\w{0,60})\s{0,3}->\s{0,3}(?=\()|&\$([a-z_]\w{0,60})(?=\s{0,3}\()/gi,
};

/** Functions that variables hold as functions of those names, and calls by the variables as theirs; lines stay what they are. */
export function withNamedFunctions(text: string, language: 'php' | 'perl' | 'lua'): string {
  const names = new Set<string>();
  const named = (name: string): boolean => {
    if (names.size >= MAX_FUNCTIONS) return false;
    names.add(name);
    return true;
  };
  let changed = language === 'php' ? text.replaceAll(USE, ')') : text;
  changed = changed.replaceAll(HELD[language] ?? /(?!)/g, (whole: string, name: string) => {
    if (!named(name)) return whole;
    const lines = whole.replaceAll(/[^\n]/g, '');
    return language === 'perl' ? `sub ${name} ${lines}` : `function ${name}(${lines}`;
  });
  if (language === 'php')
    changed = changed.replaceAll(ARROW, (whole: string, name: string, params: string, body: string) =>
      named(name) ? `function ${name}(${params}) { return ${body}; }` : whole,
    );
  const call = CALL[language];
  if (names.size === 0 || call === undefined) return changed;
  return changed.replaceAll(call, (whole: string, first?: string, second?: string) => {
    const name = first ?? second ?? '';
    return names.has(name) ? name : whole;
  });
}
