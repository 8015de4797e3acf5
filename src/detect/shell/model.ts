import type { Language } from '../text/language.ts';

/** One word of a command, with quotes taken away and known variables put in. */
export interface ShellWord {
  readonly text: string;
  /** Pipelines whose output the word takes in: `$(…)`, backticks, `<(…)`. */
  readonly inner: readonly ShellPipeline[];
  /** The decoders that its text went through, where it did. */
  readonly via?: string;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly fd?: number;
  readonly target: ShellWord;
  /** The text of a here-document or here-string. */
  readonly body?: string;
}

export interface ShellCommand {
  /** Base name of what is run, once `sudo`, `env`, `nohup`, `busybox` and the like are taken off; '' for none. */
  readonly name: string;
  /** As it is written: `/tmp/.x/nginx`. */
  readonly program: string;
  readonly args: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
  /** What was taken off in front, by base name. */
  readonly wrappers: readonly string[];
  /** The name that `exec -a` gives to what is run. */
  readonly calledAs?: string;
  /** The pipelines inside, for `( … )`, `{ … }`, loops and conditions. */
  readonly body: readonly ShellPipeline[];
}

export interface ShellPipeline {
  readonly commands: readonly ShellCommand[];
  /** As written. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** How the text came to light when it does not stand in the file as it is: `base64`. */
  readonly via?: string;
  /** The sourced file that it stands in, where that is another than the script's own. */
  readonly from?: string;
  /** The decoders that what it prints went through. */
  readonly decoders?: string;
  /** What it prints, where that can be told without running it. */
  readonly output?: string;
  /** Where its output goes, when to a file. */
  readonly writesTo?: string;
}

/** A text that a script carries: written to a file, handed to another interpreter, or decoded. */
export interface CarriedText {
  readonly text: string;
  readonly line: number;
  readonly language: Language;
  /** The file that it is written to, if so. */
  readonly target?: string;
  readonly via?: string;
}

export interface ShellScript {
  /** Every pipeline, also those in functions, branches, substitutions and `sh -c` arguments, in source order. */
  readonly pipelines: readonly ShellPipeline[];
  readonly carried: readonly CarriedText[];
  readonly variables: ReadonlyMap<string, string>;
  /** Commands, words and branches of it that were read. */
  readonly parts: number;
  /** What kept some of it from being read. */
  readonly cut?: ScriptCut;
}

/** There was too much of it, or it nests deeper, or keeps more in its variables and files, than is followed. */
export type ScriptCut = 'maxScriptParts' | 'unfollowed';
