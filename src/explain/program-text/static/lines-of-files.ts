import type { ProgramLanguage } from '../program-language.ts';

/** A name that a program gives each line of something, or an opened file. */
export interface Lined {
  readonly name: string;
  /** Where the expression of what it goes through, or opens, begins. */
  readonly at: number;
  /** Where the name stands. */
  readonly nameAt: number;
  /** The expression is the path of a file that is opened. */
  readonly opens: boolean;
}

interface LinedPattern {
  /** With groups `over`, at which the expression begins, and `name`; without a name it is Perl's `$_`. */
  readonly pattern: RegExp;
  readonly opens?: true;
}

const PATTERNS: Readonly<Partial<Record<ProgramLanguage, readonly LinedPattern[]>>> = {
  php: [
    {
      pattern:
        /\bforeach\s{0,5}\(\s{0,5}(?<over>\S)[^\n{]{0,300}?\sas\s{1,5}(?:\$\w{1,60}\s{0,5}=>\s{0,5})?\$(?<name>\w{1,60})/dg,
    },
  ],
  ruby: [
    {
      pattern:
        /\b(?<over>[A-Z]\w{0,30}\.\w{1,20}[^\n|{]{0,300}?)\s{0,5}(?:\bdo|\{)\s{0,5}\|\s{0,5}(?<name>\w{1,60})\s{0,5}\|/dg,
    },
    { pattern: /\bfor[ \t]{1,9}(?<name>\w{1,60})[ \t]{1,9}in[ \t]{1,9}(?<over>\S)/dg },
  ],
  lua: [{ pattern: /\bfor\s{1,9}(?<name>\w{1,60})\s{1,9}in\s{1,9}(?<over>\S)/dg }],
  perl: [
    { pattern: /\b(?:while|for|foreach)\s{0,5}\(?\s{0,5}(?<over><\$?\w{1,60}>)/dg },
    {
      pattern:
        /\bfor(?:each)?\s{1,5}(?:my\s{1,5})?\$(?<name>\w{1,60})\s{0,5}\(\s{0,5}(?<over><\$?\w{1,60}>)/dg,
    },
    {
      pattern:
        /\bopen\s{0,5}\(?\s{0,5}(?:my\s{1,5})?\$?(?<name>\w{1,60})\s{0,5},\s{0,5}(?:["'][^"'\n]{0,20}["']\s{0,5},\s{0,5})?(?<over>[^\s,])/dg,
      opens: true,
    },
  ],
};

const MAX_FOUND = 1000;

/** The names that loops over the lines of files, and calls that open them, give values in a program's code. */
export function linedNames(code: string, language: ProgramLanguage): readonly Lined[] {
  const found: Lined[] = [];
  for (const { pattern, opens = false } of PATTERNS[language] ?? []) {
    for (const { groups, indices } of code.matchAll(pattern)) {
      if (found.length >= MAX_FOUND) return found;
      const at = indices?.groups?.['over']?.[0];
      if (at === undefined) continue;
      const nameAt = indices?.groups?.['name']?.[0] ?? at;
      found.push({ name: groups?.['name'] ?? '_', at, nameAt, opens });
    }
  }
  return found;
}
