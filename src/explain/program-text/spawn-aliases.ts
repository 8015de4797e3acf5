import type { ProgramLanguage } from './program-language.ts';

/** A name that a program gave to a function which starts other programs, and that function's own name. */
export interface SpawnAlias {
  readonly alias: string;
  /** `system`, `execSync`, … */
  readonly name: string;
}

const MAX_ALIASES = 200;
/** A name of Python or JavaScript; the text may be neither, and what is found becomes part of an expression. */
const NAME = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const SPAWNS =
  /^(?:system|popen|run|call|check_call|check_output|getoutput|getstatusoutput|Popen|spawn|exec[lv]?[pe]{0,2}|exec(?:Sync|File|FileSync)|spawnSync)$/;

/** `from os import system as s`, up to the end of the line or the closing bracket. */
const PYTHON_IMPORT =
  /\bfrom\s{1,9}(?:os|subprocess|pty|commands)\s{1,9}import\s{1,9}(\([^)]{1,2000}\)|[^\n;#]{1,2000})/g;
const PYTHON_ASSIGNED =
  /(?<![\w.])([A-Za-z_]\w{0,60})\s{0,9}=\s{0,9}(?:os|subprocess|pty)\.(\w{1,20})\s{0,9}(?=[\n;#]|$)/g;
/** `const { exec: e } = require('child_process')`, `import { exec as e } from 'node:child_process'`. */
const NODE_PICKED =
  /\{([^{}]{1,500})\}\s{0,9}(?:=\s{0,9}(?:await\s{1,9}import|require)\s{0,9}\(\s{0,9}|from\s{0,9})["'](?:node:)?child_process["']/g;
const NODE_ASSIGNED =
  /(?<![\w.$])([A-Za-z_$][\w$]{0,60})\s{0,9}=\s{0,9}(?:[^=;\n]{0,40}\bpromisify\s{0,9}\(\s{0,9})?(?:require\s{0,9}\(\s{0,9}["'](?:node:)?child_process["']\s{0,9}\)|[cC]hild_?[pP]rocess|cp)\.(\w{1,20})\b(?!\s{0,9}\()/g;
const NODE_PROMISED =
  /(?<![\w.$])([A-Za-z_$][\w$]{0,60})\s{0,9}=\s{0,9}(?:[^=;\n]{0,40}\.)?promisify\s{0,9}\(\s{0,9}(\w{1,20})\s{0,9}\)/g;

/** The other names under which a program calls what starts programs. */
export function spawnAliases(text: string, language: ProgramLanguage): readonly SpawnAlias[] {
  const pairs: [alias: string | undefined, name: string | undefined][] = [];
  if (language === 'python') {
    for (const [, list = ''] of text.matchAll(PYTHON_IMPORT))
      pairs.push(...renamed(list, /\s{1,9}as\s{1,9}/));
    for (const [, alias, name] of text.matchAll(PYTHON_ASSIGNED)) pairs.push([alias, name]);
  } else if (language === 'node' && text.includes('child_process')) {
    for (const [, list = ''] of text.matchAll(NODE_PICKED))
      pairs.push(...renamed(list, /\s{0,9}:\s{0,9}|\s{1,9}as\s{1,9}/));
    for (const [, alias, name] of text.matchAll(NODE_ASSIGNED)) pairs.push([alias, name]);
    for (const [, alias, name] of text.matchAll(NODE_PROMISED)) pairs.push([alias, name]);
  }
  const found = new Map<string, string>();
  for (const [alias, name] of pairs) {
    if (found.size >= MAX_ALIASES) break;
    if (alias === undefined || name === undefined || alias === name) continue;
    if (NAME.test(alias) && SPAWNS.test(name)) found.set(alias, name);
  }
  return [...found].map(([alias, name]) => ({ alias, name }));
}

/** `a as b, c` taken apart: what is renamed in a list of imported names. */
function renamed(list: string, as: RegExp): [alias: string | undefined, name: string | undefined][] {
  return list
    .replaceAll(/#[^\n]*/g, ' ')
    .replaceAll(/[()\s]+/g, ' ')
    .split(',')
    .map((item) => item.trim().split(as))
    .filter(({ length }) => length === 2)
    .map(([name, alias]) => [alias, name]);
}

/** Finds calls of any of the aliases. */
export function aliasCall(aliases: readonly SpawnAlias[], end: string): RegExp | undefined {
  if (aliases.length === 0) return undefined;
  const names = aliases.map(({ alias }) => alias.replaceAll('$', String.raw`\$`)).join('|');
  return new RegExp(String.raw`(?<![\w.$])(?:${names})\s*\(${end}`, 'g');
}
