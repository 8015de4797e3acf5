import type { Assessment, LayerSummary } from '../../assess/assessment.ts';
import { formatBytes, formatCount, plural } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import { familiarName } from '../../catalog/index.ts';
import { shortSums } from '../places.ts';
import { type Html, html } from './escape.ts';
import { type Box, squarify } from './squarify.ts';

const WIDTH = 1000;
const HEIGHT = 420;
const MAX_CELLS = 40;
const MAX_FIGURES = 40;
const COLOURS = 8;

interface Cell {
  readonly name: string;
  readonly bytes: number;
  readonly files: number;
}

/** What takes the room: a field a layer, in it its folders, as a picture that needs no script. */
export function treemap({ layers, files, explanation }: Assessment): Html {
  const [base] = explanation.base.chain ?? [];
  const groups = layers.map((layer) => {
    const own = (files?.sizes ?? []).filter((one) => one.layer === layer.index);
    const cells = own.map(({ folder, bytes, files: count }): Cell => ({ name: folder, bytes, files: count }));
    const whole = { name: '', bytes: layer.size ?? layer.compressedSize ?? 0, files: layer.files };
    return { layer, cells: files === undefined ? [whole] : fold(cells) };
  });
  const sized = groups
    .map((group) => ({ ...group, bytes: group.cells.reduce((sum, { bytes }) => sum + bytes, 0) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes || a.layer.index - b.layer.index);
  if (sized.length === 0) return html`<p>There are no bytes to show.</p>`;
  const boxes = squarify(
    sized.map(({ bytes }) => bytes),
    { x: 0, y: 0, width: WIDTH, height: HEIGHT },
  );
  const fields = sized.map(({ layer, cells }, i) => {
    const outer = boxes[i] as Box;
    const inner = squarify(
      cells.map(({ bytes }) => bytes),
      outer,
    );
    const origin = shortSums(layer.instruction ?? 'no instruction known').slice(0, 120);
    return html`<g class="c${layer.index % COLOURS}">${cells.map((cell, j) =>
      cellHtml(cell, inner[j] as Box, `layer ${layer.index + 1}`, origin),
    )}<rect class="edge" ${place(outer)}></rect></g>`;
  });
  const summary = `Size by layer: ${sized
    .slice(0, 5)
    .map(({ layer, bytes }) => `layer ${layer.index + 1} ${formatBytes(bytes)}`)
    .join(', ')}${sized.length > 5 ? ' and smaller ones' : ''}. The table below has the same figures.`;
  return html`<svg class="treemap" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${summary}">${fields}</svg>
<ul class="legend">${sized.slice(0, 12).map(({ layer, bytes }) => {
    const known = base !== undefined && layer.index < base.layers;
    const of = known ? ` of base image ${familiarName(base.name)}` : '';
    return html`<li><span class="key c${layer.index % COLOURS}"></span> layer ${layer.index + 1}${of}, ${formatBytes(bytes)}: <code>${shortSums(layer.instruction ?? 'no instruction known').slice(0, 160)}</code></li>`;
  })}</ul>${figures(sized)}`;
}

interface Group {
  readonly layer: LayerSummary;
  readonly cells: readonly Cell[];
}

/** The largest boxes as a table. */
function figures(groups: readonly Group[]): Html {
  const rows = groups
    .flatMap(({ layer, cells }) => cells.map((cell) => ({ layer, ...cell })))
    .sort((a, b) => b.bytes - a.bytes || a.layer.index - b.layer.index)
    .slice(0, MAX_FIGURES);
  return html`<details><summary>The largest as a table</summary><table><thead><tr><th scope="col">Size</th><th scope="col">Folder</th><th scope="col">Files</th><th scope="col">Layer</th></tr></thead><tbody>${rows.map(
    ({ layer, name, bytes, files }) =>
      html`<tr><td>${formatBytes(bytes)}</td><td><code>${name || '/'}</code></td><td>${formatCount(files)}</td><td>layer ${layer.index + 1}</td></tr>`,
  )}</tbody></table></details>`;
}

/** The largest, and the rest as one. */
function fold(cells: readonly Cell[]): readonly Cell[] {
  const sized = cells.filter(({ bytes }) => bytes > 0);
  const rest = sized.slice(MAX_CELLS);
  if (rest.length === 0) return sized;
  const sum = (of: (cell: Cell) => number): number => rest.reduce((total, cell) => total + of(cell), 0);
  return [
    ...sized.slice(0, MAX_CELLS),
    { name: 'other folders', bytes: sum((c) => c.bytes), files: sum((c) => c.files) },
  ];
}

function cellHtml({ name, bytes, files }: Cell, box: Box, layer: string, origin: string): Html {
  const title = `${name === '' ? '' : `${name}, `}${formatBytes(bytes)}, ${plural(files, 'file')}; ${layer}: ${origin}`;
  const label = visible(name === '' ? layer : name);
  const fits = box.height > 18 && box.width > label.length * 7.5 + 8;
  const text = fits ? html`<text x="${round(box.x + 4)}" y="${round(box.y + 14)}">${label}</text>` : '';
  return html`<g><title>${title}</title><rect class="cell" ${place(box)}></rect>${text}</g>`;
}

function place({ x, y, width, height }: Box): Html {
  return html`x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
