import type { StartStep, StartStepKind } from '../explain/explanation.ts';

export const STEP_KIND: Readonly<Record<StartStepKind, string>> = {
  elf: 'program',
  script: 'script',
  builtin: '',
  applet: 'busybox applet',
  program: 'program',
  pipeline: '',
  missing: 'missing',
};

/** Behind a condition: whether the image's own ENV, CMD and USER fulfil it, by `String(taken)`. */
export const HOLDS: Readonly<Record<string, string>> = {
  true: ' (holds as the image is set)',
  false: ' (does not hold as the image is set)',
};

/** What stands for a step: its command, or what runs where that is one of several things that the same command runs. */
export function shownCommand({ command, what }: StartStep, parent: StartStep | undefined): string {
  return command === parent?.command && what !== '' ? what : command;
}

/** Where there is nothing to follow. */
export function noStart({ bare }: { readonly bare?: unknown }): string {
  return bare
    ? 'That is not known: a plain root file system has no configuration. Whoever starts it says what runs.'
    : 'Nothing: the image sets neither ENTRYPOINT nor CMD.';
}

/** Where there is nothing to win a Dockerfile back from. */
export function noHistory({ bare }: { readonly bare?: unknown }): string {
  return bare
    ? 'That is not known: no history comes with a plain root file system.'
    : 'The image carries no history.';
}

/** Of these and all below them. */
export function countSteps(steps: readonly StartStep[]): number {
  return steps.reduce((sum, { children }) => sum + 1 + countSteps(children), 0);
}
