import { absolutePath, directory } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Chain } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';

/** A file of the program's own that it reads at start. */
export interface Import {
  /** Absolute. */
  readonly path: string;
  /** Index in the text. */
  readonly at: number;
}

/** Of one file; whoever gets as many cannot know whether these are all. */
export const MAX_IMPORTS = 500;

const STATEMENTS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python:
    /^[ \t]{0,40}(?:from[ \t]+([.\w]{1,200})[ \t]+import[ \t(]+([\w, \t]{1,200})|import[ \t]+([\w., \t]{1,200}))/gm,
  node: /\b(?:require|import)\s{0,10}\(\s{0,10}["']([^"'\n]{1,300})["']\s{0,10}[,)]|^[ \t]{0,40}(?:import|export)\s[^;"'\n]{0,300}?(?:from\s{1,10})?["']([^"'\n]{1,300})["']/gm,
  perl: /^[ \t]{0,40}(?:require|do)[ \t]+["']([^"'$\n]{1,300})["'](?!\s{0,20}\.)|^[ \t]{0,40}use[ \t]+([A-Z][\w:]{0,200})/gm,
  ruby: /^[ \t]{0,40}(?:require_relative|require|load)[ \t(]+["']([^"'#\n]{1,300})["'](?!\s{0,20}\+)/gm,
  php: /\b(?:require|include)(?:_once)?[ \t(]+(?:__DIR__[ \t]{0,5}\.[ \t]{0,5})?["']([^"'\n]{1,300})["'](?!\s{0,20}\.)/g,
};

/**
 * The files in the image that a program's text imports by plain names, as far as they lie beside it: an import of
 * an installed library is none of the program's own and is not listed.
 */
export function importsOf(
  chain: Chain,
  text: string,
  language: ProgramLanguage,
  file: string,
): readonly Import[] {
  const pattern = STATEMENTS[language];
  if (pattern === undefined) return [];
  const folder = directory(file);
  const found = new Map<string, Import>();
  for (const match of text.matchAll(pattern)) {
    if (found.size >= MAX_IMPORTS) break;
    for (const candidate of candidates(match, language, folder)) {
      if (!isFile(chain, candidate) || candidate === file) continue;
      if (!found.has(candidate)) found.set(candidate, { path: candidate, at: match.index });
    }
  }
  return [...found.values()];
}

function candidates(match: RegExpMatchArray, language: ProgramLanguage, folder: string): readonly string[] {
  const name = match[1] ?? match[2] ?? '';
  switch (language) {
    case 'python':
      return pythonFiles(match, folder);
    case 'node':
      return nodeFiles(name, folder);
    case 'perl':
      return match[1] === undefined
        ? ['', '/lib', '/../lib'].map((beside) =>
            absolutePath(`${name.replaceAll('::', '/')}.pm`, folder + beside),
          )
        : [absolutePath(name, folder)];
    case 'ruby':
      return first(absolutePath(name, folder), ['.rb', '']);
    default:
      return [absolutePath(name.replace(/^\/+/, ''), folder)];
  }
}

/**
 * The file in the image that a module's name, once known, stands for beside a file of a program: `./lib`, `pkg.work`.
 * Undefined for one that is not there.
 */
export function moduleFile(
  chain: Chain,
  name: string,
  language: ProgramLanguage,
  folder: string,
): string | undefined {
  const paths =
    language === 'python'
      ? modulePaths(name, folder)
      : language === 'node'
        ? nodeFiles(name, folder)
        : first(absolutePath(name, folder), ['', language === 'ruby' ? '.rb' : '.lua']);
  return paths.find((path) => isFile(chain, path));
}

function nodeFiles(name: string, folder: string): string[] {
  if (!/^[./]/.test(name)) return [];
  return first(absolutePath(name, folder), ['', '.js', '.mjs', '.cjs', '.ts', '/index.js']);
}

function first(path: string, endings: readonly string[]): string[] {
  return endings.map((ending) => path + ending);
}

/** `from .a import b`, `from a.b import c`, `import a.b, c`, from the folder that the program lies in. */
function pythonFiles(match: RegExpMatchArray, folder: string): string[] {
  const from = match[1];
  const listed = (text: string): string[] =>
    text
      .split(',', 20)
      .map((part) => part.trim().split(/\s/, 1)[0] ?? '')
      .filter((part) => part !== '');
  const modules =
    from === undefined
      ? listed(match[3] ?? '')
      : [from, ...listed(match[2] ?? '').map((name) => `${from}${from.endsWith('.') ? '' : '.'}${name}`)];
  return modules.flatMap((module) => modulePaths(module, folder));
}

function modulePaths(module: string, folder: string): string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const up = '/..'.repeat(Math.max(0, dots - 1));
  const path = module.slice(dots).replaceAll('.', '/');
  if (path === '') return [absolutePath('__init__.py', folder + up)];
  return first(absolutePath(path, folder + up), ['.py', '/__init__.py']);
}
