import { visible } from '../../base/visible.ts';
import type { Evidence } from '../../detect/finding.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { outermost } from '../../image/nested-facts.ts';
import { isConfigPath } from '../../report/places.ts';
import { wrap } from '../../report/text/layout.ts';
import { severityStyle } from '../../report/text/paint.ts';
import { textWidth } from '../../report/text/text-width.ts';
import { factsLine } from './files-view.ts';
import { type Line, line } from './line.ts';
import type { Model } from './model.ts';
import type { Destination } from './rows.ts';

/** Something that is read from top to bottom: a file, a finding, the help. */
export interface PageText {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Line that is shown first and told apart, where one is meant. */
  readonly at?: number;
  /** Where Enter leads. */
  readonly opens?: Destination;
}

/** Lines of one file that are shown, and characters of one line. */
const MAX_LINES = 50_000;
const MAX_LINE = 2000;

/** A file of the merged tree: what it is, where it comes from, and its text where one was kept. */
export function filePage(model: Model, path: string, width: number, atLine?: number): PageText {
  const node = model.image.tree.get(path);
  if (node === undefined) return { title: `/${visible(path)}`, lines: [line('It is not in the image.')] };
  return entryPage(model, {
    path,
    entry: node.entry,
    layer: node.layer,
    text: model.textOf(path),
    width,
    ...(atLine === undefined ? {} : { atLine }),
  });
}

/** A file that a later layer took away. */
export function gonePage(model: Model, index: number, width: number): PageText {
  const gone = model.image.tree.gone[index];
  if (gone === undefined) return { title: '', lines: [] };
  const { path, entry, layer, contentLayer, how, goneIn } = gone;
  return entryPage(model, {
    path,
    entry,
    layer,
    text: model.textOfEntry(contentLayer, entry),
    width,
    note: `${how === 'removed' ? 'Removed' : 'Replaced'} in ${model.originOf(goneIn)}. Whoever pulls the image gets it all the same.`,
  });
}

interface Shown {
  readonly path: string;
  readonly entry: LayerEntry;
  readonly layer: number;
  readonly text: string | undefined;
  readonly width: number;
  readonly atLine?: number;
  readonly note?: string;
}

function entryPage(model: Model, { path, entry, layer, text, width, atLine, note }: Shown): PageText {
  const head: Line[] = [
    line(factsLine(entry), 'dim'),
    line(model.originOf(layer), 'dim'),
    ...(entry.sha256 === undefined ? [] : [line(`sha256 ${entry.sha256}`, 'dim')]),
    ...(entry.target === undefined
      ? []
      : [line(`leads to ${visible(entry.target).slice(0, MAX_LINE)}`, 'dim')]),
    ...(note === undefined ? [] : [line(note, 'warning')]),
    ...findingsAt(model, path),
    line(''),
  ];
  const title = `/${visible(path)}`;
  if (text === undefined) return { title, lines: [...head, line(whyNoText(entry), 'dim')] };
  const body = text.slice(0, MAX_LINES * 200).split('\n', MAX_LINES + 1);
  const digits = String(Math.min(body.length, MAX_LINES)).length;
  const lines: Line[] = [];
  let at: number | undefined;
  for (const [i, one] of body.slice(0, MAX_LINES).entries()) {
    const meant = i + 1 === atLine;
    if (meant) at = head.length + lines.length;
    const shown = visible(one.slice(0, MAX_LINE).replaceAll('\t', '    '));
    for (const [part, piece] of pieces(shown, width - digits - 1).entries()) {
      const number = part === 0 ? String(i + 1).padStart(digits) : ' '.repeat(digits);
      lines.push([
        { text: `${number} `, style: meant ? 'alarm' : 'dim' },
        { text: piece, ...(meant ? { style: 'bold' as const } : {}) },
      ]);
    }
  }
  if (body.length > MAX_LINES) lines.push(line('The text goes on.', 'dim'));
  return { title, lines: [...head, ...lines], ...(at === undefined ? {} : { at }) };
}

/** A line of a text as lines of the screen, broken at spaces where it is too long; its indent stays. */
function pieces(text: string, width: number): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const indent = (/^ */.exec(text)?.[0] ?? '').slice(0, Math.floor(width / 2));
  return wrap(text.trimStart(), Math.max(10, width - indent.length), 200).map((one) => indent + one);
}

