import type { Dict, Own, Param, Value } from './value.ts';

/** What can be assigned: the place that the last expression named. */
export type Target = (value: Value) => void;

/** What is called, with what, and where. */
export interface Call {
  readonly callee: Value;
  /** What a method is called on, and its name. */
  readonly base: Value | undefined;
  readonly member: string | undefined;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Index of the opening bracket's token. */
  readonly at: number;
}

/** The parts of the reader, which ask for one another. */
export interface Parts {
  expression(least?: number): Value;
  primary(): Value;
  postfix(value: Value): Value;
  items(close: string): readonly Value[];
  /** One argument of Python, or all that one spreads. */
  argument(): readonly Value[];
  statement(): void;
  run(start: number, end: number, indent: number): void;
  define(params: readonly Param[], body: Body): Own;
  call(own: Own, args: readonly Value[], named: ReadonlyMap<string, Value>, self?: Value): Value;
  make(made: Dict, args: readonly Value[], named: ReadonlyMap<string, Value>): Value;
  called(call: Call): Value;
  code(text: string): Value;
  params(close: string): readonly Param[];
  /** What another file of the program gives to who imports it. */
  module(text: string, path: string): Value;
}

export interface Body {
  readonly start: number;
  readonly end: number;
  readonly isExpression: boolean;
}
