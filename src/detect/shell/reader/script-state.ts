import { DEFAULT_LIMITS } from '../../../base/limits.ts';
import { type Language, languageOf } from '../../text/language.ts';
import type { CarriedText, ScriptCut, ShellCommand, ShellPipeline } from '../model.ts';
import type { ShellOptions } from '../shell-options.ts';
import { ScriptFiles } from './script-files.ts';
import { Variables } from './variables.ts';

const MAX_PIPELINES = 20_000;
const MAX_CARRIED = 2000;
/** What a file holds is carried each time something is added to it, up to so many times; then what it comes to last. */
const MAX_ADDED = 20;
/** Shorter texts say nothing. */
const LEAST_CARRIED = 6;

/** What reading a script has come to so far: what was found, what is known, and the work that is left. */
export class ScriptState {
  readonly pipelines: ShellPipeline[] = [];
  readonly carried: CarriedText[] = [];
  readonly variables: Variables;
  readonly files: ScriptFiles;
  /** Programs that read what is written to a descriptor, by its file. */
  readonly processes = new Map<string, ShellCommand>();
  /** Work left, so that nothing made to grow can grow for ever. */
  #left: number;
  readonly #most: number;
  #missed: ScriptCut | undefined;
  /** Of files that something is added to: how often, and where the last of it is carried. */
  readonly #added = new Map<string, { times: number; at: number }>();
  readonly #later: (() => void)[] = [];
  readonly #laterTexts = new Set<string>();

  /** @param text the script's own */
  constructor(text: string, options: ShellOptions) {
    const missed = (): void => {
      this.miss('unfollowed');
    };
    this.variables = new Variables(options.variables, missed);
    this.files = new ScriptFiles(text, missed, options.readFile, options.variables?.get('HOME'));
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

  /** The names of variables that begin so; all of them are gone through. */
  namesFrom(beginning: string): readonly string[] {
    const names = this.variables.namesFrom(beginning);
    this.#left -= names.length + (this.variables.values.size >> 5);
    return names;
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

  /** Notes what a file holds once more is added to it, as a log function adds a line with each call. */
  carryAdded(text: string, line: number, via: string | undefined, target: string): void {
    const { times, at } = this.#added.get(target) ?? { times: 0, at: -1 };
    const last = this.carried[at];
    const goesOn =
      times >= MAX_ADDED && last?.target === target && last.via === via && text.startsWith(last.text);
    if (goesOn) this.carried[at] = { ...last, text, line };
    else this.carry(text, line, undefined, via, target);
    this.#added.set(target, { times: times + 1, at: goesOn ? at : this.carried.length - 1 });
  }
}
