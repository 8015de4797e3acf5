import type { StartStep } from '../explain/explanation.ts';
import { fenced } from './markdown-escape.ts';
import { shownCommand } from './start-words.ts';

const MAX_STEPS = 100;
const MAX_TEXT = 300;

/** What can run at start, one line a step. */
export function startMarkdown(steps: readonly StartStep[]): string {
  const lines: string[] = [];
  const walk = (step: StartStep, depth: number, parent?: StartStep): void => {
    if (lines.length >= MAX_STEPS) return;
    const line = step.line === undefined ? '' : `${step.line}: `;
    const when = step.when === undefined ? '' : `  # ${short(step.when)}`;
    const text = `${depth === 0 ? `${step.file} ` : line}${short(shownCommand(step, parent))}${when}`;
    lines.push(`${'  '.repeat(Math.min(depth, 10))}${text.replaceAll('\n', '\\n')}`);
    for (const child of step.children) walk(child, depth + 1, step);
  };
  for (const step of steps) walk(step, 0);
  return lines.length === 0
    ? 'Nothing: neither ENTRYPOINT nor CMD is set.'
    : fenced(lines.join('\n'), 'text');
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
