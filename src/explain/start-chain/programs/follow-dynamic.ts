import type { StartStep } from '../../explanation.ts';
import { directory } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { quote } from '../../program-text/call-arguments.ts';
import { COMPUTED, type StaticValue } from '../../program-text/static/value.ts';
import { RESERVED_STEPS, spend } from '../budget.ts';
import { type Chain, type Following, known, type Place, type Program } from '../chain.ts';
import { findFile } from '../program.ts';
import { makeStep } from '../step.ts';
import { type DynamicCall, dynamicCalls } from './dynamic-calls.ts';
import type { Loads } from './dynamic-shapes.ts';
import { moduleFile } from './imports.ts';
import { moduleFolders } from './module-folders.ts';
import type { ProgramReader } from './program-reader.ts';
import { calledCommand, WHERE_CALLED } from './where-called.ts';

/** Calls of one file that are listed though it is not known what they load. */
const MAX_UNKNOWN = 20;
const MAX_EVALUATED = 8;

const QUESTIONS: Readonly<Record<Loads, string>> = {
  module: 'which module it loads is not known',
  file: 'which file it runs is not known',
  command: 'which program it runs is not known',
  code: 'which code it evaluates is not known',
  method: 'which method it calls is not known',
};

interface DynamicPlace {
  /** Absolute path of the file; undefined for text on a command line. */
  readonly file: string | undefined;
  /** Files that its plain imports name. */
  readonly imported: ReadonlySet<string>;
  at(offset: number): Place;
  /** Follows a file that the same interpreter reads, or a text that it evaluates. */
  read(file: Program): Following;
  evaluate(text: string, place: Place): Following;
}

interface DynamicSteps {
  readonly found: readonly { readonly at: number; readonly steps: readonly StartStep[] }[];
  readonly unknown?: string;
}

/**
 * The calls of a program that load or run what a value names: what they come to where the text alone says so, and
 * otherwise that it is not known, and why.
 */
export function followDynamicCalls(
  chain: Chain,
  source: string,
  reader: ProgramReader,
  place: DynamicPlace,
): DynamicSteps {
  if (!spend(chain.budget, source.length / 4)) {
    return {
      found: [],
      unknown: 'too much to follow: calls whose target only shows while it runs were not looked for',
    };
  }
  const { language, environment, interpreter, main, given } = reader;
  const calls = dynamicCalls(source, {
    language,
    interpreter,
    ...environment,
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(main === undefined ? {} : { main }),
    ...(given === undefined ? {} : { given }),
  });
  const found: { at: number; steps: readonly StartStep[] }[] = [];
  const told = new Set<string>();
  let left = 0;
  for (const call of calls) {
    if (chain.budget.stepsLeft <= RESERVED_STEPS || !spend(chain.budget, 10)) {
      left++;
      continue;
    }
    const why = whyUnknown(call);
    if (why === undefined) {
      found.push({ at: call.at, steps: knownSteps(chain, call, reader, place) });
    } else if (!told.has(call.what)) {
      if (told.size >= MAX_UNKNOWN) {
        left++;
        continue;
      }
      told.add(call.what);
      found.push({ at: call.at, steps: [unknownStep(chain, call, why, place)] });
    }
  }
  return left === 0
    ? { found }
    : { found, unknown: `${left} more calls load what is not known or was not followed` };
}

function whyUnknown({ loads, value, rest }: DynamicCall): string | undefined {
  const target = value.kind === 'content' ? value.path : value;
  if (target.kind === 'unknown') return `${QUESTIONS[loads]}: ${target.why}`;
  if (target.kind !== 'list') return undefined;
  if (loads !== 'command') return `${QUESTIONS[loads]}: ${COMPUTED.why}`;
  const [first = rest[0]] = target.words;
  if (first?.kind === 'text') return undefined;
  return `${QUESTIONS[loads]}: ${(first?.kind === 'unknown' ? first : COMPUTED).why}`;
}

function unknownStep(chain: Chain, call: DynamicCall, why: string, { at }: DynamicPlace): StartStep {
  chain.budget.stepsLeft--;
  const what = oneLine(call.what, 300);
  const place = { ...at(call.at), when: WHERE_CALLED };
  return makeStep(chain, { what, command: what, kind: 'builtin', place, unknown: oneLine(why, 300) });
}

