import type { Assessment } from '../../assess/assessment.ts';
import type { ImageFiles } from '../../assess/image-files.ts';
import { visible } from '../../base/visible.ts';
import { type FileMark, fileMarks, fileOf } from '../file-marks.ts';
import { shortSums } from '../places.ts';

/** Kinds by the number that stands for them in the page. */
const KINDS = ['directory', 'file', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo'];

/**
 * The tree for the page's script, as columns: 100,000 paths are about 4 MB of it. Texts are already visible, so that
 * the script has nothing to escape; it only ever sets them as text.
 */
export function filesData({ rows, texts }: ImageFiles, assessment: Assessment): object {
  const { layers } = assessment;
  return {
    names: rows.map(({ name }) => visible(name)),
    parents: rows.map(({ parent }) => parent),
    kinds: rows.map(({ kind }) => Math.max(0, KINDS.indexOf(kind))),
    sizes: rows.map(({ size }) => size),
    modes: rows.map(({ mode }) => mode),
    layers: rows.map(({ layer }) => layer),
    gone: Object.fromEntries(
      rows.flatMap(({ goneIn }, row) => (goneIn === undefined ? [] : [[row, goneIn]])),
    ),
    targets: Object.fromEntries(
      rows.flatMap(({ target }, row) => (target === undefined ? [] : [[row, visible(target)]])),
    ),
    marks: marksOf(rows, assessment),
    texts: Object.fromEntries(texts.map(({ path, text, cut }) => [visible(path), [visibleLines(text), cut]])),
    origins: layers.map(({ instruction }) =>
      visible(shortSums(instruction ?? 'no instruction known').slice(0, 500)),
    ),
    kindNames: KINDS,
  };
}

/** By row: 1 where a finding points, 2 for what runs at start. Of what a later layer took away, only its own findings. */
function marksOf(
  rows: ImageFiles['rows'],
  assessment: Assessment,
): Readonly<Record<number, (typeof MARKS)[FileMark]>> {
  const marks = fileMarks(assessment);
  const gone = new Set(
    assessment.findings.flatMap(({ evidence }) =>
      evidence.flatMap(({ path, goneIn }) => (goneIn === undefined ? [] : [`${goneIn} ${fileOf(path)}`])),
    ),
  );
  const found: Record<number, (typeof MARKS)[FileMark]> = {};
  // A folder above what is marked is marked, so that no other path has to be put together.
  const paths = new Map<number, string>();
  for (const [row, { parent, name, goneIn }] of rows.entries()) {
    const folder = parent < 0 ? '' : paths.get(parent);
    if (folder === undefined) continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    const mark = marks.get(path);
    if (mark === undefined && path !== '') continue;
    paths.set(row, path);
    if (mark === undefined) continue;
    if (goneIn === undefined) found[row] = MARKS[mark];
    else if (gone.has(`${goneIn} ${path}`)) found[row] = MARKS.finding;
  }
  return found;
}

const MARKS = { finding: 1, start: 2 } as const;

function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '    ')))
    .join('\n');
}
