import type { StartStep } from './explanation.ts';

/** Every step of a chain, the last first. */
export function* eachStep(chain: readonly StartStep[]): Generator<StartStep, void> {
  const pending = [...chain];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    yield step;
    for (const child of step.children) pending.push(child);
  }
}

/** Every file, without leading slash, that a start chain runs, or reads commands from. */
export function filesOfChain(chain: readonly StartStep[]): Set<string> {
  const files = new Set<string>();
  for (const { path, file } of eachStep(chain)) {
    if (path !== undefined) files.add(path.slice(1));
    if (file.startsWith('/')) files.add(file.slice(1));
  }
  return files;
}

/** Whether a script is read by the shell that comes to it, not run by one of its own: `. FILE`. */
export function isSourced({ command }: Pick<StartStep, 'command'>): boolean {
  return /^(?:\.|source)\s/.test(command);
}
