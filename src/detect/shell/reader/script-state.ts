import { DEFAULT_LIMITS } from '../../../base/limits.ts';
import { type Language, languageOf } from '../../text/language.ts';
import type { CarriedText, ScriptCut, ShellPipeline } from '../model.ts';
import type { ShellOptions } from '../shell-options.ts';
import { ScriptFiles } from './script-files.ts';
import { Variables } from './variables.ts';

const MAX_PIPELINES = 20_000;
const MAX_CARRIED = 2000;
/** Shorter texts say nothing. */
const LEAST_CARRIED = 6;

/** What reading a script has come to so far: what was found, what is known, and the work that is left. */
export class ScriptState {
  readonly pipelines: ShellPipeline[] = [];
  readonly carried: CarriedText[] = [];
  readonly variables: Variables;
  readonly files: ScriptFiles;
  /** Work left, so that nothing made to grow can grow for ever. */
  #left: number;
  readonly #most: number;
  #missed: ScriptCut | undefined;
  readonly #later: (() => void)[] = [];
  readonly #laterTexts = new Set<string>();

  /** @param text the script's own */
  constructor(text: string, options: ShellOptions) {
    const missed = (): void => {
      this.miss('unfollowed');
    };
    this.variables = new Variables(options.variables, missed);
    this.files = new ScriptFiles(text, missed, options.readFile);
    this.#most = (options.limits ?? DEFAULT_LIMITS).maxScriptParts;
    this.#left = this.#most;
  }

  /** True once the work allowed for one text is used up. */
  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** The work that was done. */
  get taken(): number {
    return this.#most - this.#left;
  }

  /** What kept something from being read. */
  get cut(): ScriptCut | undefined {
    return this.isExhausted || this.pipelines.length >= MAX_PIPELINES ? 'maxScriptParts' : this.#missed;
  }

  /** Notes that something was not read. */
  miss(cut: ScriptCut): void {
    this.#missed ??= cut;
  }

  /** What is read once all the rest is, because it lies too deep in what is read now. The same text counts once. */
  later(text: string, read: () => void): void {
    if (this.#laterTexts.has(text)) return;
    this.#laterTexts.add(text);
    this.stepsFor(text);
    this.#later.push(read);
  }

  readLater(): void {
    for (let read = this.#later.shift(); read !== undefined && this.step(); read = this.#later.shift())
      read();
  }

  /** Takes a step of the work; false when none was left. */
  step(): boolean {
    return this.#left-- >= 0;
  }

  /** Takes the work that reading a text once more is. */
  stepsFor(text: string | undefined): void {
    this.#left -= (text?.length ?? 0) >> 5;
  }

  /** Takes the work that a long value is wherever it is put in. */
  stepsForValue(text: string): void {
    this.#left -= text.length >> 7;
  }

  add(pipeline: ShellPipeline): void {
    if (this.pipelines.length < MAX_PIPELINES) this.pipelines.push(pipeline);
  }

  /** Notes a text that the script carries. */
  carry(text: string, line: number, language: Language | undefined, via?: string, target?: string): void {
    if (text.trim().length < LEAST_CARRIED) return;
    if (this.carried.length >= MAX_CARRIED) {
      this.miss('unfollowed');
      return;
    }
    this.carried.push({
      text,
      line,
      language: language ?? languageOf((target ?? '').replace(/^\/+/, ''), undefined, text),
      ...(target !== undefined && { target }),
      ...(via !== undefined && { via }),
    });
  }
}
