import type { LimitName, Limits } from '../../base/limits.ts';
import type { ShellPipeline } from '../shell/model.ts';
import type { Language } from './language.ts';
import type { ProgramPart } from './program-parts.ts';

/** One text to look at: a file's own, or one that it carries (decoded, written out, handed to an interpreter). */
export interface TextUnit {
  readonly text: string;
  readonly language: Language;
  /** For a carried text, the line of the file that it comes from; absent for the file's own text. */
  readonly line?: number;
  /** How it was decoded, if it was: `base64, gzip`, the outermost first. */
  readonly via?: string;
  /** Of a text that is shown once more with values in the place of their coded forms: those values, a line each. */
  readonly values?: string;
  /** An ELF program in code; `text` is empty. */
  readonly program?: true;
  /** For a text that a script writes to a file: that file, as written. */
  readonly target?: string;
  /** The commands in it: of a script, or of the command lines that another format holds. */
  readonly commands: readonly ShellPipeline[];
  /** Lines of a program on which it runs what came from the network. */
  readonly runsFetched?: readonly number[];
  /** The work that it was to read them. */
  readonly parts?: number;
  /** What kept some of it from being read. */
  readonly cut?: TextCut;
  /** The module of a bundle that it is, or comes from; lines are counted from its beginning. */
  readonly part?: ProgramPart;
}

/** The limit that was reached; or a text whose form is more than a reader of its language follows. */
export type TextCut = LimitName | 'unfollowed';

/** The line of the file on which something stands in a unit. */
export function lineOfFile({ line, part }: TextUnit, inUnit: number): number {
  return lineOfPart(part, line ?? inUnit);
}

export function lineOfPart(part: ProgramPart | undefined, line: number): number {
  return line + (part?.firstLine ?? 1) - 1;
}

/** About how much work it was to read a text, and is to look at it; what is no command counts by its length. */
export function workOf(units: readonly TextUnit[]): number {
  return units.reduce((sum, { parts = 0, text }) => sum + parts + (text.length >> 8), 1);
}

/** The unit's commands without those of files that it sources: they are shown where they stand. */
export function ownPipelines(unit: TextUnit): readonly ShellPipeline[] {
  return unit.commands.filter(({ from }) => from === undefined);
}

export interface UnitOptions {
  readonly variables?: ReadonlyMap<string, string>;
  readonly readFile?: (path: string) => string | undefined;
  /** Overrides what the path and content say. */
  readonly language?: Language;
  readonly limits?: Limits;
}
