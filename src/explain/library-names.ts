import type { ProgramLanguage } from './program-text/program-language.ts';
import { firstGroup } from './start-chain/first-group.ts';

/** Names that one text may import before no more are looked at. */
const MAX_NAMES = 200;

const STATEMENTS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python:
    /^[ \t]{0,40}(?:from[ \t]+(\w[.\w]{0,200})[ \t]+import\b|import[ \t]+(\w[\w., \t]{0,200}))|\b(?:__import__|import_module)\(\s{0,10}["'](\w[.\w]{0,200})["']/gm,
  node: /\b(?:require|import)\s{0,10}\(\s{0,10}["']([^"'\n]{1,300})["']|^[ \t]{0,40}(?:import|export)\s[^;"'\n]{0,300}?(?:from\s{1,10})?["']([^"'\n]{1,300})["']/gm,
  perl: /^[ \t]{0,40}(?:use|require)[ \t]+([A-Z][\w:]{0,200})/gm,
  ruby: /^[ \t]{0,40}require[ \t(]+["']([a-z][\w/-]{0,200})["']/gm,
};

/** Options by which an interpreter imports a library before its program. */
const OPTIONS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python: /\s-m\s{0,4}['"]?(\w[.\w]{0,200})/g,
  node: /(?:^|\s)(?:-r|--require|--import)[=\s]\s{0,4}['"]?([^\s'"]{1,300})/g,
  perl: /\s-[mM]([A-Z][\w:]{0,200})/g,
  ruby: /\s-r\s{0,4}([a-z][\w/-]{0,200})/g,
};

/**
 * The names of installed libraries that a program's text imports by plain names, each as its language writes it: `a.b`,
 * `@scope/name/part`, `A::B`. What belongs to the language itself is among them; what lies beside the program is not told from
 * it in Python.
 */
export function libraryNames(text: string, language: ProgramLanguage): readonly string[] {
  return namesIn(text, STATEMENTS[language], language);
}

/** The same for a command that starts an interpreter: by its options, and by program text that stands in it. */
export function librariesOfCommand(command: string, language: ProgramLanguage): readonly string[] {
  // Each statement on a line of its own, as in a file.
  const code = command.replace(/;\s{0,10}|\s-[ce]\s{0,4}['"]?/g, '\n');
  return [...namesIn(command, OPTIONS[language], language), ...libraryNames(code, language)];
}

function namesIn(text: string, pattern: RegExp | undefined, language: ProgramLanguage): readonly string[] {
  if (pattern === undefined) return [];
  const names = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    if (names.size >= MAX_NAMES) break;
    const written = firstGroup(match) ?? '';
    for (const name of language === 'python' ? written.split(',', 20) : [written]) {
      const plain = name.trim().split(/\s/, 1)[0] ?? '';
      if (plain !== '' && !/^[./]|^node:/.test(plain)) names.add(plain);
    }
  }
  return [...names];
}
