import type { StartStep, StartStepKind } from '../explain/explanation.ts';
import { dotLabel, dotQuoted } from './dot-text.ts';

export type GraphFormat = 'dot' | 'mermaid';

const MAX_NODES = 500;

interface Node {
  readonly id: number;
  readonly label: string;
  readonly kind: StartStepKind;
  readonly doubtful: boolean;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly taken: boolean | undefined;
}

/**
 * A start chain as a graph: a node for each step, an arrow to what follows from it, labelled with the condition
 * that it stands behind. Dashed: not taken as the image is set. Text from the image is escaped for the format.
 */
export function renderStartGraph(chain: readonly StartStep[], format: GraphFormat): string {
  const { nodes, edges, left } = graphOf(chain);
  return format === 'dot' ? dot(nodes, edges, left) : mermaid(nodes, edges, left);
}

function graphOf(chain: readonly StartStep[]): { nodes: Node[]; edges: Edge[]; left: number } {
  const nodes: Node[] = [{ id: 0, label: 'container starts', kind: 'program', doubtful: false }];
  const edges: Edge[] = [];
  let left = 0;
  // Depth first, so that nodes are numbered in the order in which the text report tells them.
  const pending = [...chain].reverse().map((step) => ({ step, from: 0 }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { step, from } = next;
    const id = nodes.length;
    if (id > MAX_NODES) {
      left++;
      for (const child of step.children) pending.push({ step: child, from: id });
      continue;
    }
    nodes.push({ id, label: labelOf(step), kind: step.kind, doubtful: step.unknown !== undefined });
    const root = from === 0 ? step.file : '';
    const when = [root, step.when ?? ''].filter((part) => part !== '').join(': ');
    edges.push({ from, to: id, label: dotLabel(when), taken: step.taken });
    for (const child of [...step.children].reverse()) pending.push({ step: child, from: id });
  }
  return { nodes, edges, left };
}

function labelOf(step: StartStep): string {
  const place = step.line === undefined ? '' : `${step.file}:${step.line}`;
  const layer = step.layer === undefined || step.path === undefined ? '' : `layer ${step.layer + 1}`;
  const details = [place, layer, step.kind === 'missing' ? 'missing' : ''].filter((part) => part !== '');
  return details.length === 0
    ? dotLabel(step.what)
    : `${dotLabel(step.what)}\n${dotLabel(details.join(', '))}`;
}

const SHAPES: Readonly<Record<StartStepKind, string>> = {
  elf: 'box',
  script: 'note',
  builtin: 'plaintext',
  applet: 'box',
  program: 'box',
  pipeline: 'cds',
  missing: 'octagon',
};

/** Graphviz's DOT language. */
function dot(nodes: readonly Node[], edges: readonly Edge[], left: number): string {
  const lines = nodes.map(
    ({ id, label, kind, doubtful }) =>
      `  n${id} [label=${dotQuoted(label)}, shape=${SHAPES[kind]}${doubtful ? ', style=dashed' : ''}];`,
  );
  for (const { from, to, label, taken } of edges) {
    const parts = [label === '' ? '' : `label=${dotQuoted(label)}`, taken === false ? 'style=dashed' : ''];
    const attributes = parts.filter((part) => part !== '').join(', ');
    lines.push(`  n${from} -> n${to}${attributes === '' ? '' : ` [${attributes}]`};`);
  }
  if (left > 0) lines.push(`  more [label=${dotQuoted(`and ${left} more`)}, shape=plaintext];`);
  return `digraph start {\n  rankdir=LR;\n${lines.join('\n')}\n}\n`;
}

/** A Mermaid flowchart. Its labels are HTML, in which everything but plain words is written as an entity. */
function mermaid(nodes: readonly Node[], edges: readonly Edge[], left: number): string {
  const quote = (text: string): string =>
    `"${text.replace(/[^\w .,:/=+@-]/gu, (character) => (character === '\n' ? '<br/>' : `#${character.codePointAt(0)};`))}"`;
  const lines = nodes.map(({ id, label, kind }) =>
    kind === 'script' ? `  n${id}[/${quote(label)}/]` : `  n${id}[${quote(label)}]`,
  );
  for (const { from, to, label, taken } of edges) {
    const arrow = taken === false ? '-.->' : '-->';
    lines.push(`  n${from} ${arrow}${label === '' ? '' : `|${quote(label)}|`} n${to}`);
  }
  if (left > 0) lines.push(`  more[${quote(`and ${left} more`)}]`);
  return `flowchart LR\n${lines.join('\n')}\n`;
}
