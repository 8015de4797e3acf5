import type { Assignment, Command, Redirection, SyntaxNode } from 'unbash';
import { baseName } from '../../../base/base-name.ts';
import type { ShellCommand, ShellRedirect, ShellWord } from '../model.ts';
import { unwrap } from '../wrappers.ts';
import { redirectedTo } from '../written-to.ts';
import { readLines } from './read-lines.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import { EMPTY, type WordReader } from './words.ts';

/** Reads commands: the words of a simple one, its assignments and redirections, and what a compound one holds. */
export class CommandReader {
  readonly #state: ScriptState;
  readonly #words: WordReader;
  readonly #tree: TreeReader;

  constructor(state: ScriptState, words: WordReader, tree: TreeReader) {
    this.#state = state;
    this.#words = words;
    this.#tree = tree;
  }

  command(node: SyntaxNode, scope: Scope): ShellCommand {
    if (node.type === 'Command') return this.#simple(node, scope);
    const redirects =
      node.type === 'Redirected' ? node.redirects.map((redirect) => this.#redirect(redirect, scope)) : [];
    const writesTo = redirectedTo(redirects)?.path ?? scope.writesTo;
    if (node.type === 'Redirected' && node.command.type === 'While') {
      const input = { name: '', program: '', args: [], redirects, wrappers: [], body: [] };
      readLines(node.command, [input], this.#state);
    }
    const body =
      node.type === 'Redirected'
        ? this.#tree.node(node.command, { ...scope, ...(writesTo !== undefined && { writesTo }) })
        : this.#tree.node(node, scope);
    return { name: '', program: '', args: [], redirects, wrappers: [], body };
  }

  #simple(node: Command, scope: Scope): ShellCommand {
    const words: ShellWord[] = [];
    const redirects: ShellRedirect[] = [];
    for (const part of node.prefix) {
      if (part.type === 'Assignment') this.#assign(part, scope);
      else redirects.push(this.#redirect(part, scope));
    }
    if (node.name !== undefined) for (const word of this.#words.split(node.name, scope)) words.push(word);
    const declares = /^(?:export|declare|local|readonly|typeset)$/.test(node.name?.value ?? '');
    for (const part of node.suffix) {
      if (part.type === 'Word') for (const word of this.#words.split(part, scope)) words.push(word);
      else if (part.type === 'Assignment') words.push(this.#assign(part, scope, declares));
      else redirects.push(this.#redirect(part, scope));
    }
    const unwrapped = unwrap(words);
    const [first, ...args] = unwrapped.words;
    const program = first?.text ?? '';
    const { wrappers, calledAs } = unwrapped;
    const name = baseName(program);
    return {
      name,
      program,
      args,
      redirects,
      wrappers,
      ...(calledAs !== undefined && { calledAs }),
      body: [],
    };
  }

  #assign(node: Assignment, scope: Scope, keep = true): ShellWord {
    const { variables } = this.#state;
    if (node.value.type === 'ArrayValue') {
      const items = node.value.elements.map((element) => this.#words.word(element, scope).text);
      if (keep) variables.setArray(node.name, items);
      return { text: `${node.name}=${items.join(' ')}`, inner: [] };
    }
    const word = this.#words.word(node.value, scope);
    // bash runs it before each prompt.
    if (node.name === 'PROMPT_COMMAND') {
      this.#tree.read(word.text, lineAt(scope, node.pos), scope.via, scope.nesting + 1);
    }
    if (keep) {
      const before = node.append === true ? (variables.values.get(node.name) ?? '') : '';
      variables.set(node.name, before + word.text);
    }
    return { text: `${node.name}=${word.text}`, inner: word.inner };
  }

  #redirect(node: Redirection, scope: Scope): ShellRedirect {
    const fd = node.descriptor?.type === 'FileDescriptor' ? { fd: node.descriptor.value } : {};
    if (node.type === 'HereDoc') {
      const parts = node.delimiter?.quoted === true ? undefined : node.body.parts;
      const body = parts === undefined ? node.body.text : this.#words.parts(parts, scope).text;
      const text = node.operator === '<<-' ? body.replaceAll(/^\t+/gm, '') : body;
      return { operator: node.operator, ...fd, target: EMPTY, body: text };
    }
    const target = node.target === undefined ? EMPTY : this.#words.word(node.target, scope);
    if (node.type === 'HereString') return { operator: '<<<', ...fd, target, body: `${target.text}\n` };
    return { operator: node.operator, ...fd, target };
  }
}
