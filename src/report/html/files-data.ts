import type { Assessment } from '../../assess/assessment.ts';
import type { ImageFiles } from '../../assess/image-files.ts';
import { visible } from '../../base/visible.ts';
import { shortSums } from '../places.ts';

/** Kinds by the number that stands for them in the page. */
const KINDS = ['directory', 'file', 'symlink', 'hardlink', 'character-device', 'block-device', 'fifo'];

/**
 * The tree for the page's script, as columns: 100,000 paths are about 4 MB of it. Texts are already visible, so that
 * the script has nothing to escape; it only ever sets them as text.
 */
export function filesData({ rows, texts }: ImageFiles, { layers }: Assessment): object {
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
    texts: Object.fromEntries(texts.map(({ path, text, cut }) => [visible(path), [visibleLines(text), cut]])),
    origins: layers.map(({ instruction }) =>
      visible(shortSums(instruction ?? 'no instruction known').slice(0, 500)),
    ),
    kindNames: KINDS,
  };
}

function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '    ')))
    .join('\n');
}
