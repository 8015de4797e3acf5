import type { Argument } from '../chain.ts';

/** A word of a Java command line. */
export interface OptionWord extends Argument {
  /** Where it stands, if not on the command line: a variable of the environment, or an argument file. */
  readonly from?: string;
}

/** What a `java` command is told to run. */
export type Main =
  | { readonly kind: 'jar' | 'class' | 'module' | 'source'; readonly word: OptionWord }
  | { readonly kind: 'none' };

const MODULE = /^(?:-m|--module)(?:=|$)/;
const CLASS_PATH = /^(?:-cp|-classpath|--class-path)(?:=|$)/;
/** Options whose value is the next word (java(1)). */
const VALUED =
  /^(?:-p|--module-path|--upgrade-module-path|--add-modules|--add-exports|--add-opens|--add-reads|--patch-module|--limit-modules|--enable-native-access|-d|--describe-module|--source)$/;
const EFFECT = /^(?:-javaagent:|-agentpath:|-agentlib:jdwp=|-Xrunjdwp:|-XX:On(?:OutOfMemory)?Error=)/;

/** Reads the words of a `java` command as they come, up to what it is told to run. */
export class JavaOptionReader {
  main: Main = { kind: 'none' };
  /** As written; the last one counts. */
  classPath: OptionWord | undefined;
  /** `-javaagent:`, `-agentpath:`, debugger and error options, in the order written. */
  readonly effects: OptionWord[] = [];
  /** True when a word before the main class is not known, so that there may be more. */
  open = false;
  /** `--source N`: a file of any name is the source of a program. */
  #isSource = false;
  /** Takes the next word, which is the value of an option. */
  #value: ((word: OptionWord) => void) | undefined;

  /** True once it is known what runs: words that follow are that program's. */
  get done(): boolean {
    return this.main.kind !== 'none';
  }

  add(word: OptionWord): void {
    if (this.done) return;
    const take = this.#value;
    this.#value = undefined;
    if (take === undefined) this.#option(word);
    else take(word);
  }

  #option(word: OptionWord): void {
    const { value } = word;
    if (value === undefined) {
      this.open = true;
    } else if (CLASS_PATH.test(value)) {
      this.#valueOf(word, value, (path) => {
        this.classPath = path;
      });
    } else if (EFFECT.test(value)) {
      this.effects.push(word);
    } else if (value === '-jar') {
      this.#value = (jar) => {
        this.main = { kind: 'jar', word: jar };
      };
    } else if (MODULE.test(value)) {
      this.#valueOf(word, value, (module) => {
        this.main = { kind: 'module', word: module };
      });
    } else if (VALUED.test(value)) {
      this.#isSource ||= value === '--source';
      this.#value = () => {};
    } else if (!value.startsWith('-') && value !== '') {
      this.main = { kind: this.#isSource || value.endsWith('.java') ? 'source' : 'class', word };
    }
  }

  /** The value of an option, after its `=` or else the next word. */
  #valueOf(word: OptionWord, value: string, take: (word: OptionWord) => void): void {
    const equals = value.indexOf('=');
    if (equals === -1) this.#value = take;
    else take({ ...word, value: value.slice(equals + 1) });
  }
}

export function readJavaOptions(words: readonly OptionWord[]): JavaOptionReader {
  const reader = new JavaOptionReader();
  for (const word of words) reader.add(word);
  return reader;
}
