import { formatBytes, plural } from '../../base/quantities.ts';
import type { Difference, FileDifference, Side } from '../../compare/difference.ts';
import { formatPlatform } from '../../image/platform.ts';
import { shortDigest, shortSums } from '../places.ts';
import { createPage, type Page, type TextOptions } from '../text/page.ts';
import { DECISION_SIGN } from '../text/paint.ts';
import { type ChangeLine, changeSections, fileLine, totalsText } from './lines.ts';

const MAX_LINES = 12;
const MAX_FOLDERS = 10;
const MAX_FILES = 10;
const MAX_VERBOSE = 2000;

/** The difference for a terminal, the most telling first. */
export function renderDiffText(difference: Difference, options: TextOptions = {}): string {
  const page = createPage(options);
  const { before, after, same, notes } = difference;
  writeSide('from', before, page);
  writeSide('to', after, page);
  page.blank();
  if (same) writeSame(difference, page);
  else writeSummary(difference, page);
  for (const { title, lines, unlisted = 0 } of changeSections(difference)) {
    page.section(title, countText(lines));
    const shown = lines.slice(0, page.verbose ? MAX_VERBOSE : MAX_LINES);
    for (const line of shown) writeLine(line, page);
    writeMore(lines.length - shown.length + unlisted, page);
  }
  writeFiles(difference.files, page);
  for (const note of notes) {
    page.blank();
    page.text(note, { indent: '  ', style: 'warning' });
  }
  return page.toString();
}

function writeSide(name: string, side: Side, page: Page): void {
  page.text(side.reference, { indent: '      ', first: name.padEnd(6), style: 'bold', maxLines: 3 });
  const facts = [
    shortDigest(side.digest),
    formatPlatform(side.platform),
    `${plural(side.layers, 'layer')}, ${formatBytes(side.size)}`,
    side.created?.slice(0, 10),
  ];
  page.text(facts.filter(Boolean).join(' · '), { indent: '      ', style: 'dim' });
}

function writeSame({ before, after }: Difference, page: Page): void {
  page.text('= No difference', { indent: '', style: 'allow' });
  page.text(
    before.digest === after.digest
      ? 'They are the same image.'
      : 'Their digests differ, but nothing in files, configuration, instructions or start does.',
  );
}

function writeSummary({ verdict, after, sharedLayers, before, kinds }: Difference, page: Page): void {
  const { decision } = after;
  const words =
    verdict === undefined
      ? `the verdict is still ${decision}`
      : `the verdict was ${verdict.before} and is ${verdict.after}`;
  page.text(`${DECISION_SIGN[decision]} ${decision.toUpperCase()}  ${words}`, {
    indent: '',
    style: decision,
  });
  for (const reason of verdict?.reasons.slice(0, 5) ?? []) {
    page.text(reason, { first: '  - ', indent: '    ', maxLines: 4 });
  }
  if (kinds.length > 0) page.text(`Changed: ${kinds.join(', ')}.`);
  page.text(
    `They share ${sharedLayers === 0 ? 'no layer' : `the lowest ${plural(sharedLayers, 'layer')}`} ` +
      `(of ${before.layers} and ${after.layers}).`,
    { style: 'dim' },
  );
}

function countText(lines: readonly ChangeLine[]): string {
  const count = (sign: string): number => lines.filter((line) => line.sign === sign).length;
  return (['+', '~', '-'] as const)
    .flatMap((sign) => (count(sign) === 0 ? [] : [`${sign}${count(sign)}`]))
    .join(' ');
}

function writeLine({ sign, text, remark, alarm }: ChangeLine, page: Page): void {
  const style = alarm ? 'alarm' : sign === '-' ? 'dim' : undefined;
  page.text(text, {
    first: `  ${sign} `,
    indent: '    ',
    maxLines: page.verbose ? 12 : 3,
    ...(style === undefined ? {} : { style }),
  });
  if (remark) page.text(remark, { indent: '      ', style: 'dim', maxLines: 3 });
}

function writeMore(count: number, page: Page): void {
  if (count <= 0) return;
  const how = page.verbose ? '' : '; -v lists more, -f json all';
  page.text(`and ${plural(count, 'more change')}${how}`, { indent: '    ', style: 'dim' });
}

function writeFiles(files: FileDifference, page: Page): void {
  if (files.added + files.changed + files.removed === 0) return;
  page.section('Files', totalsText(files));
  for (const { folder, ...totals } of files.folders.slice(0, page.verbose ? MAX_VERBOSE : MAX_FOLDERS)) {
    page.line(`${folder}: ${totalsText(totals)}`);
  }
  const folders = files.folders.length - MAX_FOLDERS;
  if (folders > 0 && !page.verbose) page.line(`and ${plural(folders, 'more folder')}`, { style: 'dim' });
  for (const layer of files.layers) {
    page.blank();
    const by = layer.instruction === undefined ? '' : `, ${shortSums(layer.instruction)}`;
    page.text(`layer ${layer.layerNumber}${by}: ${totalsText(layer)}`, { maxLines: 3 });
    const own = files.listed.filter(
      ({ how, origin }) => how !== 'removed' && origin.layerNumber === layer.layerNumber,
    );
    writeFileLines(own.map(fileLine), layer.added + layer.changed, page);
  }
  if (files.removed > 0) {
    page.blank();
    page.text(`removed: ${plural(files.removed, 'file')}`);
    writeFileLines(files.listed.filter(({ how }) => how === 'removed').map(fileLine), files.removed, page);
  }
}

function writeFileLines(lines: readonly ChangeLine[], all: number, page: Page): void {
  const shown = lines.slice(0, page.verbose ? MAX_VERBOSE : MAX_FILES);
  for (const { sign, text, remark } of shown) page.line(`${sign} ${text}  (${remark})`, { indent: '    ' });
  writeMore(all - shown.length, page);
}
