import type { RuleInfo } from '../detector.ts';
import type { ShellCommand, ShellPipeline } from '../shell/model.ts';
import type { TextUnit } from '../text/text-unit.ts';

/**
 * How much a sign says by itself. `strong`: no honest program does it; `middle`: few do; `weak`: many do, so that it
 * counts only beside another one.
 */
export type Strength = 'strong' | 'middle' | 'weak';

/** One place of a script that does it. */
export interface Sign {
  readonly line: number;
  readonly excerpt: string;
  readonly strength: Strength;
  /** What it does, as the predicate of a sentence about the file: `kills other miners (xmrig)`. */
  readonly what: string;
  /** The codings that the command was hidden by. */
  readonly via?: string;
  /** Programs that it is done to: where the image has them itself, it may well do so. */
  readonly programs?: readonly string[];
}

/** A text with the commands in it. */
export interface Script {
  readonly unit: TextUnit;
  readonly commands: readonly ScriptCommand[];
}

export interface ScriptCommand {
  readonly command: ShellCommand;
  readonly pipeline: ShellPipeline;
  /** The texts of the command's arguments. */
  readonly args: readonly string[];
  readonly line: number;
}

/** Something that hostile images do when they start. */
export interface Behaviour {
  readonly rule: RuleInfo;
  readonly fix: string;
  look(script: Script): readonly Sign[];
}

/** The sign that a command is. */
export function signOf(
  { pipeline, line }: ScriptCommand,
  strength: Strength,
  what: string,
  programs?: readonly string[],
): Sign {
  const { via } = pipeline;
  return {
    line,
    excerpt: pipeline.text,
    strength,
    what,
    ...(via !== undefined && { via }),
    ...(programs !== undefined && { programs }),
  };
}

/** Wrappers are taken off a command; then the words in front stand in the pipeline's text only. */
export function isOrWraps({ command }: ScriptCommand, name: string): boolean {
  return command.name === name || command.wrappers.includes(name);
}

/** Names for a sentence, each once: `xmrig, kinsing and others`. */
export function listed(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)];
  return unique.length > most ? `${unique.slice(0, most).join(', ')} and others` : unique.join(', ');
}