function knownSteps(
  chain: Chain,
  call: DynamicCall,
  reader: ProgramReader,
  place: DynamicPlace,
): readonly StartStep[] {
  const { loads, value } = call;
  if (value.kind === 'content') {
    if (value.path.kind !== 'text') return [];
    const follow = loads === 'command' ? commandsOfFile : fileSteps;
    return follow(chain, value.path.text, call, reader, place);
  }
  if (loads === 'command') return commandSteps(chain, call, reader, place);
  if (value.kind !== 'text') return [];
  switch (loads) {
    case 'module':
      return moduleSteps(chain, value.text, call, reader, place);
    case 'file':
      return fileSteps(chain, value.text, call, reader, place);
    case 'code':
      return codeSteps(chain, value.text, call, reader, place);
    default:
      return [];
  }
}

/** What a file holds is handed to a shell, which reads it as `sh FILE` would. */
function commandsOfFile(
  chain: Chain,
  path: string,
  { what, at: offset }: DynamicCall,
  { environment }: ProgramReader,
  { at }: DynamicPlace,
): readonly StartStep[] {
  const argv = [known('/bin/sh'), known(path)];
  const place = { ...at(offset), when: WHERE_CALLED };
  return chain.run({ argv, command: oneLine(what, 300), place, environment });
}

function folderOf({ file }: DynamicPlace, { environment }: ProgramReader): string {
  return file === undefined ? environment.cwd : directory(file);
}

/** A module that is not beside the program is an installed library, which is none of its own. */
function moduleSteps(
  chain: Chain,
  name: string,
  call: DynamicCall,
  reader: ProgramReader,
  place: DynamicPlace,
): readonly StartStep[] {
  const path = [folderOf(place, reader), ...(reader.folders ?? []), ...moduleFolders(reader)]
    .map((folder) => moduleFile(chain, name, reader.language, folder))
    .find((file) => file !== undefined);
  if (path !== undefined) return fileSteps(chain, path, call, reader, place);
  return /^[./]/.test(name) ? fileSteps(chain, name, call, reader, place) : [];
}

function fileSteps(
  chain: Chain,
  name: string,
  call: DynamicCall,
  reader: ProgramReader,
  place: DynamicPlace,
): readonly StartStep[] {
  // Files are named from where the program was started; those that are loaded, from beside it.
  const beside = call.loads === 'module' || call.beside;
  const folder = beside || reader.language === 'php' ? folderOf(place, reader) : reader.environment.cwd;
  const named = findFile(chain, name, folder);
  const program =
    named.node === undefined && reader.language === 'ruby' ? findFile(chain, `${name}.rb`, folder) : named;
  if (program.path !== undefined && place.imported.has(program.path)) return [];
  chain.budget.stepsLeft--;
  const following = program.node === undefined ? { children: [] } : place.read(program);
  const unknown = program.unknown ?? following.unknown;
  const command = oneLine(call.what, 300);
  const step = {
    what: program.path ?? program.what,
    command,
    kind: program.kind,
    place: place.at(call.at),
    program,
  };
  return [makeStep(chain, { ...step, unknown, children: following.children })];
}

/** A text that is evaluated is a program in the program; what it runs stands where the call stands. */
function codeSteps(
  chain: Chain,
  text: string,
  call: DynamicCall,
  { language, environment }: ProgramReader,
  { at, evaluate }: DynamicPlace,
): readonly StartStep[] {
  const { budget } = chain;
  if (budget.evaluated >= MAX_EVALUATED) return [];
  // What stands in the image's ENV stands in no text that a detector reads as a program.
  if ([...environment.variables.values()].includes(text)) chain.spoken.add(text, at(call.at), language);
  budget.evaluated++;
  const { children } = evaluate(text, at(call.at));
  budget.evaluated--;
  return children;
}

/** One text is a line for a shell; a list, or several texts, are words. */
function commandSteps(
  chain: Chain,
  { value, rest, at: offset }: DynamicCall,
  { environment }: ProgramReader,
  { file, at }: DynamicPlace,
): readonly StartStep[] {
  const words = value.kind === 'list' ? value.words : [value, ...rest.flatMap(listed)];
  const [first] = words;
  const line = words.length === 1 && value.kind === 'text' ? value.text : words.map(wordText).join(' ');
  if (first === undefined || line.trim() === '') return [];
  // No text of the program shows it in one piece, so no detector sees it there.
  chain.spoken.add(line, at(offset));
  return calledCommand(chain, line, at(offset), environment, file);
}

function listed(value: StaticValue): readonly StaticValue[] {
  return value.kind === 'list' ? value.words : [value];
}

function wordText(value: StaticValue): string {
  return value.kind === 'text' ? quote(value.text) : '"$unknown"';
}
