import type { Value } from '../value.ts';

/** What the readers of a program's parts ask one another for: each of them may hold any of the others. */
export interface Parts {
  statement(): void;
  /** An expression whose operators bind at least so much. */
  expression(least: number): Value;
  /** The same, and an expression in front of which nothing binds, one level further in. */
  nested(what: 'unary' | 'postfix' | 'term' | 'all'): Value;
  unary(): Value;
  /** What an expression begins with: a text, a number, a name, a bracket. */
  primary(): Value;
  /** What follows it: members, elements, calls. */
  postfix(start: Value): Value;
  /** Values up to the closing bracket, whatever separates them. */
  group(close: string): readonly Value[];
  /** A function that has a name; false where there is none. */
  method(): boolean;
  /** A function without a name, behind its arguments. */
  closure(params: readonly string[]): Value;
  /** A function without a name that begins with a word. */
  anonymous(): Value;
  /** Notes what the function at hand gives back. */
  give(value: Value): void;
}
