import type { Coproc, Statement, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { LineIndex } from '../../../explain/program-text/line-index.ts';
import { flatPieces, mayBeSubshells, shellParts } from '../../../explain/shell-reading/index.ts';
import type { ShellCommand, ShellPipeline } from '../model.ts';
import { staticOutput } from '../static-output/static-output.ts';
import { writtenTo } from '../written-to.ts';
import { Again } from './again.ts';
import { MAX_NESTING, MAX_NODE_DEPTH } from './bounds.ts';
import { CommandReader } from './commands.ts';
import { descriptorFile } from './descriptors.ts';
import { producing } from './fed-interpreter.ts';
import { follow } from './follow.ts';
import { ForLoops } from './for-loops.ts';
import { FunctionCalls } from './function-calls.ts';
import { PieceReader } from './pieces.ts';
import { readLines } from './read-lines.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import { WordReader } from './words.ts';

const MAX_SHOWN = 2000;

/** Walks over a script's syntax tree and notes its pipelines; what they hand to a shell is walked over in turn. */
export class ScriptReader implements TreeReader {
  readonly #state: ScriptState;
  readonly #words: WordReader;
  readonly #commands: CommandReader;
  readonly #pieces: PieceReader;
  readonly #calls: FunctionCalls;
  readonly #loops: ForLoops;
  /** The texts that are being read, one in another. */
  readonly #reading = new Set<string>();

  constructor(state: ScriptState) {
    this.#state = state;
    this.#words = new WordReader(state, this);
    this.#commands = new CommandReader(state, this.#words, this);
    this.#pieces = new PieceReader(state, this);
    const again = new Again(state);
    this.#calls = new FunctionCalls(state, this, again, this.#pieces);
    this.#loops = new ForLoops(state, this.#words, this, again, this.#pieces);
  }

  read(source: string, line: number, via: string | undefined, nesting: number, from?: string): void {
    if (this.#state.isExhausted) return;
    if (nesting > MAX_NESTING) {
      this.#state.later(source, () => {
        this.read(source, line, via, 0, from);
      });
      return;
    }
    // A script that hands itself to a shell says nothing new by that.
    if (this.#reading.has(source)) return;
    if (nesting > 0) this.#state.stepsFor(source);
    this.#reading.add(source);
    this.#parts(source, line, via, nesting, from);
    this.#reading.delete(source);
  }

  #parts(source: string, line: number, via: string | undefined, nesting: number, from?: string): void {
    for (const part of shellParts(source)) {
      if (part.isFlat) this.#state.miss('unfollowed');
      const scope: Scope = {
        source: part.source,
        lines: new LineIndex(part.source),
        line: line + part.linesBefore,
        via,
        nesting,
        depth: 0,
        ...(from !== undefined && { from }),
      };
      this.statements(part.statements, scope);
      this.#pieces.pieces(part.pieces, scope);
    }
  }

  statements(statements: readonly Statement[], scope: Scope): readonly ShellPipeline[] {
    const own: ShellPipeline[] = [];
    for (const statement of statements)
      for (const pipeline of this.node(statement.command, scope)) own.push(pipeline);
    return own;
  }

  /** The pipelines that a node stands for; all of them, and those inside, are also put into the list. */
  node(node: SyntaxNode, scope: Scope): readonly ShellPipeline[] {
    if (!this.#state.step()) return [];
    if (scope.depth > MAX_NODE_DEPTH) {
      this.flatten(scope.source.slice(node.pos, node.end), node.pos, scope);
      return [];
    }
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
        if (node.type === 'Coproc') return this.#coproc(node, inner);
        if (node.type === 'Function') this.#calls.define(node, inner);
        if (node.type === 'For') this.#loops.first(node, inner);
        if (node.type === 'ArithmeticCommand' && mayBeSubshells(node.body))
          this.#pieces.pieces(flatPieces(node.body), {
            ...inner,
            line: lineAt(inner, node.pos),
            source: node.body,
            lines: new LineIndex(node.body),
          });
        forEachChild(node, (child) => {
          for (const pipeline of this.node(child, inner)) own.push(pipeline);
        });
        if (node.type === 'For') this.#loops.others(node, inner);
        return own;
      }
    }
  }

  /** `coproc cat FILE; sh <&${COPROC[0]}`, `coproc sh; echo … >&${COPROC[1]}`: by these words what it prints and reads are known. */
  #coproc({ name, body }: Coproc, scope: Scope): readonly ShellPipeline[] {
    const read = this.node(body, scope);
    const called = name?.value ?? 'COPROC';
    const printed = read.find(({ output }) => output !== undefined)?.output;
    if (printed !== undefined)
      this.#state.files.write(descriptorFile(`\${${called}[0]}`), printed, undefined);
    const [first] = read;
    const fed = read.length === 1 && first?.commands.length === 1 ? first.commands[0] : undefined;
    if (fed !== undefined) this.#state.processes.set(descriptorFile(`\${${called}[1]}`), fed);
    return read;
  }

  flatten(text: string, at: number, scope: Scope): void {
    this.#pieces.flatten(text, at, scope);
  }

  call(command: ShellCommand): void {
    this.#calls.call(command);
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
    const { files } = this.#state;
    const edits = commands.some(({ name }) => name === 'sed');
    const fed = producing(commands, (path) => files.madeText(path) !== undefined);
    const output = staticOutput(fed, (path) => {
      const text = files.text(path);
      if (edits) this.#state.stepsFor(text);
      else if (text !== undefined) this.#state.stepsForValue(text);
      return text;
    });
    return output !== undefined && files.takes(output.text) ? output : undefined;
  }
}
