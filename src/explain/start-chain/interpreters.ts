import { type StartStep, UNKEPT_TEXT } from '../explanation.ts';
import { pythonFolders } from '../library-folders.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import type { ProgramLanguage } from '../program-text/program-language.ts';
import {
  type Argument,
  type Chain,
  type Follower,
  type Following,
  type Invocation,
  known,
  type Program,
} from './chain.ts';
import { INTERPRETERS, type Interpreter, insteadOf } from './interpreter-table.ts';
import { followAppServer } from './managers/app-servers.ts';
import { isFile } from './managers/service-files.ts';
import { findFile } from './program.ts';
import { entryFile } from './programs/entry-file.ts';
import { givenTo, speakWords } from './programs/given.ts';
import { preloadsAmong } from './programs/preloads.ts';
import { languageOfProgram, type ProgramReader } from './programs/program-reader.ts';
import { readProgram, readToldText } from './programs/program-text.ts';
import { makeStep } from './step.ts';

const MAX_TEXTS = 20;

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
    const instead = insteadOf(interpreter, word);
    if (instead?.runs === 'module') return runModule(chain, invocation, program, at, instead.value);
    if (instead !== undefined) return runTexts(chain, invocation, program, interpreter, at);
    if (interpreter.valued.includes(word)) at++;
    else if (!word.startsWith('-')) return runFile(chain, invocation, program, argument, at);
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
  at: number,
): Following {
  if (name?.value === undefined)
    return { children: [], unknown: 'which file it reads comes from a variable' };
  const language = languageOfProgram(program.name);
  const { cwd } = invocation.environment;
  const file = findFile(chain, entryFile(chain, name.value, language, cwd) ?? name.value, cwd);
  const { place, command } = invocation;
  chain.budget.stepsLeft--;
  const reader =
    language === undefined ? undefined : readerOf(chain, invocation, program, language, at, at + 1);
  const loaded = reader === undefined ? [] : preloadSteps(chain, invocation, reader, at);
  const content = file.node?.entry.content?.kind;
  const following: Following =
    reader !== undefined && (content === 'text' || content === 'script')
      ? readProgram(chain, file, reader)
      : { children: [], ...(language !== undefined && notRead(file, language)) };
  const unknown = file.unknown ?? following.unknown;
  const step = { what: file.what, command, kind: file.kind, place, program: file, unknown };
  return { children: [...loaded, makeStep(chain, { ...step, children: following.children })] };
}

/** PHP leaves out what stands before its marks, others what stands in comments: no bytes keep a file from being run. */
function notRead({ path, node }: Program, language: ProgramLanguage): Pick<Following, 'unknown'> {
  if (node?.entry.content?.kind !== 'data') return {};
  const isCompiled = language === 'python' && path?.endsWith('.pyc') === true;
  return { unknown: isCompiled ? 'compiled Python: not read' : UNKEPT_TEXT };
}

/** The texts that options tell from a word on: perl, ruby, lua and php take several. */
function runTexts(
  chain: Chain,
  invocation: Invocation,
  program: Program,
  interpreter: Interpreter,
  from: number,
): Following {
  const language = languageOfProgram(program.name);
  const texts: string[] = [];
  let at = from;
  for (; at < invocation.argv.length && texts.length < MAX_TEXTS; at++) {
    const instead = insteadOf(interpreter, invocation.argv[at]?.value ?? '');
    if (instead?.runs !== 'text') break;
    const text = instead.value ?? invocation.argv[++at]?.value;
    if (text !== undefined) texts.push(text);
    if (language === 'python' || language === 'node') {
      at++;
      break;
    }
  }
  const unknown = 'it runs program text on the command line: only calls that name their commands are read';
  if (language === undefined) return { children: [], unknown };
  const reader = readerOf(chain, invocation, program, language, from, at);
  const loaded = preloadSteps(chain, invocation, reader, from);
  const told =
    texts.length === 0 ? [] : readToldText(chain, texts.join('\n'), reader, invocation.place).children;
  return { children: [...loaded, ...told], unknown };
}

/** What options before a word make it load. */
function preloadSteps(
  chain: Chain,
  { argv, place }: Invocation,
  reader: ProgramReader,
  before: number,
): readonly StartStep[] {
  const { text } = preloadsAmong(wordsOf(argv.slice(1, before)), reader.language);
  return text === '' ? [] : readToldText(chain, text, reader, place).children;
}

function wordsOf(argv: readonly Argument[]): readonly string[] {
  return argv.map(({ value }) => value ?? '');
}

/** Who reads a program: with the options before a word, and given the words from another one on. */
function readerOf(
  chain: Chain,
  invocation: Invocation,
  { path, name }: Program,
  language: ProgramLanguage,
  before: number,
  from: number,
): ProgramReader {
  const { environment, argv } = invocation;
  const folders = preloadsAmong(wordsOf(argv.slice(1, before)), language).folders.map((folder) =>
    absolutePath(folder, environment.cwd),
  );
  return {
    language,
    interpreter: path ?? name,
    environment,
    folders,
    given: givenTo(invocation, from, chain),
  };
}

/** `python -m NAME`, looked for where the program starts and among installed packages. */
function runModule(
  chain: Chain,
  invocation: Invocation,
  program: Program,
  option: number,
  joined?: string,
): Following {
  const at = joined === undefined ? option + 1 : option;
  const module = joined ?? invocation.argv[at]?.value;
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
  const handed = moduleHandedTo(module, invocation, at);
  const inner =
    handed === undefined || at > MAX_MODULES
      ? []
      : runModule(chain, invocation, program, handed - 1).children;
  const path = module.replaceAll('.', '/');
  for (const folder of [
    invocation.environment.cwd,
    ...pythonFolders(chain.tree, invocation.environment.variables),
  ]) {
    for (const ending of ['/__main__.py', '.py']) {
      const candidate = absolutePath(path + ending, folder === '' ? '/' : folder);
      if (isFile(chain, candidate)) {
        const own = runFile(chain, invocation, program, known(candidate), option);
        // The packages that it lies in run before it.
        const reader = readerOf(chain, invocation, program, 'python', option, at + 1);
        const packages = readToldText(chain, `import ${module}`, reader, invocation.place).children;
        return { ...own, children: [...packages, ...own.children, ...inner, ...(server?.children ?? [])] };
      }
    }
  }
  if (server !== undefined) return server;
  // What cannot be read may run what it is given: `python -m timeit TEXT`.
  speakWords(chain, givenTo(invocation, at + 1, chain), 'python');
  const unknown = oneLine(`the module ${module} was not found in the image as source`, 200);
  return { children: inner, unknown };
}

const MAX_MODULES = 16;

/** Where the words of a module name another one that it runs: `python -m runpy NAME`, `python -m cProfile -m NAME`. */
function moduleHandedTo(module: string, { argv }: Invocation, at: number): number | undefined {
  const option = argv.findIndex(({ value }, index) => index > at && value === '-m');
  const next = module === 'runpy' ? at + 1 : option + 1;
  return next > at && argv[next]?.value !== undefined ? next : undefined;
}
