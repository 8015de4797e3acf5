import { NOT_LISTED, type StartStep, TOO_MUCH } from '../../explanation.ts';
import { directory } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { withNewlines } from '../../program-text/line-ends.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { programCommands } from '../../program-text/program-commands.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { isHalfSpent, MAX_DEPTH, RESERVED_STEPS, spend } from '../budget.ts';
import type { Chain, Following, Place, Program } from '../chain.ts';
import { libraryStep } from '../native/library-step.ts';
import { openScript, wasOpened } from '../open-script.ts';
import { findFile } from '../program.ts';
import { makeStep } from '../step.ts';
import { dataFilesIn, MAX_DATA_FILES, valuesSet } from './data-files.ts';
import { followDynamicCalls } from './follow-dynamic.ts';
import { speakAgain, speakGiven } from './given.ts';
import { HANDLES_ALL, newHandling, noteHandling } from './handling.ts';
import { importsOf, MAX_IMPORTS } from './imports.ts';
import { foldersAdded, MAX_FOLDERS, moduleFolders } from './module-folders.ts';
import { nativeLoads } from './native-loads.ts';
import { networkCalls } from './network-calls.ts';
import type { LaterImport, ProgramReader } from './program-reader.ts';
import { calledCommand, WHERE_CALLED } from './where-called.ts';

const MAX_TEXT = 4 * 1024 * 1024;
const MAX_COMMANDS = 50;
/** Texts that modules of one program set. */
const MAX_SET = 400;
/** Files one in the other below which imports are followed later: far enough from `MAX_DEPTH` for what they run. */
const MAX_IMPORT_DEPTH = MAX_DEPTH - 6;

/**
 * What a program's file does, as far as its text says so by itself: files of its own, commands, network calls, and
 * calls whose target only shows while it runs.
 */
export function readProgram(chain: Chain, file: Program, reader: ProgramReader): Following {
  const path = file.path ?? file.what;
  const { given, language } = reader;
  if (given !== undefined) speakAgain(chain, path, given, language);
  return openScript(chain, file, [], (text, place) => {
    if ((reader.main ?? reader.later) !== undefined && isInDisguise(path, text, language))
      chain.spoken.add(text, { file: path, line: 1 }, language);
    return withLater(chain, reader, path, (inner) =>
      readProgramText(chain, text, { main: path, ...inner }, place, path),
    );
  });
}

/** What a program's first text does, with the imports below it that were too deep: modules import one another in long rows. */
function withLater(
  chain: Chain,
  reader: ProgramReader,
  path: string | undefined,
  read: (reader: ProgramReader) => Following,
): Following {
  if (reader.later !== undefined) return read(reader);
  const later: LaterImport[] = [];
  const handling = newHandling();
  const following = read({ ...reader, later, handling });
  const children: StartStep[] = [];
  for (let next = later.shift(); next !== undefined; next = later.shift()) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS) break;
    if (!wasOpened(chain, next.path)) children.push(programStep(chain, next.path, next.reader, next));
  }
  if (path !== undefined) chain.handlings.set(path, handling);
  if (reader.given !== undefined) speakGiven(chain, reader.given, handling, reader.language);
  return children.length === 0 ? following : { ...following, children: [...following.children, ...children] };
}

