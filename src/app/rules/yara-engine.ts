import { Compiler, initSync, type Rules } from '@virustotal/yara-x';
import type { RulePlace } from '../../analyze/index.ts';
import { yaraModule } from './yara-module.ts';

/** Matches of one string that are counted; a condition cannot tell more of them apart. */
const MAX_MATCHES = 10_000;
/** Strings of one rule whose places are told. */
const MAX_STRINGS = 64;

/** What the package gives back (its README, "Scan Results Structure"), as far as it is used. */
interface ScanResult {
  readonly errors?: readonly unknown[];
  readonly matches: readonly {
    readonly identifier: string;
    readonly isPrivate: boolean;
    readonly patterns: readonly {
      readonly identifier: string;
      readonly matches: readonly { readonly offset: number }[];
    }[];
  }[];
}

/** For each rule that matched, by its name: where each of its strings is first. */
export type Matches = ReadonlyMap<string, readonly Omit<RulePlace, 'excerpt'>[]>;

let loaded = false;

/** @param module YARA-X, as another thread may have it already */
export function loadYara(module: object): void {
  if (!loaded) initSync({ module });
  loaded = true;
}

/** Rules compiled by YARA-X (WebAssembly), which is loaded with the first of them. `free` lets go of its memory. */
export class CompiledRules {
  readonly #rules: Rules;

  /** Throws an Error, whose message says where in the source what is wrong, for rules that do not compile. */
  constructor(source: string) {
    if (!loaded) loadYara(yaraModule());
    const compiler = new Compiler();
    try {
      compiler.addSource(source);
      this.#rules = compiler.build();
    } catch (error) {
      throw new Error(plainMessage(error), { cause: error });
    } finally {
      compiler.free();
    }
  }

  /** Tries all of them on one file. Costs some milliseconds, however small the file. Does not end by itself. */
  scan(bytes: Uint8Array): Matches {
    const scanner = this.#rules.scanner();
    try {
      scanner.setMaxMatchesPerPattern(MAX_MATCHES);
      const result = scanner.scan(bytes) as ScanResult;
      if (result.errors !== undefined && result.errors.length > 0)
        throw new Error(plainMessage(result.errors[0]));
      return new Map(
        result.matches
          .filter(({ isPrivate }) => !isPrivate)
          .map(({ identifier, patterns }) => [identifier, placesOf(patterns)]),
      );
    } finally {
      scanner.free();
    }
  }

  free(): void {
    this.#rules.free();
  }
}

function placesOf(
  patterns: ScanResult['matches'][number]['patterns'],
): readonly Omit<RulePlace, 'excerpt'>[] {
  return patterns
    .filter(({ matches }) => matches.length > 0)
    .slice(0, MAX_STRINGS)
    .map(({ identifier, matches }) => ({
      string: identifier,
      offset: matches.reduce((least, { offset }) => Math.min(least, offset), Number.MAX_SAFE_INTEGER),
    }));
}

/** `error[E025]: unknown pattern …` with a drawing below, as one sentence. */
function plainMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const what = /^error(?:\[\w+\])?: ([^\n]*)/.exec(text)?.[1] ?? text.split('\n', 1)[0] ?? '';
  const line = /--> line:(\d+)/.exec(text)?.[1];
  const label = /\^+ ([^\n]*)/.exec(text)?.[1];
  return [line === undefined ? '' : `line ${line}: `, what, label === undefined ? '' : ` (${label})`]
    .join('')
    .slice(0, 300);
}
