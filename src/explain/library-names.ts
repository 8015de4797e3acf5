import { importStatements, listedNames } from './program-text/import-statements.ts';
import type { ProgramLanguage } from './program-text/program-language.ts';

/** Names that one text may import before no more are looked at. */
const MAX_NAMES = 200;

/** Imports by a call, and how names of libraries look where other things are imported by names, too. */
const CALLS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python: /\b(?:__import__|import_module)\(\s{0,10}["'](\w[.\w]{0,200})["']/g,
};
const NAMES: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python: /^\w/,
  node: /^(?![./]|node:)/,
  perl: /^[A-Z][\w:]{0,200}$/,
  ruby: /^[a-z][\w/-]{0,200}$/,
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
  const pattern = NAMES[language];
  if (pattern === undefined) return [];
  const names = new Set<string>();
  for (const { name, beside } of importStatements(text, language)) {
    if (names.size >= MAX_NAMES) break;
    if (beside === true) continue;
    for (const one of language === 'python' ? listedNames(name) : [name])
      if (pattern.test(one)) names.add(one);
  }
  for (const name of namesIn(text, CALLS[language], MAX_NAMES - names.size)) names.add(name);
  return [...names];
}

/** The same for a command that starts an interpreter: by its options, and by program text that stands in it. */
export function librariesOfCommand(command: string, language: ProgramLanguage): readonly string[] {
  // Each statement on a line of its own, as in a file.
  const code = command.replace(/;\s{0,10}|\s-[ce]\s{0,4}['"]?/g, '\n');
  const options = namesIn(command, OPTIONS[language], MAX_NAMES);
  return [...options.filter((name) => !/^[./]|^node:/.test(name)), ...libraryNames(code, language)];
}

function namesIn(text: string, pattern: RegExp | undefined, most: number): readonly string[] {
  if (pattern === undefined) return [];
  const names = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    if (names.size >= most) break;
    names.add(match[1] ?? '');
  }
  return [...names];
}
