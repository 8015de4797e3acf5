import type { SpokenText } from '../explanation.ts';
import type { ProgramLanguage } from '../program-text/program-language.ts';
import type { Budget } from './budget.ts';
import type { Holes } from './shell/holes.ts';

/** Texts of one image that are kept, and their UTF-16 units together. */
const MAX_TEXTS = 500;
const MAX_UNITS = 4 * 1024 * 1024;

/** The texts that a start hands to shells (`sh -c TEXT`, `eval TEXT`), as far as the chain knows them. */
export class Spoken {
  readonly texts: SpokenText[] = [];
  readonly #holes: Holes;
  readonly #budget: Budget;
  readonly #known = new Set<string>();
  #unitsLeft = MAX_UNITS;
  #cut = false;

  constructor(holes: Holes, budget: Budget) {
    this.#holes = holes;
    this.#budget = budget;
  }

  /** True when there were more than are kept. */
  get cut(): boolean {
    return this.#cut;
  }

  /** Notes that there are more texts at a place than are kept, unless the image's own settings rule it out. */
  leaveOut({ taken }: { taken?: boolean }): void {
    if (taken !== false && this.#budget.notTaken === 0) this.#cut = true;
  }

  /** Keeps a text that a shell is told at a place, or another language's interpreter, unless the image's own settings rule that out. */
  add(
    text: string,
    { file, line, taken }: { file: string; line?: number; taken?: boolean },
    language?: ProgramLanguage,
  ): void {
    if (taken === false || this.#budget.notTaken > 0) return;
    const key = `${language}\0${file}\0${text}`;
    if (this.#known.has(key)) return;
    if (this.texts.length >= MAX_TEXTS || text.length > this.#unitsLeft) {
      this.#cut = true;
      return;
    }
    this.#unitsLeft -= text.length;
    this.#known.add(key);
    const shown = this.#holes.shown(text, MAX_UNITS);
    this.texts.push({
      text: shown,
      file,
      ...(language !== undefined && { language }),
      ...(line !== undefined && { line }),
    });
  }
}
