import type { RunConfig } from '../../image/config.ts';
import type { ImageTree, TreeNode } from '../../image/tree/image-tree.ts';
import type { ElfStep, StartStep, StartStepKind } from '../explanation.ts';
import type { Budget } from './budget.ts';
import type { Handling } from './programs/handling.ts';
import type { Holes } from './shell/holes.ts';
import type { Spoken } from './spoken.ts';

/** One word of a command: as written, and what it comes to where that is fully known. */
export interface Argument {
  readonly text: string;
  readonly value?: string;
  /** Without a value: what is known of it, holes for the rest. */
  readonly partly?: string;
  /** True where it may become any number of words: an unquoted variable that is not known. */
  readonly open?: boolean;
}

/** Where a command stands. */
export interface Place {
  /** With leading slash; or ENTRYPOINT, CMD, HEALTHCHECK, ONBUILD. */
  readonly file: string;
  readonly line?: number;
  readonly when?: string;
  readonly taken?: boolean;
  /** The layer of `file`, and the instruction that made it. */
  readonly layer?: number;
  readonly instruction?: string;
}

/** What a program inherits. */
export interface Environment {
  /** `null`: set, but to something that is not known. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Absolute. */
  readonly cwd: string;
}

/** What a program reads from its standard input, where the command says so. */
export type Stdin =
  | { readonly kind: 'text'; readonly text: string; readonly line?: number }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'unknown';
      /** The command that gives it. */
      readonly from: string;
      /** Its lines, where the image tells: the files that `find DIR` prints. */
      readonly lines?: readonly string[];
    };

export interface Invocation {
  readonly argv: readonly Argument[];
  /** The command as written, on one line. */
  readonly command: string;
  readonly place: Place;
  readonly environment: Environment;
  readonly stdin?: Stdin;
}

/** The file that a command's first word stands for, and what kind of thing it is. */
export interface Program {
  readonly kind: StartStepKind;
  /** What runs, for a person: the name as written, or the applet's. */
  readonly what: string;
  /** The last part of the name that it is called by: `sh`, `nginx`, the applet's name. */
  readonly name: string;
  /** The last part of the file's own path, which links may have led to. */
  readonly fileName?: string;
  /** With leading slash. */
  readonly path?: string;
  readonly node?: TreeNode;
  /** What speaks against it running at all. */
  readonly unknown?: string;
}

/** What running a program leads to, beyond the program itself. */
export interface Following {
  readonly children: readonly StartStep[];
  readonly unknown?: string;
}

/** Knows what one kind of program runs in turn; undefined when the program is not of that kind. */
export type Follower = (invocation: Invocation, program: Program, chain: Chain) => Following | undefined;

/** The image, and the way to follow a further command. One for each image. */
export interface Chain {
  readonly tree: ImageTree;
  readonly config: RunConfig;
  readonly budget: Budget;
  /** What values of its shell scripts are not known in. */
  readonly holes: Holes;
  readonly spoken: Spoken;
  /** What programs met so far need to run, by path and LD_LIBRARY_PATH. */
  readonly linked: Map<string, ElfStep>;
  /** What the texts of programs that were read may do with what they are given, by the path of the first. */
  readonly handlings: Map<string, Handling>;
  /** Text kept of the file at a path without leading slash. */
  text(path: string): string | undefined;
  /** The text of the instruction that made a layer. */
  instructionOf(layer: number): string | undefined;
  /** The step that a command makes, with all that follows from it. Empty once the steps are used up. */
  run(invocation: Invocation): readonly StartStep[];
}

export function known(value: string): Argument {
  return { text: value, value };
}

/** The words of a shell that is told a text. */
export function shellWords(text: string): readonly Argument[] {
  return [known('/bin/sh'), known('-c'), known(text)];
}
