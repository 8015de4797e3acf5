import type { StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { LineIndex } from '../../program-text/line-index.ts';
import { programCommands } from '../../program-text/program-commands.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import { spend } from '../budget.ts';
import { type Chain, type Environment, type Following, known, type Place, type Program } from '../chain.ts';
import { openScript } from '../open-script.ts';
import { findFile } from '../program.ts';
import { newScope } from '../shell/scope.ts';
import { walkText } from '../shell/walk-text.ts';
import { makeStep } from '../step.ts';
import { importsOf } from './imports.ts';
import { networkCalls } from './network-calls.ts';

const MAX_TEXT = 256 * 1024;
const MAX_COMMANDS = 50;
/** Steps that imports leave for what follows them. */
const RESERVE = 300;
/** A call in a function may never be reached: which is not known. */
const WHEN = 'where the program calls it';

const LANGUAGES: readonly (readonly [RegExp, ProgramLanguage])[] = [
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno)$/, 'node'],
  [/^perl[\d.]*$/, 'perl'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^lua[\d.]*$/, 'lua'],
];

/** The language that an interpreter runs, by the last part of its name. */
export function languageOfProgram(interpreter: string): ProgramLanguage | undefined {
  const name = interpreter.slice(interpreter.lastIndexOf('/') + 1);
  return LANGUAGES.find(([pattern]) => pattern.test(name))?.[1];
}

/** What a program's file does, as far as its text says so by itself: files of its own, commands, network calls. */
export function readProgram(
  chain: Chain,
  file: Program,
  language: ProgramLanguage,
  environment: Environment,
): Following {
  return openScript(chain, file, [], (text, place) =>
    readProgramText(chain, text, language, { place, environment, file: file.path ?? file.what }),
  );
}

interface TextPlace {
  readonly place: Place;
  readonly environment: Environment;
  /** Absolute path of the file; absent for text on a command line, beside which nothing lies. */
  readonly file?: string;
}

/** The same for a text that stands elsewhere (`python -c TEXT`). */
export function readProgramText(
  chain: Chain,
  source: string,
  language: ProgramLanguage,
  { place, environment, file }: TextPlace,
): Following {
  const text = source.slice(0, MAX_TEXT);
  const unknown =
    text.length < source.length ? { unknown: `only its first ${MAX_TEXT / 1024} KiB were read` } : {};
  if (!spend(chain.budget, text.length / 8)) return { children: [], unknown: 'too much to follow: not read' };
  const index = new LineIndex(text);
  const at = (line: number): Place => (file === undefined ? place : { ...place, line });
  const found: { line: number; steps: readonly StartStep[] }[] = [];
  for (const { path, at: offset } of file === undefined ? [] : importsOf(chain, text, language, file)) {
    if (chain.budget.stepsLeft <= RESERVE) break;
    chain.budget.stepsLeft--;
    const line = index.lineAt(offset);
    const program = findFile(chain, path, '/');
    const following = readProgram(chain, program, language, environment);
    const parts = {
      what: path,
      command: oneLine(lineText(text, offset)),
      kind: program.kind,
      place: at(line),
    };
    found.push({ line, steps: [makeStep(chain, { ...parts, program, ...following })] });
  }
  for (const command of programCommands(text, language, MAX_COMMANDS)) {
    const scope = newScope(environment, known(file ?? 'sh'), []);
    // What the program itself knows by a name, the shell's reader must not take for the image's.
    for (const [name] of command.text.matchAll(/(?<=\$\{?)\w{1,60}/g)) scope.variables.set(name, null);
    const { children } = walkText(chain, command.text, { place: at(command.line), scope });
    found.push({ line: command.line, steps: children.map((step) => ({ ...step, ...whenOf(step) })) });
  }
  for (const call of networkCalls(text, language)) {
    if (chain.budget.stepsLeft <= 0) break;
    chain.budget.stepsLeft--;
    const line = index.lineAt(call.at);
    const parts = {
      what: oneLine(call.what, 300),
      command: oneLine(call.line, 300),
      kind: 'builtin' as const,
    };
    found.push({ line, steps: [makeStep(chain, { ...parts, place: { ...at(line), when: WHEN } })] });
  }
  const children = found.sort((one, other) => one.line - other.line).flatMap(({ steps }) => steps);
  return { children, ...unknown };
}

function whenOf(step: StartStep): { when: string } {
  return { when: step.when === undefined ? WHEN : oneLine(`${WHEN}, ${step.when}`, 300) };
}

function lineText(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset + 1);
  return text.slice(offset === 0 ? 0 : start, Math.min(end === -1 ? text.length : end, start + 300));
}
