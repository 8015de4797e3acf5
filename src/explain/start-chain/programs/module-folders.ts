import { absolutePath, directory } from '../../path-lookup.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { ProgramReader } from './program-reader.ts';

/** Folders of one program, and statements of a text that add some. */
export const MAX_FOLDERS = 32;
const MAX_STATEMENTS = 50;

/** Variables by which a language finds modules, by the manual pages. */
const VARIABLES: Readonly<Partial<Record<ProgramLanguage, readonly string[]>>> = {
  python: ['PYTHONPATH'],
  node: ['NODE_PATH'],
  perl: ['PERL5LIB', 'PERLLIB'],
  ruby: ['RUBYLIB'],
  lua: ['LUA_PATH', 'LUA_PATH_5_1', 'LUA_PATH_5_2', 'LUA_PATH_5_3', 'LUA_PATH_5_4'],
  awk: ['AWKPATH'],
};

/** Statements that add folders, up to the end of their line. */
const ADDED: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python:
    /\b(?:sys\.path\.(?:insert|append|extend)|addsitedir)\(([^\n]{1,300})|\bsys\.path\s{0,5}(?:\[[\d:, ]{0,9}\]\s{0,5})?\+?=([^\n]{1,300})/g,
  perl: /(?:^|[;{])[ \t]{0,40}use[ \t]{1,9}lib\b([^\n;]{1,300})|\bunshift[ \t(]{1,9}@INC\b([^\n;]{1,300})/gm,
  ruby: /\$(?:LOAD_PATH|:)\.(?:unshift|push|append|prepend)\b([^\n]{1,300})|\$(?:LOAD_PATH|:)\s{0,5}<<([^\n]{1,300})/g,
  node: /\bmodule\.paths\.(?:unshift|push)\(([^\n]{1,300})/g,
  lua: /\bpackage\.path\s{0,5}=([^\n]{1,300})/g,
};

const LUA = ['5.1', '5.2', '5.3', '5.4'].flatMap((version) =>
  ['/usr/local/share/lua', '/usr/share/lua'].flatMap((folder) => [
    `${folder}/${version}/?.lua`,
    `${folder}/${version}/?/init.lua`,
  ]),
);

/** Where modules of a program are looked for but beside the file that imports them; of Lua, patterns with `?` for the name. */
export function moduleFolders({ language, environment, main }: ProgramReader): readonly string[] {
  const { variables, cwd } = environment;
  const separator = language === 'lua' ? ';' : ':';
  const told = (VARIABLES[language] ?? [])
    .flatMap((name) => (variables.get(name) ?? '').split(separator, MAX_FOLDERS))
    .filter((folder) => folder.trim() !== '')
    .map((folder) => absolutePath(folder.trim(), cwd));
  if (language === 'lua') return [...told, absolutePath('?.lua', cwd), ...LUA];
  // Python's own first folder: that of the program, or where a module or a server is started.
  const first =
    language !== 'python'
      ? []
      : main === undefined
        ? [cwd]
        : [directory(main), ...(isBelow(main, cwd) ? [cwd] : [])];
  return [...first, ...told.slice(0, MAX_FOLDERS)];
}

function isBelow(path: string, folder: string): boolean {
  return folder === '/' || path.startsWith(`${folder}/`);
}

/**
 * Those that a text adds, as far as it says them in quotes: `sys.path.insert(0, join(dirname(__file__), "lib"))`. Relative ones are
 * looked for beside the file and where the program was started.
 */
export function foldersAdded(
  text: string,
  language: ProgramLanguage,
  file: string,
  cwd: string,
): readonly string[] {
  const folders = new Set<string>();
  let left = MAX_STATEMENTS;
  for (const match of text.matchAll(ADDED[language] ?? /(?!)/g)) {
    if (left-- <= 0 || folders.size >= MAX_FOLDERS) break;
    const quoted = [
      ...(match[1] ?? match[2] ?? '').matchAll(/["']([^"'\n]{1,200})["']|\bqw[(/{]([^)/}]{1,200})/g),
    ];
    const written = quoted.flatMap(([, one = '', words]) => words?.trim().split(/\s+/) ?? one.split(';'));
    // `$FindBin::Bin/lib`, `#{__dir__}/lib`.
    const parts = written
      .slice(0, 8)
      .map((part) => part.replace(/^(?:\$\w[\w:]{0,40}|[$#]\{[^}]{1,40}\})\//, './'));
    for (const name of [...parts, parts.join('/')])
      for (const from of [directory(file), cwd]) if (name !== '') folders.add(absolutePath(name, from));
    // `File.expand_path("../lib", __FILE__)`: one step up is the file's own folder.
    for (const name of parts)
      if (name.startsWith('../')) folders.add(absolutePath(name.slice(3), directory(file)));
  }
  return [...folders].slice(0, MAX_FOLDERS);
}
