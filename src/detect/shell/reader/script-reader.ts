import type { Statement, SyntaxNode, Word } from 'unbash';
import { forEachChild, parse } from 'unbash';
import { LineIndex } from '../../../explain/program-text/line-index.ts';
import type { ShellCommand, ShellPipeline } from '../model.ts';
import { staticOutput } from '../static-output.ts';
import { writtenTo } from '../written-to.ts';
import { MAX_NESTING, MAX_NODE_DEPTH } from './bounds.ts';
import { CommandReader } from './commands.ts';
import { producing } from './fed-interpreter.ts';
import { follow } from './follow.ts';
import { readLines } from './read-lines.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import { WordReader } from './words.ts';

const MAX_FUNCTIONS = 500;
/** Calls of functions that are read with their arguments. */
const MAX_CALLS = 100;
const MAX_SHOWN = 2000;

/** Walks over a script's syntax tree and notes its pipelines; what they hand to a shell is walked over in turn. */
export class ScriptReader implements TreeReader {
  readonly #state: ScriptState;
  readonly #words: WordReader;
  readonly #commands: CommandReader;
  readonly #functions = new Map<string, { readonly body: SyntaxNode; readonly scope: Scope }>();
  #callsLeft = MAX_CALLS;

  constructor(state: ScriptState) {
    this.#state = state;
    this.#words = new WordReader(state, this);
    this.#commands = new CommandReader(state, this.#words, this);
  }

  read(source: string, line: number, via: string | undefined, nesting: number, from?: string): void {
    if (nesting > MAX_NESTING || this.#state.isExhausted) return;
    try {
      const script = parse(source);
      this.statements(script.commands, {
        source,
        lines: new LineIndex(source),
        line,
        via,
        nesting,
        depth: 0,
        ...(from !== undefined && { from }),
      });
    } catch {
      // A text that breaks the parser is no script that a shell would run to its end either.
    }
  }

  statements(statements: readonly Statement[], scope: Scope): readonly ShellPipeline[] {
    const own: ShellPipeline[] = [];
    for (const statement of statements) own.push(...this.node(statement.command, scope));
    return own;
  }

  /** The pipelines that a node stands for; all of them, and those inside, are also put into the list. */
  node(node: SyntaxNode, scope: Scope): readonly ShellPipeline[] {
    if (scope.depth > MAX_NODE_DEPTH || !this.#state.step()) return [];
    const inner = { ...scope, depth: scope.depth + 1 };
    switch (node.type) {
      case 'Statement':
        return this.node(node.command, inner);
      case 'AndOr':
        return node.commands.flatMap((command) => this.node(command, inner));
      case 'Pipeline':
        return [this.#pipeline(node.commands, node, inner)];
      case 'Command':
        return [this.#pipeline([node], node, inner)];
      case 'Redirected':
        return [this.#add([this.#commands.command(node, inner)], node, scope)];
      case 'Word':
        this.#words.word(node, inner);
        return [];
      default: {
        const own: ShellPipeline[] = [];
        if (node.type === 'Function' && this.#functions.size < MAX_FUNCTIONS)
          this.#functions.set(node.name.value, { body: node.body, scope: inner });
        if (node.type === 'For') this.#forVariable(node.name, node.wordlist, inner);
        forEachChild(node, (child) => {
          own.push(...this.node(child, inner));
        });
        return own;
      }
    }
  }

  call({ program, args }: ShellCommand): void {
    const { variables } = this.#state;
    const called = this.#functions.get(program);
    if (called === undefined || args.length === 0 || variables.positional !== undefined) return;
    if (this.#callsLeft-- <= 0) return;
    variables.positional = args.map(({ text }) => text);
    this.node(called.body, called.scope);
    variables.positional = undefined;
  }

  #forVariable(name: Word, words: readonly Word[] | undefined, scope: Scope): void {
    const first = words?.[0];
    const part = first?.parts?.length === 1 ? first.parts[0] : undefined;
    const items = part === undefined ? undefined : this.#state.variables.itemsOf(part);
    // `for NAME in "${LINES[@]}"`: the name stands for all of them at once, each on a line.
    if (items !== undefined && /\[[@*]\]/.test(first?.text ?? ''))
      this.#state.variables.set(name.value, items.join('\n'));
    else if (first !== undefined) this.#state.variables.set(name.value, this.#words.word(first, scope).text);
  }

  #pipeline(nodes: readonly SyntaxNode[], whole: { pos: number; end: number }, scope: Scope): ShellPipeline {
    const commands: ShellCommand[] = [];
    for (const node of nodes) {
      if (node.type === 'While' && commands.length > 0) readLines(node, commands, this.#state);
      commands.push(this.#commands.command(node, scope));
    }
    return this.#add(commands, whole, scope);
  }

  #add(
    commands: readonly ShellCommand[],
    { pos, end }: { pos: number; end: number },
    scope: Scope,
  ): ShellPipeline {
    const output = this.#outputOf(commands);
    const writesTo = writtenTo(commands)?.path ?? scope.writesTo;
    const pipeline: ShellPipeline = {
      commands,
      text: scope.source.slice(pos, Math.min(end, pos + MAX_SHOWN)),
      line: lineAt(scope, pos),
      ...(scope.via !== undefined && { via: scope.via }),
      ...(scope.from !== undefined && { from: scope.from }),
      ...(output !== undefined && { output: output.text }),
      ...(output !== undefined && output.decoders.length > 0 && { decoders: output.decoders.join(', ') }),
      ...(writesTo !== undefined && { writesTo }),
    };
    this.#state.add(pipeline);
    follow(pipeline, scope, this.#state, this);
    return pipeline;
  }

  #outputOf(commands: readonly ShellCommand[]): ReturnType<typeof staticOutput> {
    const edits = commands.some(({ name }) => name === 'sed');
    return staticOutput(producing(commands), (path) => {
      const text = this.#state.files.text(path);
      if (edits) this.#state.stepsFor(text);
      return text;
    });
  }
}
