import { FROM_VARIABLE, type StartStep } from '../explanation.ts';

/** The steps of several rounds, without those that an earlier round has as well, or has for certain. */
export class RoundSteps {
  readonly steps: StartStep[] = [];
  readonly #seen = new Set<string>();

  add(steps: readonly StartStep[]): void {
    const before = new Set(this.#seen);
    for (const step of steps) {
      const key = keyOf(step);
      if (before.has(`${key}\0${step.taken}`) || before.has(`${key}\0true`)) continue;
      this.#seen.add(`${key}\0${step.taken}`);
      this.steps.push(step);
    }
  }
}

/** What a step is, with all that follows from it: `sh "$f"` runs another file in each round. */
function keyOf({ line, what, path, command, children }: StartStep): string {
  const below = children.map((child) => `${keyOf(child)}\0${child.taken}`);
  return `${line}\0${what}\0${path}\0${command}\0${below.join('\0\0')}`;
}

/** Whether what a step, or one below it, runs follows from a value that is not known. */
export function needsValue({ unknown, children }: StartStep): boolean {
  return unknown?.includes(FROM_VARIABLE) === true || children.some(needsValue);
}
