import type { StartStep } from '../../explanation.ts';
import { absolutePath, directory } from '../../path-lookup.ts';
import { type ForeignLanguage, foreignCommands } from '../../program-text/foreign-calls.ts';
import type { EmbeddedCommand } from '../../program-text/program-commands.ts';
import { tclCommands } from '../../program-text/tcl-commands.ts';
import type { Chain, Environment, Follower, Following, Invocation, Place, Program } from '../chain.ts';
import { isFile, textOf } from '../managers/service-files.ts';
import { openScript } from '../open-script.ts';
import { findFile } from '../program.ts';
import { withVariable } from '../servers/settings-files.ts';
import { globFiles } from '../shell/file-globs.ts';
import { makeStep } from '../step.ts';
import { dataFilesIn } from './data-files.ts';
import { FOREIGN_INTERPRETERS } from './foreign-interpreters.ts';
import { givenTo, speakAgain, speakGiven } from './given.ts';
import { type Handling, newHandling, noteHandling } from './handling.ts';
import { calledCommand } from './where-called.ts';

const MAX_WORDS = 64;
const MAX_UNASKED = 50;

/** `tclsh FILE`, `Rscript -e TEXT`, `awk 'BEGIN { system(…) }'`: the commands that such a program's calls name. */
export const followForeignProgram: Follower = (invocation, program, chain) => {
  const interpreter = FOREIGN_INTERPRETERS.find(({ name }) => name.test(program.name));
  if (interpreter === undefined) return undefined;
  const { language, text, attached, file, valued, textFirst, folder, unasked = [] } = interpreter;
  const children: StartStep[] = [];
  const { cwd } = invocation.environment;
  const problems = new Set<string>();
  const words = invocation.argv.slice(1, MAX_WORDS);
  let isTold = false;
  const handling = newHandling();
  const told = new Set<string | undefined>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.value ?? words[at]?.text ?? '';
    const next = words[at + 1];
    const inWord = attached?.exec(word)?.[1];
    const inNext = text?.test(word) === true ? next?.value : undefined;
    const isFirst = !isTold && !/^[-+]./.test(word);
    const given = inWord ?? inNext ?? (isFirst && textFirst === true ? words[at]?.value : undefined);
    if (given !== undefined) {
      noteHandling(handling, given, 'foreign');
      // A text among the words has those behind it for itself.
      handling.takes = true;
      told.add(word).add(inNext);
      children.push(...commandSteps(chain, commandsOf(given, language), invocation));
      isTold = true;
      if (inWord === undefined && inNext !== undefined) at++;
      continue;
    }
    const path = file?.test(word) === true ? foundFile(chain, next?.value, language, invocation) : undefined;
    if (path !== undefined) at++;
    const isOwn = isFirst && textFirst !== true && isFile(chain, absolutePath(word, cwd));
    if (path !== undefined || isOwn) {
      const own = absolutePath(path ?? word, cwd);
      const source = textOf(chain, own) ?? '';
      note(handling, source, own, chain, cwd);
      told.add(path ?? word);
      const read = readFile(chain, invocation, path ?? word, language);
      children.push(...read.children);
      if (read.unknown !== undefined) problems.add(read.unknown);
      isTold = true;
    } else if (valued?.test(word) === true) at++;
    // What follows a program are its own words.
    else if (isTold && !word.startsWith('-')) break;
  }
  const unaskedFor = [
    ...unasked.flatMap((one) => withVariable(one, invocation.environment)),
    ...words.flatMap(({ value = '' }, at) => {
      const named = folder?.option.test(value) === true ? words[at + 1]?.value : undefined;
      return named === undefined ? [] : [named + (folder?.files ?? '')];
    }),
  ];
  for (const path of unaskedFor.flatMap((one) => globFiles(chain, one, cwd, MAX_UNASKED) ?? []))
    if (isFile(chain, path)) children.push(...readFile(chain, invocation, path, language).children);
  const { stdin } = invocation;
  if (isTold) {
    const { words: all, ...input } = givenTo(invocation, 1, chain);
    const given = { ...input, words: all.filter((word) => !told.has(word)) };
    speakGiven(chain, given, handling);
  }
  if (!isTold && stdin?.kind === 'text')
    children.push(...commandSteps(chain, commandsOf(stdin.text, language), invocation));
  if (!isTold && stdin?.kind === 'file')
    children.push(...readFile(chain, invocation, stdin.path, language).children);
  const unknown = [...problems].slice(0, 3).join('; ');
  return unknown === '' ? { children } : { children, unknown };
};

