import { baseName } from '../../../base/base-name.ts';
import type { ProgramLanguage } from '../../program-text/program-language.ts';
import type { Environment, Place } from '../chain.ts';
import type { Handed } from './given.ts';
import type { Handling } from './handling.ts';

const LANGUAGES: readonly (readonly [RegExp, ProgramLanguage])[] = [
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno|tsx|ts-node)$/, 'node'],
  [/^perl[\d.]*$/, 'perl'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^(?:texlua|lua(?:jit)?)[\d.]*$/, 'lua'],
];

/** The language that an interpreter runs, by the last part of its name. */
export function languageOfProgram(interpreter: string): ProgramLanguage | undefined {
  const name = baseName(interpreter);
  return LANGUAGES.find(([pattern]) => pattern.test(name))?.[1];
}

/** A file that a program imports, to be followed later. */
export interface LaterImport {
  /** Absolute. */
  readonly path: string;
  readonly reader: ProgramReader;
  readonly command: string;
  readonly place: Place;
}

/** Who reads a program's text. */
export interface ProgramReader {
  readonly language: ProgramLanguage;
  /** The interpreter, by path or by name. */
  readonly interpreter: string;
  readonly environment: Environment;
  /** Absolute path of the file that the interpreter was started with, once that is being read. */
  readonly main?: string;
  /** Where modules are looked for beside those that are told by its environment: of `-I` and what its files add. */
  readonly folders?: readonly string[];
  readonly given?: Handed;
  /** What its texts may do with what it is given: whoever reads the first file asks. */
  readonly handling?: Handling;
  /** Imports that are too deep to be followed where they stand: whoever reads the first file follows them. */
  readonly later?: LaterImport[];
}
