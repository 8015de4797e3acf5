import type { For, Word } from 'unbash';
import type { Again } from './again.ts';
import { linesWith, mayRun, mayRunWord } from './handed-lines.ts';
import type { PieceReader } from './pieces.ts';
import type { Scope, TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';
import type { WordReader } from './words.ts';

/** Of words of a loop that are looked up as names of variables. */
const MAX_NAMES_TEXT = 10_000;

/** What a loop's variable stands for, one word after another. */
export class ForLoops {
  readonly #state: ScriptState;
  readonly #words: WordReader;
  readonly #tree: TreeReader;
  readonly #again: Again;
  readonly #pieces: PieceReader;

  constructor(state: ScriptState, words: WordReader, tree: TreeReader, again: Again, pieces: PieceReader) {
    this.#state = state;
    this.#words = words;
    this.#tree = tree;
    this.#again = again;
    this.#pieces = pieces;
  }

  /** Sets the variable to the first word, with which the body is read. */
  first({ name, wordlist: words }: For, scope: Scope): void {
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
    else if (first !== undefined) {
      const { text } = this.#words.word(first, scope);
      this.#state.variables.set(name.value, this.#telling(text) ?? text);
    }
  }

  /** Of names of variables, that of one which may hold a command: `for NAME in $(compgen -e)`. */
  #telling(text: string): string | undefined {
    if (text.length > MAX_NAMES_TEXT || !/^[\w\s]+$/.test(text)) return undefined;
    return text.split(/\s+/).find((one) => mayRun(this.#state.variables.values.get(one) ?? ''));
  }

  /** The names that `${!BEGINNING*}` stands for; undefined for a word that is another. */
  #namesOf(word: string): readonly string[] | undefined {
    const beginning = /^"?\$\{!(\w{1,60})[*@]\}"?$/.exec(word)?.[1];
    return beginning === undefined ? undefined : this.#state.namesFrom(beginning);
  }

  /** A loop's body for each further word that may be a command, or the name of a variable that holds one. */
  others({ name, wordlist = [], body }: For, scope: Scope): void {
    const source = scope.source.slice(body.pos, body.end);
    const isName = source.includes(`\${!${name.value}}`);
    for (const text of this.#further(wordlist, scope)) {
      if (this.#state.isExhausted) return;
      if (!mayRun(text) && !(isName && mayRun(this.#state.variables.value(text) ?? ''))) continue;
      this.#state.variables.set(name.value, text);
      this.#again.read(
        () => this.#tree.node(body, scope),
        () => {
          this.#lastWords(name.value, source, scope);
        },
      );
    }
  }

  /** The words after the first. */
  *#further([first, ...words]: readonly Word[], scope: Scope): Generator<string> {
    yield* this.#namesOf(first?.text ?? '') ?? [];
    for (const word of words)
      yield* this.#namesOf(word.text) ?? this.#words.split(word, scope).map(({ text }) => text);
  }

  /** Of a loop's body that is not read again: the lines alone that its word comes to. */
  #lastWords(name: string, body: string, scope: Scope): void {
    if (mayRunWord(body, name)) this.#state.miss('unfollowed');
    else this.#pieces.lines(linesWith(body, name), scope);
  }
}