/** Names and first lines by which detectors tell a language themselves; data that programs of it load has others. */
const KNOWN_BY: Readonly<Record<ProgramLanguage, RegExp>> = {
  python: /\.(?:pyw?|pth|tac)\n(?!#!)|\n#!.*(?:python|pypy)/,
  node: /\.(?:[cm]?[jt]sx?|json)\n(?!#!)|\n#!.*(?:node|bun|deno)/,
  perl: /\.(?:p[lm]|t|ph)\n(?!#!)|\n#!.*perl/,
  ruby: /\.(?:rb|ru|rake)\n(?!#!)|\n#!.*ruby/,
  php: /\.(?:php\d?|phtml)\n/,
  lua: /\.lua\n(?!#!)|\n#!.*lua/,
  awk: /\.awk\n(?!#!)|\n#!.*awk/,
};

/** Whether a text that a program loads as one of its own language looks like something else: `dofile("/opt/logo.dat")`. */
function isInDisguise(path: string, text: string, language: ProgramLanguage): boolean {
  // What is no PHP in it is a page.
  if (language === 'php' && !text.includes('<?')) return false;
  return !KNOWN_BY[language].test(`${path}\n${text.slice(0, 200).split('\n', 1)[0]}`);
}

/** The step that reading a file of the image makes, by its absolute path. */
export function programStep(
  chain: Chain,
  path: string,
  reader: ProgramReader,
  { command, place }: { readonly command: string; readonly place: Place },
): StartStep {
  chain.budget.stepsLeft--;
  const program = findFile(chain, path, '/');
  const following = readProgram(chain, program, reader);
  return makeStep(chain, { what: path, command, kind: program.kind, place, program, ...following });
}

/** What a text does that an interpreter is told in its words; detectors are shown it, too. */
export function readToldText(chain: Chain, source: string, reader: ProgramReader, place: Place): Following {
  chain.spoken.add(source.slice(0, MAX_TEXT), place, reader.language);
  return withLater(chain, reader, undefined, (inner) => {
    // A text among the words has those behind it for itself: `perl -ne system FILE`.
    if (inner.handling !== undefined) inner.handling.takes = true;
    return readProgramText(chain, source, inner, place);
  });
}

/** Notes the files of data that a text names, and what a module of the program's own sets. */
function noteData(chain: Chain, reader: ProgramReader, text: string, file: string | undefined): void {
  const { handling, environment, language, main } = reader;
  if (handling === undefined || (file !== undefined && isOfLibrary(file))) return;
  const folders = [environment.cwd, ...(file === undefined ? [] : [directory(file)])];
  for (const path of dataFilesIn(chain, text, folders))
    if (handling.data.size < MAX_DATA_FILES) handling.data.add(path);
    else handling.isCut = true;
  const halt = language === 'php' ? text.search(/__halt_compiler\b/i) : -1;
  // PHP's own data stands behind its text.
  if (halt >= 0)
    handling.values.add(
      text
        .slice(halt)
        .replace(/^\w{1,20}\s{0,9}\(\s{0,9}\)\s{0,9};?/, '')
        .trim(),
    );
  if (file === undefined || file === main) return;
  const { values, isCut } = valuesSet(text, language);
  handling.isCut ||= isCut;
  for (const value of values)
    if (handling.values.size < MAX_SET) handling.values.add(value);
    else handling.isCut = true;
}

function isOfLibrary(path: string): boolean {
  return /\/(?:node_modules|(?:site|dist)-packages|gems|vendor|perl5?)\/|^\/usr\/(?:local\/)?(?:lib|share)\//.test(
    path,
  );
}

/** What a text does that stands elsewhere (`python -c TEXT`): `file` is absent, and nothing lies beside it. */
function readProgramText(
  chain: Chain,
  source: string,
  reader: ProgramReader,
  place: Place,
  file?: string,
): Following {
  const { language, environment } = reader;
  const text = withNewlines(source.slice(0, MAX_TEXT), language);
  const cut = text.length < source.length ? `only its first ${MAX_TEXT / 1024} KiB were read` : undefined;
  // Of a large program, modules are named of which nothing more is followed: detectors read them all the same.
  const isNamed = file !== undefined && reader.main !== file && isHalfSpent(chain.budget);
  if (!spend(chain.budget, text.length / (isNamed ? 64 : 8))) return { children: [], unknown: TOO_MUCH };
  if (reader.handling !== undefined) {
    noteHandling(reader.handling, text, language);
    if (file !== undefined) reader.handling.files.add(file);
    noteData(chain, reader, text, file);
  }
  const index = new LineIndex(text);
  const at = (line: number): Place => (file === undefined ? place : { ...place, line });
  const found: { line: number; steps: readonly StartStep[] }[] = [];
  const origin = file ?? `${reader.main === undefined ? environment.cwd : directory(reader.main)}/-`;
  const added = foldersAdded(text, language, origin, environment.cwd);
  const folders = [...new Set([...added, ...(reader.folders ?? [])])].slice(0, MAX_FOLDERS);
  const own: ProgramReader = { ...reader, folders };
  const imports = importsOf(chain, text, language, origin, [...folders, ...moduleFolders(own)]);
  for (const { path, at: offset } of imports) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS) break;
    if (wasOpened(chain, path)) {
      // What it does may be told to another program, which read it first.
      if (reader.handling?.files.has(path) === false) Object.assign(reader.handling, HANDLES_ALL);
      continue;
    }
    const line = index.lineAt(offset);
    const command = oneLine(lineText(text, offset));
    const one = { path, reader: own, command, place: at(line) };
    if (chain.budget.depth >= MAX_IMPORT_DEPTH && reader.later !== undefined) reader.later.push(one);
    else found.push({ line, steps: [programStep(chain, path, own, one)] });
  }
  for (const { path, at: offset } of nativeLoads(chain, text, language, [
    directory(origin),
    environment.cwd,
  ])) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS) break;
    const line = index.lineAt(offset);
    const parts = { command: lineText(text, offset).trim(), place: { ...at(line), when: WHERE_CALLED } };
    found.push({ line, steps: libraryStep(chain, path, parts) });
  }
  if (isNamed) return { children: found.flatMap(({ steps }) => steps) };
  for (const command of programCommands(text, language, MAX_COMMANDS)) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS) break;
    if (isEvaluated(text, command.at, language)) continue;
    const steps = calledCommand(chain, command.text, at(command.line), environment, file);
    found.push({ line: command.line, steps });
  }
  const dynamic = followDynamicCalls(chain, text, reader, {
    file,
    imported: new Set(imports.map(({ path }) => path)),
    at: (offset) => at(index.lineAt(offset)),
    read: (program) => readProgram(chain, program, reader),
    evaluate: (inner, where) => readProgramText(chain, inner, reader, where),
  });
  for (const { at: offset, steps } of dynamic.found) found.push({ line: index.lineAt(offset), steps });
  for (const call of networkCalls(text, language)) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS) break;
    chain.budget.stepsLeft--;
    const line = index.lineAt(call.at);
    const parts = {
      what: oneLine(call.what, 300),
      command: oneLine(call.line, 300),
      kind: 'builtin' as const,
    };
    found.push({ line, steps: [makeStep(chain, { ...parts, place: { ...at(line), when: WHERE_CALLED } })] });
  }
  const children = found.sort((one, other) => one.line - other.line).flatMap(({ steps }) => steps);
  const more = imports.length >= MAX_IMPORTS ? `of its imports ${NOT_LISTED}` : undefined;
  const unknown = [cut, more, dynamic.unknown].filter((reason) => reason !== undefined).join('; ');
  return { children: withoutRepeats(children), ...(unknown === '' ? {} : { unknown }) };
}

/** Python's own `exec` takes Python, not a command: one of the calls that are followed as such. */
function isEvaluated(text: string, at: number, language: ProgramLanguage): boolean {
  return language === 'python' && /^exec\b/.test(text.slice(at, at + 5)) && text[at - 1] !== '.';
}

/** A text that is evaluated holds its commands for whoever reads the text around it, too. */
function withoutRepeats(steps: readonly StartStep[]): readonly StartStep[] {
  const told = new Set<string>();
  return steps.filter(({ line, what, command, when }) => {
    const key = [line, what, command].join('\0');
    const repeated = when !== undefined && line !== undefined && told.has(key);
    told.add(key);
    return !repeated;
  });
}

function lineText(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset + 1);
  return text.slice(offset === 0 ? 0 : start, Math.min(end === -1 ? text.length : end, start + 300));
}
