import type { checkTarget } from '../../app/check.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Log } from '../log.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import type { Resolved } from '../settings.ts';

/** Where the overview lists a command. */
export type CommandGroup = 'Images' | 'Everything else';

/** What the commands that begin with one word are about, for the overview. */
export const GROUP_SUMMARIES: Readonly<Record<string, string>> = {
  rules: 'what can be found, and rules of your own',
  catalog: 'images whose layers are known',
  cache: 'what is kept of layers that were read',
};

/** What a command takes besides options, in order. */
export interface OperandSpec {
  /** As the help writes it: `IMAGE`. */
  readonly name: string;
  readonly help: string;
  readonly optional?: true;
  /** Only the last one: any number of them. */
  readonly many?: true;
  /** What it can be, for completion and "did you mean"; found out only when asked for. */
  readonly choices?: () => readonly string[] | Promise<readonly string[]>;
  /** The command itself says whether there is such a one: options may add to the choices. */
  readonly open?: true;
  /** The command that lists the choices, where they are many. */
  readonly listedBy?: string;
  /** Completion offers files. */
  readonly files?: true;
}

/** The image that a command is about. */
export const IMAGE_OPERAND: OperandSpec = {
  name: 'IMAGE',
  help: 'name in a registry, archive, folder, or - for what is piped in; a scheme forces one',
  files: true,
};

/** A command line as it stands in the help and the reference, and what it does. */
export type Example = readonly [command: string, what: string];

/**
 * A command is a declaration: parser, help, completion and docs/cli.md are made from it. It lives in one file
 * of this folder and has one line in `commands.ts`. `run` loads what it needs with `import()`, so that
 * no command pays for another.
 */
export interface CommandSpec<S> {
  /** One word, or two (`cache df`): the first names the group. */
  readonly name: string;
  /** What other programs call such a command: whoever types it is told its name here. */
  readonly elsewhere?: readonly string[];
  /** One line, a phrase without a full stop. */
  readonly summary: string;
  /** Further paragraphs, for its own help. */
  readonly about?: readonly string[];
  readonly group: CommandGroup;
  readonly operands?: readonly OperandSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** Exit codes that mean something else than those of `check`. */
  readonly exitCodes?: readonly (readonly [code: string, what: string])[];
  /** False for a command that must work whatever the configuration files hold. */
  readonly readsConfig?: false;
  /** Throws ClearpullErrors for what is wrong with the call; the framework prints them. */
  run(call: CommandCall<S>): Promise<ExitCode>;
}

/** What a command is given to do its work. */
export interface CommandCall<S = unknown> {
  readonly operands: readonly string[];
  /** The command's own options by name: flags over variables over configuration files over defaults. */
  readonly settings: S;
  /** Where each of them came from. */
  readonly resolved: Resolved;
  readonly io: Io;
  /** Messages for people, on standard error. */
  readonly log: Log;
  readonly version: string;
  /** Every command, for help and completion. */
  readonly commands: readonly Command[];
  /** The check itself, where a test brings its own. */
  readonly checkTarget?: typeof checkTarget;
}

/** A command of any shape of settings: those are made from its own options. */
export type Command = CommandSpec<unknown>;

/** Declares a command, with the shape of its settings. */
export function defineCommand<S = unknown>(spec: CommandSpec<S>): Command {
  return spec;
}