function findingsAt({ image: { assessment } }: Model, path: string): Line[] {
  return assessment.findings
    .filter(({ evidence }) => evidence.some((one) => outermost(one.path) === `/${path}`))
    .slice(0, 5)
    .map(({ severity, title }) =>
      line(`! ${severity}: ${visible(title.slice(0, 300))}`, severityStyle(severity)),
    );
}

function whyNoText({ kind, content, size }: LayerEntry): string {
  if (kind !== 'file') return `It is a ${kind} and holds no text.`;
  if (size === 0) return 'It is empty.';
  return content?.kind === 'text' || content?.kind === 'script'
    ? 'Its text was not kept: it is longer than is kept, or nothing that was looked for occurs in it.'
    : 'It is no text. Its bytes were searched, and are not shown.';
}

/** A finding in full. */
export function findingPage(model: Model, index: number, width: number): PageText {
  const finding = model.image.assessment.findings[index];
  if (finding === undefined) return { title: '', lines: [] };
  const { severity, confidence, rule, attack, title, why, fix, evidence, indicators = [] } = finding;
  const paragraph = (text: string, indent = ''): Line[] =>
    wrap(text, Math.max(20, width - indent.length), 12).map((one) => line(indent + one));
  const lines: Line[] = [
    line(
      `${severity.toUpperCase()}, ${confidence} · ${rule}${attack === undefined ? '' : ` · ATT&CK ${attack}`}`,
      severityStyle(severity),
    ),
    line(''),
    ...paragraph(why),
    line(''),
    line('Where', 'heading'),
    ...evidence
      .slice(0, 100)
      .flatMap((one) => [
        line(
          `  ${visible(one.path.slice(0, 400))}${one.line === undefined ? '' : `, line ${one.line}`}${one.offset === undefined ? '' : `, byte ${one.offset}`}`,
        ),
        ...(one.layer === undefined ? [] : [line(`    ${model.originOf(one.layer)}`, 'dim')]),
        ...(one.goneIn === undefined ? [] : [line(`    gone since layer ${one.goneIn + 1}`, 'dim')]),
        ...paragraph(one.excerpt, '    '),
      ]),
    ...(indicators.length === 0 ? [] : [line(''), line('Indicators', 'heading')]),
    ...indicators
      .slice(0, 50)
      .flatMap((one) => paragraph(`${one.coin ?? one.kind} ${one.value} (${one.validation})`, '  ')),
    line(''),
    line('What to do', 'heading'),
    ...paragraph(fix, '  '),
  ];
  const opens = fileOf(evidence, model);
  return { title: visible(title.slice(0, 300)), lines, ...(opens === undefined ? {} : { opens }) };
}

/** The first file that the evidence points at and that is still there. */
function fileOf(evidence: readonly Evidence[], { image: { tree } }: Model): Destination | undefined {
  for (const { path, line: at } of evidence) {
    const inside = outermost(path).replace(/^\//, '');
    const node = isConfigPath(path) ? undefined : tree.get(inside);
    if (node === undefined || node.entry.kind === 'directory') continue;
    return { to: 'file', path: inside, ...(at === undefined ? {} : { line: at }) };
  }
  return undefined;
}

/** Within 60 columns. */
export const HELP: PageText = {
  title: 'Keys',
  lines: [
    ['1 … 5, Tab', 'overview, layers, files, start, findings'],
    ['↑ ↓, j k', 'up and down'],
    ['PgUp, PgDn', 'a page up and down'],
    ['g, G', 'first and last'],
    ['Enter, →, l', 'open a folder, a file, a layer, a finding'],
    ['←, h', 'close a folder, go up; leave a page'],
    ['Esc, q', 'leave a page; q in a list ends'],
    ['/', 'find; in files: in the whole image'],
    ['n, N', 'next and last that was found'],
    ['r', 'files: what later layers took away'],
    ['a', 'files: all layers again'],
    ['Ctrl-C', 'end'],
  ].map(([keys = '', what = '']) => [
    { text: `  ${keys.padEnd(14)}`, style: 'bold' as const },
    { text: what },
  ]),
};
