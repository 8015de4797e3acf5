import { mayBeLibraryModule } from '../../../analyze/index.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { type ImportStatement, importStatements, listedNames } from '../../program-text/import-statements.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';
import { compiledModules } from './native-loads.ts';
import { nodeFiles } from './node-files.ts';

/** A file of the program's own that it reads at start. */
export interface Import {
  /** Absolute. */
  readonly path: string;
  /** Index in the text. */
  readonly at: number;
}

/** Of one file; whoever gets as many cannot know whether these are all. */
export const MAX_IMPORTS = 500;

/**
 * The files in the image that a program's text imports by plain names, as far as they lie beside it or where the program
 * looks for modules: an import of an installed library is none of the program's own and is not listed.
 *
 * @param folders where modules are looked for but beside the file; of Lua, patterns
 */
export function importsOf(
  chain: Chain,
  text: string,
  language: ProgramLanguage,
  file: string,
  folders: readonly string[],
): readonly Import[] {
  const folder = directory(file);
  const found = new Map<string, Import>();
  for (const statement of singly(importStatements(text, language))) {
    if (found.size >= MAX_IMPORTS) break;
    const own = candidates(chain, statement, language, folder);
    if (!spend(chain.budget, 1 + own.length)) break;
    const beside = own.filter((path) => isFile(chain, path));
    // What is named from the file is looked for nowhere else.
    if (beside.length === 0) beside.push(...compiledBeside(chain, statement, language, folder));
    const isOwn = beside.length > 0 || statement.beside === true || /^[./]/.test(statement.name);
    const paths = isOwn ? beside : searched(chain, statement, language, folders);
    for (const path of paths)
      if (path !== file && !found.has(path)) found.set(path, { path, at: statement.at });
  }
  return [...found.values()];
}

/** `import a, b` of Python as two: each may lie elsewhere. */
function* singly(statements: Iterable<ImportStatement>): Generator<ImportStatement> {
  for (const statement of statements) {
    const names = statement.name.includes(',') ? listedNames(statement.name) : [statement.name];
    for (const name of names) yield { ...statement, name };
  }
}

/** A module beside the file of which there is only compiled code: `import work`, `require_relative "work"`. */
function compiledBeside(
  chain: Chain,
  { name, beside }: ImportStatement,
  language: ProgramLanguage,
  folder: string,
): readonly string[] {
  if (language === 'python' && /^\.?\w[\w.]{0,200}$/.test(name))
    return compiledModules(chain, absolutePath(name.replace(/^\./, '').replaceAll('.', '/'), folder));
  const isNamed = language === 'ruby' && (beside === true || /^\.{0,2}\//.test(name));
  return isNamed ? compiledModules(chain, absolutePath(name.replace(/\.so$/, ''), folder)) : [];
}

/** The files of a module in the first folder that has it. Installed libraries are looked at elsewhere. */
function searched(
  chain: Chain,
  statement: ImportStatement,
  language: ProgramLanguage,
  folders: readonly string[],
): readonly string[] {
  for (const folder of folders) {
    const paths = pathsIn(chain, statement, language, folder);
    if (!spend(chain.budget, paths.length)) break;
    const found = paths.filter((path) => !mayBeLibraryModule(path.slice(1)) && isFile(chain, path));
    if (found.length > 0) return found;
  }
  return [];
}

function pathsIn(
  chain: Chain,
  statement: ImportStatement,
  language: ProgramLanguage,
  folder: string,
): readonly string[] {
  if (language === 'lua') return [folder.replaceAll('?', () => statement.name.replaceAll('.', '/'))];
  const inFolder = language === 'node' ? { ...statement, name: `./${statement.name}` } : statement;
  return candidates(chain, inFolder, language, folder);
}

function candidates(
  chain: Chain,
  { name, listed = '' }: ImportStatement,
  language: ProgramLanguage,
  folder: string,
): readonly string[] {
  switch (language) {
    case 'python':
      return pythonFiles(name, listed, folder);
    case 'node':
      return nodeFiles(chain, name, folder);
    case 'perl':
      return /[./]/.test(name)
        ? [absolutePath(name, folder)]
        : ['', '/lib', '/../lib'].map((beside) =>
            absolutePath(`${name.replaceAll('::', '/')}.pm`, folder + beside),
          );
    case 'ruby':
      return first(absolutePath(name, folder), ['.rb', '']);
    case 'lua':
      return first(absolutePath(name.replaceAll('.', '/'), folder), ['.lua', '/init.lua']);
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
        ? nodeFiles(chain, name, folder)
        : first(absolutePath(name, folder), ['', language === 'ruby' ? '.rb' : '.lua']);
  return paths.find((path) => isFile(chain, path));
}

function first(path: string, endings: readonly string[]): string[] {
  return endings.map((ending) => path + ending);
}

/** `from .a import b`, `from a.b import c`, `import a.b, c`: each with the packages that it lies in, which run first. */
function pythonFiles(name: string, listed: string, folder: string): readonly string[] {
  const modules = listedNames(name);
  const [from = ''] = modules;
  const more = listedNames(listed).map((one) => `${from}${from.endsWith('.') ? '' : '.'}${one}`);
  const packages = modules.flatMap((module) => packagesOf(module, folder));
  return [...packages, ...[...modules, ...more].flatMap((module) => modulePaths(module, folder))];
}

const MAX_PACKAGES = 10;

/** `a/__init__.py` and `a/b/__init__.py` of `a.b.c`. */
function packagesOf(module: string, folder: string): readonly string[] {
  if (module.startsWith('.')) return [];
  const parts = module.split('.', MAX_PACKAGES).slice(0, -1);
  return parts.map((_, at) => absolutePath(`${parts.slice(0, at + 1).join('/')}/__init__.py`, folder));
}

function modulePaths(module: string, folder: string): string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const up = '/..'.repeat(Math.max(0, dots - 1));
  const path = module.slice(dots).replaceAll('.', '/');
  if (path === '') return [absolutePath('__init__.py', folder + up)];
  return first(absolutePath(path, folder + up), ['.py', '/__init__.py']);
}
