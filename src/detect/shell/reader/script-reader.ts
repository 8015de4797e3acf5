import type { For, Statement, SyntaxNode, Word } from 'unbash';
import { forEachChild, parse } from 'unbash';
import { LineIndex } from '../../../explain/program-text/line-index.ts';
import {
  type FlatPiece,
  flatPieces,
  mayBeSubshells,
  shellParts,
} from '../../../explain/shell-reading/index.ts';
import type { ShellCommand, ShellPipeline } from '../model.ts';
import { staticOutput } from '../static-output/static-output.ts';
import { writtenTo } from '../written-to.ts';
import { MAX_NESTING, MAX_NODE_DEPTH } from './bounds.ts';
import { CommandReader } from './commands.ts';
import { producing } from './fed-interpreter.ts';
import { follow } from './follow.ts';
import { linesWith, mayRun, mayRunWord, runningLines } from './handed-lines.ts';
import { readLines } from './read-lines.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import { WordReader } from './words.ts';

/** What bodies may cost that are read once more: with the arguments of a call, with another word of a loop. */
const MAX_AGAIN = 30_000;
/** Calls in one another. */
const MAX_CALL_DEPTH = 8;
/** Calls beyond that whose functions are looked through for what runs. */
const MAX_HANDED_CALLS = 5000;
const USES_ARGUMENTS = /\$\{?[#!]?[1-9@*]/;
const MAX_SHOWN = 2000;

/** Walks over a script's syntax tree and notes its pipelines; what they hand to a shell is walked over in turn. */
export class ScriptReader implements TreeReader {
  readonly #state: ScriptState;
  readonly #words: WordReader;
  readonly #commands: CommandReader;
  readonly #functions = new Map<string, { readonly body: SyntaxNode; readonly scope: Scope }>();
  readonly #calling = new Set<string>();
  readonly #called = new Set<string>();
  /** The texts that are being read, one in another. */
  readonly #reading = new Set<string>();
  #againLeft = MAX_AGAIN;
  #handedLeft = MAX_HANDED_CALLS;

  constructor(state: ScriptState) {
    this.#state = state;
    this.#words = new WordReader(state, this);
    this.#commands = new CommandReader(state, this.#words, this);
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
      this.#pieces(part.pieces, scope);
    }
  }

  /** Commands that the parser did not come to, each by itself. */
  #pieces(pieces: readonly FlatPiece[], scope: Scope): void {
    for (const { text, at } of pieces) {
      if (!this.#state.step()) return;
      const inner = { ...scope, source: text, lines: new LineIndex(text), line: lineAt(scope, at), depth: 0 };
      try {
        this.statements(parse(text).commands, { ...inner, isPiece: true });
      } catch {
        this.#state.miss('unfollowed');
      }
    }
  }

  /** A part of the tree that lies too deep to be walked into. */
  flatten(text: string, at: number, scope: Scope): void {
    this.#state.miss('unfollowed');
    // What is flat already and still as deep as this is all inside of one word.
    if (scope.isPiece) return;
    this.#state.stepsFor(text);
    this.#pieces(flatPieces(text), {
      ...scope,
      source: text,
      lines: new LineIndex(text),
      line: lineAt(scope, at),
    });
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
        if (node.type === 'Function') this.#functions.set(node.name.value, { body: node.body, scope: inner });
        if (node.type === 'For') this.#forVariable(node.name, node.wordlist, inner);
        if (node.type === 'ArithmeticCommand' && mayBeSubshells(node.body))
          this.#pieces(flatPieces(node.body), {
            ...inner,
            line: lineAt(inner, node.pos),
            source: node.body,
            lines: new LineIndex(node.body),
          });
        forEachChild(node, (child) => {
          for (const pipeline of this.node(child, inner)) own.push(pipeline);
        });
        if (node.type === 'For') this.#forOthers(node, inner);
        return own;
      }
    }
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
      this.#again(
        () => this.node(body, scope),
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

  /** Reads once more what was read before, within what that may cost (bash-completion of git costs more); `past` is done beyond it. */
  #again(read: () => void, past: () => void): void {
    if (this.#againLeft <= 0) {
      past();
      return;
    }
    const [takenBefore, leftBefore] = [this.#state.taken, this.#againLeft];
    read();
    // What was read again inside of it is counted with it.
    this.#againLeft = leftBefore - (this.#state.taken - takenBefore);
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
      this.#lines(
        lines.filter(({ key }) => this.#isNew(key)).map(({ text }) => text),
        scope,
      );
    }
  }

  /** A loop's body for each further word that may be a command. */
  #forOthers({ name, wordlist = [], body }: For, scope: Scope): void {
    for (const word of wordlist.slice(1)) {
      if (this.#state.isExhausted) return;
      for (const { text } of this.#words.split(word, scope)) {
        if (!mayRun(text)) continue;
        this.#state.variables.set(name.value, text);
        this.#again(
          () => this.node(body, scope),
          () => {
            this.#lastWords(name.value, scope.source.slice(body.pos, body.end), scope);
          },
        );
      }
    }
  }

  /** Of a loop's body that is not read again: the lines alone that its word comes to. */
  #lastWords(name: string, body: string, scope: Scope): void {
    if (mayRunWord(body, name)) this.#state.miss('unfollowed');
    else this.#lines(linesWith(body, name), scope);
  }

  #lines(lines: readonly string[], scope: Scope): void {
    for (const text of lines)
      this.#pieces(flatPieces(text), { ...scope, source: text, lines: new LineIndex(text), depth: 0 });
  }

  #forVariable(name: Word, words: readonly Word[] | undefined, scope: Scope): void {
    const first = words?.[0];
    const part = first?.parts?.length === 1 ? first.parts[0] : undefined;
    const items = part === undefined ? undefined : this.#state.variables.itemsOf(part);
    const names = this.#namesOf(first?.text ?? '');
    const telling = names?.find((one) => mayRun(this.#state.variables.value(one) ?? '')) ?? names?.[0];
    if (telling !== undefined) {
      this.#state.variables.set(name.value, telling);
      return;
    }
    // `for NAME in "${LINES[@]}"`: the name stands for all of them at once, each on a line.
    if (items !== undefined && /\[[@*]\]/.test(first?.text ?? ''))
      this.#state.variables.set(name.value, items.join('\n'));
    else if (first !== undefined) this.#state.variables.set(name.value, this.#words.word(first, scope).text);
  }

  /** The names that `${!BEGINNING*}` stands for; undefined for a word that is another. */
  #namesOf(word: string): readonly string[] | undefined {
    const beginning = /^"?\$\{!(\w{1,60})[*@]\}"?$/.exec(word)?.[1];
    return beginning === undefined ? undefined : this.#state.namesFrom(beginning);
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
