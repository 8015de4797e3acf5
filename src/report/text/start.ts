import type { Description } from '../../assess/describe.ts';
import { plural } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { describeStart } from '../../explain/sentences.ts';
import { elfLine } from '../elf-words.ts';
import { countSteps, HOLDS, noStart, STEP_KIND, shownCommand } from '../start-words.ts';
import { clip } from './layout.ts';
import type { Page } from './page.ts';
import { textWidth } from './text-width.ts';

const MAX_STEPS = 30;
/** Lines of plain sentences before the tree. */
const MAX_TOLD = 8;
const MAX_STEPS_VERBOSE = 2000;
/** Deeper ones are drawn at this depth. */
const MAX_DRAWN_DEPTH = 6;

/** What of the chain is drawn. */
interface Drawing {
  readonly page: Page;
  /** Children of a step, those left out for good taken away. */
  readonly childrenOf: (step: StartStep) => readonly StartStep[];
  readonly drawn: ReadonlySet<StartStep>;
  /** The steps that lead here, the nearest last. */
  readonly above: readonly StartStep[];
}

/** The tree of what can run when the container starts. */
export function writeStartChain({ image, explanation }: Description, page: Page): void {
  const { startChain } = explanation;
  page.section('What it does at start');
  if (startChain.length === 0) {
    page.text(noStart(image));
    return;
  }
  page.text(describeStart(startChain).join(' '), { maxLines: MAX_TOLD });
  page.blank();
  const total = countSteps(startChain);
  const limit = page.verbose ? MAX_STEPS_VERBOSE : MAX_STEPS;
  const brief = !page.verbose && total > limit;
  const childrenOf = ({ children }: StartStep): readonly StartStep[] =>
    brief ? children.filter((child) => !isPlain(child)) : children;
  const drawn = nearest(startChain, limit, childrenOf, brief);
  for (const step of startChain) {
    if (drawn.has(step)) writeStep(step, step.file, '', '', { page, childrenOf, drawn, above: [] });
  }
  if (drawn.size < total)
    page.line(`and ${plural(total - drawn.size, 'more step')} (${page.verbose ? '-f json' : '-v'})`);
}

/**
 * Of all steps, as many as may be drawn, those nearest to the start first: what lies deep must not hide what starts.
 * `brief`: without what the image's own settings do not lead to.
 */
function nearest(
  chain: readonly StartStep[],
  limit: number,
  childrenOf: Drawing['childrenOf'],
  brief: boolean,
): ReadonlySet<StartStep> {
  const chosen = new Set<StartStep>();
  let level = chain;
  while (level.length > 0 && chosen.size < limit) {
    const wanted = level.filter(({ taken }) => !brief || taken !== false);
    for (const step of wanted) if (chosen.size < limit) chosen.add(step);
    level = wanted.flatMap(childrenOf);
  }
  return chosen;
}

/** `head` stands before the command: where it comes from, or its line. */
function writeStep(step: StartStep, head: string, branch: string, trunk: string, drawing: Drawing): void {
  const { page, childrenOf, drawn, above } = drawing;
  const depth = above.length;
  const all = childrenOf(step);
  const children = all.filter((child) => drawn.has(child));
  const left = all.filter((child) => !drawn.has(child));
  const label = head === '' ? '' : `${clip(visible(head), 14)} `;
  const below = `  ${trunk}${all.length > 0 ? '│' : ' '}${' '.repeat(label.length + 1)}`;
  const before = `  ${branch}${label}`;
  const parent = above.at(-1);
  const command = shownCommand(step, parent);
  const runs = step.runs === parent?.runs ? undefined : step.runs;
  const both = `${command}  → ${runs}`;
  const fits = runs !== undefined && textWidth(visible(both)) <= page.width - textWidth(before);
  page.line(fits ? both : command, { indent: before });
  if (runs !== undefined && !fits)
    page.text(runs.slice(0, 400), { first: `${below}→ `, indent: `${below}  `, maxLines: 2 });
  page.text(detailsOf(step), { indent: below, style: 'dim', maxLines: 3 });
  if (page.verbose && step.elf !== undefined)
    page.text(elfLine(step.elf), { indent: below, style: 'dim', maxLines: 3 });
  const deep = depth >= MAX_DRAWN_DEPTH;
  for (const [index, child] of children.entries()) {
    const last = index === children.length - 1 && left.length === 0;
    const line = child.line === undefined ? '' : `${child.line}:`;
    const childTrunk = deep ? trunk : `${trunk}${last ? '   ' : '│  '}`;
    const childBranch = deep ? `${trunk.slice(0, -3)}… ` : `${trunk}${last ? '└─ ' : '├─ '}`;
    writeStep(child, line, childBranch, childTrunk, { ...drawing, above: [...above, step] });
  }
  if (left.length > 0)
    page.line(leftOut(left), {
      indent: `  ${deep ? trunk : `${trunk}└─ `}`,
      style: 'dim',
    });
}

function leftOut(steps: readonly StartStep[]): string {
  const total = countSteps(steps);
  const idle = countSteps(steps.filter(({ taken }) => taken === false));
  const all = `… ${plural(total, 'step')}`;
  if (idle === 0) return all;
  return idle === total
    ? `${all} behind conditions that do not hold`
    : `${all}, ${idle} of them behind conditions that do not hold`;
}

function detailsOf({ kind, path, command, layer, when, taken, unknown, says }: StartStep): string {
  const kindAndPath = path !== undefined && path !== command ? `${STEP_KIND[kind]} ${path}` : STEP_KIND[kind];
  const isMissing = kind === 'missing' && unknown !== undefined;
  const what = isMissing ? `${kindAndPath}: ${unknown.slice(0, 400)}` : kindAndPath;
  const where = layer === undefined || path === undefined ? '' : `layer ${layer + 1}`;
  const place = [what, where].filter((part) => part !== '').join(', ');
  const parts = [
    place,
    when === undefined ? '' : when.slice(0, 400) + (HOLDS[String(taken)] ?? ''),
    says === undefined ? '' : `says it is ${says.slice(0, 300)}`,
    unknown === undefined || isMissing ? '' : `not followed: ${unknown.slice(0, 400)}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function isPlain(step: StartStep): boolean {
  return step.kind === 'builtin' && step.children.length === 0 && step.unknown === undefined;
}
