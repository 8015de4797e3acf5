import type { Word, WordPart } from 'unbash';
import type { ShellPipeline, ShellWord } from '../model.ts';
import { braceWords, parameterValue } from '../parameter-value.ts';
import { MAX_NODE_DEPTH, MAX_VALUE } from './bounds.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import type { ParameterExpansion } from './variables.ts';

export const EMPTY: ShellWord = { text: '', inner: [] };
/** Words that one word falls apart into. */
const MAX_WORDS = 500;

type Substitution = Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>;

/** Reads words: quotes are taken off, and variables and the output of commands put in, as far as they are known. */
export class WordReader {
  readonly #state: ScriptState;
  readonly #tree: TreeReader;

  constructor(state: ScriptState, tree: TreeReader) {
    this.#state = state;
    this.#tree = tree;
  }

  /** A word of a command; one that is not quoted falls apart where a variable brings blanks in. */
  split(node: Word, scope: Scope): readonly ShellWord[] {
    const [only, ...others] = node.parts ?? [];
    const braces = only?.type === 'BraceExpansion' && others.length === 0 ? braceWords(only.text) : undefined;
    if (braces !== undefined) return wordsOf(braces);
    const items = others.length === 0 && only !== undefined ? this.#state.variables.itemsOf(only) : undefined;
    if (items !== undefined) return wordsOf(items);
    const word = this.word(node, scope);
    const unquoted = node.parts?.some(
      (part) =>
        part.type === 'SimpleExpansion' ||
        part.type === 'ParameterExpansion' ||
        part.type === 'CommandExpansion',
    );
    if (unquoted !== true || word.inner.length > 0 || !/\s/.test(word.text)) return [word];
    // The blanks of a command whose output is not known are no borders between words.
    if (/\$\(|`/.test(word.text)) return [word];
    const pieces = word.text.split(/\s+/).filter((piece) => piece !== '');
    return pieces.length === 0 ? [word] : wordsOf(pieces);
  }

  word(node: Word, scope: Scope): ShellWord {
    return node.parts === undefined ? { text: node.value, inner: [] } : this.parts(node.parts, scope);
  }

  parts(parts: readonly WordPart[], scope: Scope): ShellWord {
    let text = '';
    let via: string | undefined;
    const inner: ShellPipeline[] = [];
    for (const part of parts) {
      if (!this.#state.step()) break;
      const word = this.#part(part, scope);
      text += word.text;
      if (text.length > MAX_VALUE) {
        this.#state.miss('unfollowed');
        text = text.slice(0, MAX_VALUE);
      }
      for (const one of word.inner) inner.push(one);
      via ??= word.via;
    }
    return { text, inner, ...(via !== undefined && { via }) };
  }

  #part(part: WordPart, scope: Scope): ShellWord {
    switch (part.type) {
      case 'DoubleQuoted':
      case 'LocaleString':
        return this.parts(part.parts, scope);
      case 'SimpleExpansion':
        return this.#known(this.#state.variables.value(part.text.slice(1)) ?? part.text);
      case 'ParameterExpansion':
        return this.#parameter(part, scope);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        return this.#substitution(part, scope);
      default:
        return { text: 'value' in part ? part.value : part.text, inner: [] };
    }
  }

  #known(text: string): ShellWord {
    this.#state.stepsForValue(text);
    return { text, inner: [] };
  }

  #substitution(part: Substitution, scope: Scope): ShellWord {
    // Each level is parsed anew by the parser: a deep nest must not cost its length at every level.
    this.#state.stepsFor(part.text);
    if (this.#state.isExhausted) return { text: part.text, inner: [] };
    if (scope.depth > MAX_NODE_DEPTH || part.script === undefined) {
      this.#tree.flatten(part.text, part.pos, scope);
      return { text: part.text, inner: [] };
    }
    const own = part.script.source;
    const inner = this.#tree.statements(part.script.commands, {
      ...scope,
      ...(own !== undefined && { source: own, line: lineAt(scope, part.pos) }),
      depth: scope.depth + 1,
    });
    const known = outputOf(inner);
    const via = inner.find(({ decoders }) => decoders !== undefined)?.decoders;
    // `<(…)` is a file by that name.
    if (part.type === 'ProcessSubstitution' && known !== undefined && part.text.startsWith('<'))
      this.#state.files.write(part.text, known, via);
    if (known === undefined || part.type === 'ProcessSubstitution') return { text: part.text, inner };
    return { text: withoutLastNewlines(known), inner: [], ...(via !== undefined && { via }) };
  }

  #parameter(part: ParameterExpansion, scope: Scope): ShellWord {
    const { variables } = this.#state;
    const value = variables.valueOf(part);
    const operation = part.operation;
    if (operation?.type === 'Default' && !operation.operator.includes('?')) {
      if (operation.operator.includes('+')) return value ? this.word(operation.operand, scope) : EMPTY;
      if (value) return this.#known(value);
      const word = this.word(operation.operand, scope);
      if (operation.operator.includes('=')) variables.set(part.parameter, word.text);
      return word;
    }
    if (value === undefined) return { text: part.text, inner: [] };
    const text = parameterValue(operation, value, (word) => this.word(word, scope).text);
    return this.#known(text);
  }
}

/** What all of them print, where that is known: `cd "$(dirname "$0")" && pwd`. */
function outputOf(inner: readonly ShellPipeline[]): string | undefined {
  const outputs = inner.flatMap(({ output }) => output ?? []);
  return inner.length > 0 && outputs.length === inner.length ? outputs.join('') : undefined;
}

function wordsOf(texts: readonly string[]): readonly ShellWord[] {
  return texts.slice(0, MAX_WORDS).map((text) => ({ text, inner: [] }));
}

/** What a command substitution leaves of an output. (An expression for it would try at each newline anew.) */
function withoutLastNewlines(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}
