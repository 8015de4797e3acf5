import type { StartStep } from '../../explain/explanation.ts';
import { eachStep } from '../../explain/start-paths.ts';
import type { ShellPipeline } from '../shell/model.ts';

/** Whether a command of a script is run at start, as far as the start chain tells. */
export type Reached = { readonly kind: 'no' } | { readonly kind: 'yes'; readonly asked?: string };

/** Reads the start chain once, and answers for commands of its scripts. */
export class Conditions {
  readonly #steps = new Map<string, StartStep[]>();
  readonly #files = new Set<string>();

  constructor(chain: readonly StartStep[]) {
    for (const step of eachStep(chain)) {
      if (step.line !== undefined) this.#files.add(step.file);
      const key = keyOf(step.file, step.line);
      const there = this.#steps.get(key);
      if (there === undefined) this.#steps.set(key, [step]);
      else there.push(step);
    }
  }

  /**
   * What no step of the chain stands for is not run: a function that nothing calls, or a branch that the image's own
   * values rule out. Behind a condition that names a variable, whoever starts the container decides; behind any other,
   * such as whether a file is there, the image does.
   */
  of(file: string, pipeline: ShellPipeline, line: number): Reached {
    // Commands of the configuration have no lines, and a chain that was cut short may lack a script's.
    const steps = this.#files.has(file)
      ? linesOf(pipeline, line).flatMap((one) => this.#steps.get(keyOf(file, one)) ?? [])
      : (this.#steps.get(keyOf(file, undefined)) ?? []).filter(({ command }) =>
          pipeline.text.includes(command),
        );
    if (steps.length === 0 && !this.#files.has(file)) return { kind: 'yes' };
    const reached = steps.filter(({ taken }) => taken !== false);
    if (reached.length === 0) return { kind: 'no' };
    const sure = reached.some(
      ({ when, taken }) => when === undefined || taken === true || !when.includes('$'),
    );
    return sure ? { kind: 'yes' } : { kind: 'yes', asked: reached[0]?.when ?? '' };
  }
}

const MAX_LINES = 50;

/** A group has no step of its own; those of the commands in it speak for it. */
function linesOf(pipeline: ShellPipeline, line: number): readonly number[] {
  const lines = new Set([line]);
  const pending = [...pipeline.commands];
  for (let one = pending.pop(); one !== undefined && lines.size < MAX_LINES; one = pending.pop()) {
    for (const inner of one.body) {
      lines.add(inner.line);
      pending.push(...inner.commands);
    }
  }
  return [...lines];
}

function keyOf(file: string, line: number | undefined): string {
  return `${line ?? 0} ${file}`;
}
