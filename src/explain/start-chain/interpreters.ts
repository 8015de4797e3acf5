import { UNKEPT_TEXT } from '../explanation.ts';
import { pythonFolders } from '../library-folders.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import type { ProgramLanguage } from '../program-text/program-language.ts';
import type { Argument, Chain, Follower, Following, Invocation, Program } from './chain.ts';
import { followAppServer } from './managers/app-servers.ts';
import { isFile } from './managers/service-files.ts';
import { findFile } from './program.ts';
import { entryFile } from './programs/entry-file.ts';
import { languageOfProgram, type ProgramReader } from './programs/program-reader.ts';
import { readProgram, readToldText } from './programs/program-text.ts';
import { makeStep } from './step.ts';

interface Interpreter {
  readonly name: RegExp;
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options after which no file is read, with what runs instead. */
  readonly instead: Readonly<Record<string, 'text' | 'module'>>;
}

const INTERPRETERS: readonly Interpreter[] = [
  { name: /^(?:python|pypy)[\d.]*$/, valued: ['-W', '-X', '-Q'], instead: { '-c': 'text', '-m': 'module' } },
  {
    name: /^deno$/,
    valued: ['-c', '--config', '--import-map', '--env-file', '--lock'],
    instead: { eval: 'text' },
  },
  {
    name: /^(?:node|nodejs|bun)$/,
    valued: ['-r', '--require', '--import', '--loader', '--env-file', '-C'],
    instead: { '-e': 'text', '--eval': 'text', '-p': 'text', '--print': 'text' },
  },
  { name: /^perl[\d.]*$/, valued: ['-I'], instead: { '-e': 'text' } },
  { name: /^ruby[\d.]*$/, valued: ['-I', '-r', '-C'], instead: { '-e': 'text' } },
  { name: /^php[\d.]*$/, valued: ['-d', '-c', '-S', '-t'], instead: { '-r': 'text' } },
  { name: /^lua[\d.]*$/, valued: ['-l'], instead: { '-e': 'text' } },
];

/** The file that an interpreter is told to read, and what that file does as far as its text says so by itself. */
export const followInterpreter: Follower = (invocation, program, chain) => {
  const interpreter = INTERPRETERS.find((one) => one.name.test(program.name));
  if (interpreter === undefined) return undefined;
  for (let at = 1; at < invocation.argv.length; at++) {
    const argument = invocation.argv[at];
    const word = argument?.value;
    if (word === undefined) return { children: [], unknown: 'which file it reads comes from a variable' };
    const command = commandOf(program.name, word, invocation.argv[at + 1]?.value);
    if (command === 'script') return undefined;
    if (command === 'run') continue;
    const instead = Object.hasOwn(interpreter.instead, word) ? interpreter.instead[word] : undefined;
    if (instead === 'module') return runModule(chain, invocation, program, at + 1);
    if (instead === 'text') return runText(chain, invocation, program, invocation.argv[at + 1]);
    if (interpreter.valued.includes(word)) at++;
    else if (!word.startsWith('-')) return runFile(chain, invocation, program, argument);
  }
  return { children: [] };
};

/** A command of the runtime's own: `run FILE` goes on with the file; `bun run NAME`, `node --run NAME`, `deno task NAME` with a script of the package's. */
function commandOf(name: string, word: string, next: string | undefined): 'run' | 'script' | undefined {
  if ((name === 'deno' && word === 'task') || (/^node(?:js)?$/.test(name) && word === '--run'))
    return 'script';
  if (name === 'deno') return /^(?:run|serve)$/.test(word) ? 'run' : undefined;
  if (name !== 'bun' || !/^(?:run|install|i|add|x)$/.test(word)) return undefined;
  return word === 'run' && /[./]/.test(next ?? '') ? 'run' : 'script';
}

function runFile(
  chain: Chain,
  invocation: Invocation,
  program: Program,
  name: Argument | undefined,
): Following {
  if (name?.value === undefined)
    return { children: [], unknown: 'which file it reads comes from a variable' };
  const language = languageOfProgram(program.name);
  const { cwd } = invocation.environment;
  const file = findFile(chain, entryFile(chain, name.value, language, cwd) ?? name.value, cwd);
  const { place, command } = invocation;
  chain.budget.stepsLeft--;
  const content = file.node?.entry.content?.kind;
  const following: Following =
    language !== undefined && (content === 'text' || content === 'script')
      ? readProgram(chain, file, readerOf(invocation, program, language))
      : { children: [], ...(language !== undefined && notRead(file, language)) };
  const unknown = file.unknown ?? following.unknown;
  const step = { what: file.what, command, kind: file.kind, place, program: file, unknown };
  return { children: [makeStep(chain, { ...step, children: following.children })] };
}

/** PHP leaves out what stands before its marks, others what stands in comments: no bytes keep a file from being run. */
function notRead({ path, node }: Program, language: ProgramLanguage): Pick<Following, 'unknown'> {
  if (node?.entry.content?.kind !== 'data') return {};
  const isCompiled = language === 'python' && path?.endsWith('.pyc') === true;
  return { unknown: isCompiled ? 'compiled Python: not read' : UNKEPT_TEXT };
}

function runText(
  chain: Chain,
  invocation: Invocation,
  program: Program,
  text: Argument | undefined,
): Following {
  const language = languageOfProgram(program.name);
  const following =
    text?.value === undefined || language === undefined
      ? { children: [] }
      : readToldText(chain, text.value, readerOf(invocation, program, language), invocation.place);
  const unknown = 'it runs program text on the command line: only calls that name their commands are read';
  return { children: following.children, unknown };
}

function readerOf(
  { environment }: Invocation,
  { path, name }: Program,
  language: ProgramLanguage,
): ProgramReader {
  return { language, interpreter: path ?? name, environment };
}

/** `python -m NAME`, looked for where the program starts and among installed packages. */
function runModule(chain: Chain, invocation: Invocation, program: Program, at: number): Following {
  const module = invocation.argv[at]?.value;
  if (
    languageOfProgram(program.name) !== 'python' ||
    module === undefined ||
    !/^[\w.]{1,200}$/.test(module)
  ) {
    return { children: [], unknown: 'it runs a module, not a file: not read' };
  }
  // A server that is a module loads what it would load as a program.
  const server = followAppServer(
    { ...invocation, argv: invocation.argv.slice(at) },
    { ...program, name: module },
    chain,
  );
  const path = module.replaceAll('.', '/');
  for (const folder of [
    invocation.environment.cwd,
    ...pythonFolders(chain.tree, invocation.environment.variables),
  ]) {
    for (const ending of ['/__main__.py', '.py']) {
      const candidate = absolutePath(path + ending, folder === '' ? '/' : folder);
      if (isFile(chain, candidate)) {
        const own = runFile(chain, invocation, program, { text: candidate, value: candidate });
        return { ...own, children: [...own.children, ...(server?.children ?? [])] };
      }
    }
  }
  if (server !== undefined) return server;
  return { children: [], unknown: oneLine(`the module ${module} was not found in the image as source`, 200) };
}
