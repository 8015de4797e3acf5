import type { StartStep } from './explanation.ts';

/** Every file, without leading slash, that a start chain runs, or reads commands from. */
export function filesOfChain(chain: readonly StartStep[]): Set<string> {
  const files = new Set<string>();
  const pending = [...chain];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step.path !== undefined) files.add(step.path.slice(1));
    if (step.file.startsWith('/')) files.add(step.file.slice(1));
    pending.push(...step.children);
  }
  return files;
}

/** Whether a script is read by the shell that comes to it, not run by one of its own: `. FILE`. */
export function isSourced({ command }: Pick<StartStep, 'command'>): boolean {
  return /^(?:\.|source)\s/.test(command);
}
