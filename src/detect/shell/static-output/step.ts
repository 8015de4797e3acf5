import { NESTED_MARK } from '../../../image/nested-facts.ts';
import type { ShellCommand } from '../model.ts';

/** Bytes of one text that is worked out without running anything. */
export const MAX_OUTPUT = 1024 * 1024;
/** Files that `cat` puts together. */
const MAX_JOINED = 1000;

/** What one command of a pipeline prints, of what it is told and given; undefined where that is not known. */
export type Printed = (step: Step) => string | undefined;

/** One command of a pipeline, with what comes in and the files that it may read. */
export class Step {
  readonly name: string;
  readonly args: readonly string[];
  /** Words that are no options; `-` is one of them. */
  readonly operands: readonly string[];
  /** What comes in, by a pipe or a redirection. */
  readonly input: string | undefined;
  readonly #command: ShellCommand;
  readonly #decoders: string[];
  readonly #readFile: (path: string) => string | undefined;

  /** @param decoders gets the names of those that the text goes through */
  constructor(
    command: ShellCommand,
    input: string | undefined,
    decoders: string[],
    readFile: (path: string) => string | undefined,
  ) {
    this.name = command.name;
    this.args = command.args.map((arg) => arg.text);
    this.operands = this.args.filter((arg) => !arg.startsWith('-') || arg === '-');
    this.input = input;
    this.#command = command;
    this.#decoders = decoders;
    this.#readFile = readFile;
  }

  read(path: string): string | undefined {
    return this.#readFile(path);
  }

  /** The first operand's text, or what comes in. */
  fromFile(): string | undefined {
    const [file] = this.operands;
    return file === undefined || file === '-' ? this.input : this.#readFile(file);
  }

  joined(paths: readonly string[]): string | undefined {
    const texts = paths.slice(0, MAX_JOINED).map(this.#readFile);
    return texts.every((text) => text !== undefined) ? texts.join('') : undefined;
  }

  /** The file that is named, as an operand or by a redirection. */
  file(): string | undefined {
    return (
      this.operands.find((operand) => operand !== '-') ??
      this.#command.redirects.find(({ operator }) => operator === '<')?.target.text
    );
  }

  /** What the byte pass found in a compressed file, or behind a picture: no text itself. */
  inside(path: string | undefined): string | undefined {
    return path === undefined || this.#readFile(path) !== undefined
      ? undefined
      : this.#readFile(path + NESTED_MARK);
  }

  behind(path: string | undefined): string | undefined {
    return this.decoded('behind data', this.inside(path));
  }

  /** The same text, noted as one that went through a decoder. */
  decoded(decoder: string, text: string | undefined): string | undefined {
    if (text !== undefined) this.#decoders.push(decoder);
    return text;
  }
}
