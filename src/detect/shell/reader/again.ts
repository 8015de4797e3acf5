import type { ScriptState } from './script-state.ts';

/** What bodies may cost that are read once more: with the arguments of a call, with another word of a loop. */
const MAX_AGAIN = 30_000;

/** Reads once more what was read before, within what that may cost (bash-completion of git costs more). */
export class Again {
  readonly #state: ScriptState;
  #left = MAX_AGAIN;

  constructor(state: ScriptState) {
    this.#state = state;
  }

  /** @param past is done instead where nothing is left */
  read(read: () => void, past: () => void): void {
    if (this.#left <= 0) {
      past();
      return;
    }
    const [takenBefore, leftBefore] = [this.#state.taken, this.#left];
    read();
    // What was read again inside of it is counted with it.
    this.#left = leftBefore - (this.#state.taken - takenBefore);
  }
}
