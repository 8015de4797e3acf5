import type { StartStep } from '../../explain/explanation.ts';
import { type Language, languageOfInterpreter } from './language.ts';

const SOURCED = /^(?:\.|source)\s/;

/**
 * The language that the start chain reads a file as, by path without leading slash. Whoever reads it decides:
 * `python3 /app/logo` runs Python, whatever the file's name, place or first line say.
 */
export function languagesRead(chain: readonly StartStep[]): ReadonlyMap<string, Language> {
  const read = new Map<string, Language>();
  const pending = chain.map((step): readonly [StartStep, StartStep | undefined] => [step, undefined]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [step, above] = next;
    const language = languageOfStep(step, above);
    if (step.path !== undefined && language !== undefined) read.set(step.path.slice(1), language);
    for (const child of step.children) pending.push([child, step]);
  }
  return read;
}

/** An interpreter and the file that it was given stand behind the same command; what either starts has its own. */
function languageOfStep(step: StartStep, above: StartStep | undefined): Language | undefined {
  if (step.kind !== 'script') return undefined;
  if (SOURCED.test(step.command)) return 'shell';
  if (above === undefined || above.kind === 'script' || above.command !== step.command) return undefined;
  return languageOfInterpreter(above.what.slice(above.what.lastIndexOf('/') + 1));
}
