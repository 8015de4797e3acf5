import type { Syntax } from './tokens.ts';
import type { Value } from './value.ts';

/** What a function does with what it is given. */
export type SinkKind =
  /** Runs it as code of the program's own language. */
  | 'code'
  /** Hands it to a shell or starts it as a program. */
  | 'command'
  /** Reads it as a file of code. */
  | 'include'
  /** Makes classes or libraries out of its bytes. */
  | 'binary'
  /** Calls a function that the value names. */
  | 'call';

export interface Sink {
  /** The function's name, the last part of its path; lower case where the language does not care. */
  readonly name: string;
  readonly kind: SinkKind;
  /** What the path before the name must look like, where the name alone says too little. */
  readonly of?: RegExp;
  /** Arguments that count; default all. */
  readonly args?: readonly number[];
  /** What else must hold of the arguments. */
  readonly when?: (args: readonly Value[]) => boolean;
  /** The command line that the arguments come to, where it is not just those that count. */
  readonly command?: (args: readonly Value[]) => string | undefined;
}

/** What the data flow must know of a language. Paths have their parts joined by dots, calls without brackets. */
export interface Dialect {
  readonly syntax: Syntax;
  /** Names of functions, or all names, do not care about case; their paths are then lower case. */
  readonly ignoresCase?: 'functions' | 'all';
  /** The operator that puts texts together. */
  readonly joins: '.' | '+' | '&' | '..';
  /** What begins an expression inside of a template. */
  readonly interpolates?: '$' | '${' | '{' | '#{';
  /** The dot leads to a member. */
  readonly dots: boolean;
  /** Functions see the variables around them. */
  readonly closures: boolean;
  /** How functions are written: `(a) => …` as well, or with no end that can be told. */
  readonly arrows?: boolean;
  readonly unscoped?: boolean;
  /** Functions with this decorator get their arguments from the request. */
  readonly routes?: RegExp;
  /** Functions that give the module which their argument names. */
  readonly imports?: RegExp;
  /** Declarations name a type first: `String cmd = …`. */
  readonly typed?: boolean;
  /** Blocks go by indentation. */
  readonly indented?: boolean;
  /** Every assignment may be one of several: the text does not show which. */
  readonly weak?: boolean;
  /** Functions are called without brackets too: `system $c`; or only with a text that is written out, as in Lua. */
  readonly bareCalls?: true | 'texts';
  /** Others that are, beside those that act: `join "", @words`. */
  readonly bareNames?: ReadonlySet<string>;
  /** What is known to be run is asked for, whoever decides it: `Found.commands`. */
  readonly tellsCommands?: true;
  /** Paths that hold what the request says, or functions that give it. */
  readonly sources: RegExp;
  /** Paths that do so only in a text with this shape: `self.path` in a handler of HTTP requests. */
  readonly sourcesIn?: { readonly text: RegExp; readonly sources: RegExp };
  /** Texts that name a stream with the request's body: `php://input`. */
  readonly sourceTexts?: RegExp;
  /** Functions that hand arguments of the request to the function given: `req.on('data', …)`. */
  readonly events?: RegExp;
  readonly sinks: ReadonlyMap<string, readonly Sink[]>;
  /** Functions whose result still is what they were given, by the last part of their path. */
  readonly passes: RegExp;
  /** Functions that give what a file or address holds: the sender's text only where they name all of it. */
  readonly opens?: RegExp;
  /** Functions that put one text into another, their third argument: that is what the result mostly is. */
  readonly replaces?: RegExp;
  /** What a call with known arguments comes to, if that can be computed. */
  readonly fold?: (
    name: string,
    args: readonly Value[],
    base: Value | undefined,
  ) => string | readonly string[] | undefined;
  /** Functions that call the function named by one argument with another. */
  readonly callbacks?: RegExp;
  /** Those of them whose first argument names the function: what follows is what it is called with. */
  readonly calledFirst?: RegExp;
  /** Members that are no text of the sender any more: `.length`. */
  readonly harmless?: RegExp;
  /** The text's own functions that quote what they are given for a shell. */
  readonly quoters?: (text: string) => ReadonlySet<string>;
  /** Names that stand for another path in this text: `cp` for `child_process`. */
  readonly aliases?: (text: string) => ReadonlyMap<string, string>;
  /** Assignments that are as good as a call: `p.StartInfo.Arguments = …`. */
  readonly assignments?: RegExp;
}

export function sinksByName(sinks: readonly Sink[]): ReadonlyMap<string, readonly Sink[]> {
  const byName = new Map<string, Sink[]>();
  for (const sink of sinks) {
    const known = byName.get(sink.name);
    if (known === undefined) byName.set(sink.name, [sink]);
    else known.push(sink);
  }
  return byName;
}
