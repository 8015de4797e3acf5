import type { Function as FunctionNode, SyntaxNode } from 'unbash';
import type { ShellCommand } from '../model.ts';
import type { Again } from './again.ts';
import { mayRun, runningLines } from './handed-lines.ts';
import type { PieceReader } from './pieces.ts';
import type { Scope, TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';

/** Calls in one another. */
const MAX_CALL_DEPTH = 8;
/** Calls beyond that whose functions are looked through for what runs. */
const MAX_HANDED_CALLS = 5000;
const USES_ARGUMENTS = /\$\{?[#!]?[1-9@*]/;

/** Reads a function's body with what it is called with. */
export class FunctionCalls {
  readonly #state: ScriptState;
  readonly #tree: TreeReader;
  readonly #again: Again;
  readonly #pieces: PieceReader;
  readonly #functions = new Map<string, { readonly body: SyntaxNode; readonly scope: Scope }>();
  readonly #calling = new Set<string>();
  readonly #called = new Set<string>();
  #handedLeft = MAX_HANDED_CALLS;

  constructor(state: ScriptState, tree: TreeReader, again: Again, pieces: PieceReader) {
    this.#state = state;
    this.#tree = tree;
    this.#again = again;
    this.#pieces = pieces;
  }

  define({ name, body }: FunctionNode, scope: Scope): void {
    this.#functions.set(name.value, { body, scope });
  }

  call({ program, args }: ShellCommand): void {
    const { variables } = this.#state;
    const called = this.#functions.get(program);
    if (called === undefined || args.length === 0 || this.#calling.has(program)) return;
    const { body, scope } = called;
    const source = scope.source.slice(body.pos, body.end);
    if (!USES_ARGUMENTS.test(source)) return;
    const words = args.map(({ text }) => text);
    const key = [program, ...words].join('\0');
    if (!this.#isNew(key)) return;
    const read = (): void => {
      const before = variables.positional;
      variables.positional = words;
      this.#calling.add(program);
      this.#again.read(
        () => this.#tree.node(body, scope),
        () => {
          this.#handed(source, words, scope);
        },
      );
      this.#calling.delete(program);
      variables.positional = before;
    };
    if (this.#calling.size < MAX_CALL_DEPTH) read();
    else this.#state.later(key, read);
  }

  #isNew(call: string): boolean {
    if (this.#called.has(call)) return false;
    this.#called.add(call);
    return true;
  }

  /** Of a function that is not read again with these words: the lines alone that run what it is given. */
  #handed(body: string, words: readonly string[], scope: Scope): void {
    const rounds = words.some(mayRun) ? this.#handedLeft-- > 0 && runningLines(body, words) : [];
    if (!rounds) this.#state.miss('unfollowed');
    for (const { lines, given } of rounds || []) {
      this.#state.variables.positional = given;
      this.#pieces.lines(
        lines.filter(({ key }) => this.#isNew(key)).map(({ text }) => text),
        scope,
      );
    }
  }
}