/** A script whose first line names such an interpreter. */
export function readForeignScript(
  chain: Chain,
  script: Program,
  interpreter: string,
  invocation: Invocation,
): Following | undefined {
  const language = FOREIGN_INTERPRETERS.find(({ name }) => name.test(interpreter))?.language;
  if (language === undefined) return undefined;
  const { environment } = invocation;
  const given = givenTo(invocation, 1, chain);
  const path = script.path ?? script.what;
  speakAgain(chain, path, given);
  return openScript(chain, script, [], (text, place) => {
    const handling = newHandling();
    note(handling, text, path, chain, environment.cwd);
    chain.handlings.set(path, handling);
    speakGiven(chain, given, handling);
    return {
      children: commandSteps(chain, commandsOf(text, language), { place, environment }, script.path),
    };
  });
}

/** Notes what a text may do with what it is given, and the files of data that it names. */
function note(handling: Handling, text: string, path: string, chain: Chain, cwd: string): void {
  noteHandling(handling, text, 'foreign');
  for (const one of dataFilesIn(chain, text, [cwd, directory(path)])) handling.data.add(one);
}

function commandsOf(text: string, language: ForeignLanguage | 'tcl'): readonly EmbeddedCommand[] {
  return language === 'tcl' ? tclCommands(text) : foreignCommands(text, language);
}

/** What a file of such a language does: the commands that its calls name, and files that it loads. */
export function readForeignFile(
  chain: Chain,
  invocation: Invocation,
  name: string,
  language: ForeignLanguage | 'tcl',
): Following {
  const { cwd } = invocation.environment;
  const handling = newHandling();
  const path = absolutePath(name, cwd);
  note(handling, textOf(chain, path) ?? '', path, chain, cwd);
  speakGiven(chain, givenTo(invocation, 1, chain), handling);
  return readFile(chain, invocation, name, language);
}

function readFile(
  chain: Chain,
  invocation: Invocation,
  name: string,
  language: ForeignLanguage | 'tcl',
): Following {
  const { command, place, environment } = invocation;
  const file = findFile(chain, absolutePath(name, environment.cwd), '/');
  chain.budget.stepsLeft--;
  const following = openScript(chain, file, [], (text, at) => {
    // PowerShell runs programs as a shell does, without a call: its text is shown as one.
    if (language === 'powershell')
      chain.spoken.add(text.slice(0, MAX_SPOKEN), { file: file.path ?? name, line: 1 });
    const children = [
      ...commandSteps(chain, commandsOf(text, language), { place: at, environment }, file.path),
      ...filesLoaded(chain, text, directory(file.path ?? '/')).flatMap(
        (path) => readFile(chain, { ...invocation, place: at }, path, language).children,
      ),
    ];
    return { children };
  });
  const unknown = file.unknown ?? following.unknown;
  const parts = { what: name, command, kind: file.kind, place, program: file, unknown };
  return { children: [makeStep(chain, { ...parts, children: following.children })] };
}

/** The file that an option names: of awk, in a folder of AWKPATH, too, with or without its ending (gawk(1)). */
function foundFile(
  chain: Chain,
  name: string | undefined,
  language: ForeignLanguage | 'tcl',
  { environment: { variables, cwd } }: Invocation,
): string | undefined {
  if (name === undefined || language !== 'awk' || name.includes('/')) return name;
  const folders = [cwd, ...(variables.get('AWKPATH') ?? '/usr/share/awk').split(':', MAX_WORDS)];
  const paths = folders.flatMap((folder) => [name, `${name}.awk`].map((file) => absolutePath(file, folder)));
  return paths.find((path) => isFile(chain, path)) ?? name;
}

const MAX_LOADED = 20;
const MAX_SPOKEN = 64 * 1024;
const LOADS =
  /(?<![\w.#-])(?:sys\.|Code\.)?(?:source|include|load|load-file|loadfile|load_file|require_file|eval_file|evaluate\s{0,9}\(\s{0,9}new\s{1,9}File|Import-Module|import)(?:\s{0,9}\(\s{0,9}|\s{1,9})["'`]?([\w./-]{1,300})|(?:^|[;{])[ \t]{0,9}\.[ \t]{1,9}["']?(?:\$PSScriptRoot[\\/])?([\w./-]{1,300}\.ps1)|\(require\s{1,9}'([\w/-]{1,100})\s{0,9}\)/gm;

/** The image's files that such a program reads as its own: `source FILE` of Tcl and R, `include` of Julia. */
function filesLoaded(chain: Chain, text: string, folder: string): readonly string[] {
  const paths = [...text.matchAll(LOADS)].map(([, name, dotted, feature]) =>
    absolutePath(name ?? dotted ?? `${feature}.el`, folder),
  );
  return [...new Set(paths)].filter((path) => isFile(chain, path)).slice(0, MAX_LOADED);
}

/** Commands that a program calls: what a shell gets of them is shown to the detectors as well. */
function commandSteps(
  chain: Chain,
  commands: readonly EmbeddedCommand[],
  { place, environment }: { readonly place: Place; readonly environment: Environment },
  file?: string,
): readonly StartStep[] {
  return commands.flatMap(({ text, line }) => {
    const at = file === undefined ? place : { ...place, line };
    chain.spoken.add(text, at);
    return calledCommand(chain, text, at, environment, file);
  });
}
