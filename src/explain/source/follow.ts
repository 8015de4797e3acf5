import { type Lookup, pairsOf, resolveFolder } from './canonical.ts';
import type { SourceInstruction } from './parse-dockerfile.ts';
import { expand, quotedWords } from './variables.ts';

/** The variables in force while a stage's instructions are followed from the first to the last. */
export interface Variables {
  readonly lookup: Lookup;
  /** The WORKDIR in force; `/` where the base's is not known. */
  workdir(): string;
  /** Takes in what an instruction sets. */
  after(instruction: SourceInstruction): void;
}

/** Values of build arguments by name. */
export type Arguments = Pick<ReadonlyMap<string, string>, 'get'>;

/** `environment`: what the base image sets. `args`: build arguments whose values are known from elsewhere. */
export function variablesOf(
  environment: ReadonlyMap<string, string>,
  args: Arguments = new Map(),
): Variables {
  const env = new Map(environment);
  const inScope = new Map<string, string>();
  // A variable of ENV wins over an ARG of the same name.
  const lookup: Lookup = (name) => env.get(name) ?? inScope.get(name);
  let workdir = '/';
  return {
    lookup,
    workdir: () => workdir,
    after({ keyword, argument }) {
      if (keyword === 'ENV') {
        // All of one instruction see the values from before it.
        const pairs = pairsOf(argument, lookup);
        for (const [key, value] of pairs) env.set(key, value);
      } else if (keyword === 'WORKDIR') {
        workdir = resolveFolder(expand(argument, lookup), workdir);
      } else if (keyword === 'ARG') {
        for (const word of quotedWords(argument)) {
          const equals = word.indexOf('=');
          const name = equals === -1 ? word : word.slice(0, equals);
          const preset = equals === -1 ? undefined : expand(word.slice(equals + 1), lookup);
          const value = args.get(name) ?? preset;
          if (value !== undefined) inScope.set(name, value);
        }
      }
    },
  };
}
