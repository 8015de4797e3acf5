import type { Assessment } from '../../assess/assessment.ts';
import { plural } from '../../base/quantities.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { describeStart } from '../../explain/sentences.ts';
import { unusualElf } from '../elf-words.ts';
import { countSteps, HOLDS, noStart, STEP_KIND, shownCommand } from '../start-words.ts';
import { type Html, html, joined, short } from './escape.ts';

const MAX_STEPS = 2000;
const MAX_DEPTH = 100;
/** More steps than this that do not run are folded away. */
const MAX_UNTAKEN = 2;
/** From this depth on, more steps than that below one step. */
const FOLD_DEPTH = 2;
const FOLD_STEPS = 8;

/** What runs at start: told in sentences, then as a tree. */
export function startHtml({ image, explanation }: Assessment): Html {
  const { startChain } = explanation;
  if (startChain.length === 0) return html`<p>${noStart(image)}</p>`;
  const budget = { left: MAX_STEPS };
  return html`<p>${short(describeStart(startChain).join(' '))}</p>
<ol class="steps">${startChain.map((step) => stepHtml(step, undefined, 0, budget))}</ol>${
    budget.left <= 0 ? html`<p>More steps are in the JSON report.</p>` : ''
  }`;
}

function stepHtml(
  step: StartStep,
  parent: StartStep | undefined,
  depth: number,
  budget: { left: number },
): Html {
  if (budget.left-- <= 0) return html``;
  const { taken, children, line } = step;
  const command = shownCommand(step, parent);
  const runs = step.runs === parent?.runs ? undefined : step.runs;
  const head = parent === undefined ? step.file : line === undefined ? '' : `line ${line}`;
  const details = detailsOf(step);
  const inner = children.length === 0 ? '' : childrenHtml(step, depth, budget);
  const label = head === '' ? '' : html`<span class="head">${short(head)}</span> `;
  const comes = runs === undefined ? '' : html`<div>→ <code>${short(runs)}</code></div>`;
  const below = details.length === 0 ? '' : html`<div class="note">${joined(details, ' · ')}</div>`;
  return html`<li class="${taken === false ? 'untaken' : 'taken'}">${label}<code>${short(command)}</code>${comes}${below}${inner}</li>`;
}

/**
 * What a step runs. What does not run as the image is set, and a larger part far from the start, is folded away, so that
 * what does start stays in sight.
 */
function childrenHtml(parent: StartStep, depth: number, budget: { left: number }): Html {
  const { children } = parent;
  if (depth >= MAX_DEPTH) return html`<p>nested more deeply than this page shows</p>`;
  const list = (steps: readonly StartStep[]): Html =>
    html`<ol>${steps.map((child) => stepHtml(child, parent, depth + 1, budget))}</ol>`;
  const untaken = children.filter(({ taken }) => taken === false);
  const others = children.filter(({ taken }) => taken !== false);
  const folded =
    untaken.length <= MAX_UNTAKEN
      ? ''
      : html`<details><summary>${plural(untaken.length, 'step')} that ${untaken.length === 1 ? 'does' : 'do'} not run as the image is set</summary>${list(untaken)}</details>`;
  const shown = folded === '' ? children : others;
  const count = depth >= FOLD_DEPTH ? countSteps(shown) : 0;
  return count > FOLD_STEPS
    ? html`<details><summary>${plural(count, 'step')}</summary>${list(shown)}</details>${folded}`
    : html`${shown.length === 0 ? '' : list(shown)}${folded}`;
}

function detailsOf({
  kind,
  path,
  command,
  layer,
  when,
  taken,
  says,
  elf,
  unknown,
}: StartStep): readonly Html[] {
  const linked = elf === undefined ? undefined : unusualElf(elf);
  const known = path === undefined || path === command;
  const what = [STEP_KIND[kind], known ? '' : path].filter((part) => part !== '').join(' ');
  return [
    ...(what === '' || (known && kind === 'program') ? [] : [html`${short(what)}`]),
    ...(layer === undefined ? [] : [html`layer ${layer + 1}`]),
    ...(when === undefined
      ? []
      : [html`<span class="when">${short(when)}${HOLDS[String(taken)] ?? ''}</span>`]),
    ...(says === undefined ? [] : [html`says it is ${short(says)}`]),
    ...(linked === undefined ? [] : [html`${short(linked)}`]),
    ...(unknown === undefined ? [] : [html`<strong>not followed: ${short(unknown)}</strong>`]),
  ];
}
