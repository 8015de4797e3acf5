import type { Detector, ImageView, LayerView, Observation, Sighting } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';
import { compareTable } from './compare.ts';
import { parseTable } from './table.ts';

const RULE = 'lazy-layer/other-content';
const TABLE = 'stargz.index.json';
/** The annotation by which an engine finds the table that it goes by, to be true. */
const TABLE_DIGEST = 'containerd.io/snapshot/stargz/toc.digest';

type Seen = { readonly what: string };

/**
 * eStargz layers: an engine that mounts one before it has it whole goes by the table of contents in it, not by the
 * tar. Where the two differ, what runs is not what was pulled and checked.
 */
export const lazyLayer: Detector<Seen> = {
  id: 'lazy-layer',
  version: 2,
  title: 'Layers that show something else when mounted lazily',
  rules: [
    {
      id: RULE,
      leaves: 'Tables of any nonsense that no program could follow, and layers that have none.',
      title: 'A lazily mounted layer holds something else',
      category: 'integrity',
      description:
        'The table of contents of an eStargz layer does not agree with the files in it. An engine that unpacks the layer gets other files than one that mounts it lazily, so a check of one says nothing about the other.',
      attack: 'T1036',
    },
  ],
  inspect,
  judge,
};

function inspect(layer: LayerView): readonly Observation<Seen>[] {
  const { facts } = layer;
  const table = facts.entries.findLastIndex(({ path, kind }) => path === TABLE && kind === 'file');
  const entry = facts.entries[table];
  const written = entry === undefined ? undefined : layer.text(entry);
  const rows = written === undefined ? undefined : parseTable(written);
  if (rows === undefined) return [];
  return compareTable(rows, facts.entries, table).map(({ entry: index, what }) => ({
    entry: index,
    excerpt: what,
    data: { what },
  }));
}

function judge(view: ImageView<Seen>): readonly Finding[] {
  const [first, ...rest] = [...view.sightings.map(evidenceOf), ...otherTables(view)];
  if (first === undefined) return [];
  return [
    {
      rule: RULE,
      title: 'A lazily mounted layer holds something else',
      category: 'integrity',
      severity: 'critical',
      confidence: 'certain',
      why: `The table of contents of layer ${(first.layer ?? 0) + 1} tells of other files than the layer holds: what an engine runs depends on how it pulls.`,
      fix: 'Do not run it. Ask whoever built it for the image without eStargz, or convert it again yourself.',
      attack: 'T1036',
      evidence: [first, ...rest],
    },
  ];
}

function evidenceOf({ evidence }: Sighting<Seen>): Evidence {
  return evidence;
}

/** Where the manifest names another table than the one that lies in the layer. */
function otherTables({ image, layers }: ImageView<Seen>): readonly Evidence[] {
  const found: Evidence[] = [];
  for (const [layer, facts] of layers.entries()) {
    const named = image.manifest.layers[layer]?.annotations?.[TABLE_DIGEST];
    const table = facts?.entries.findLast(({ path, kind }) => path === TABLE && kind === 'file');
    if (named === undefined || table?.sha256 === undefined || named === `sha256:${table.sha256}`) continue;
    const excerpt = `the manifest names a table ${named.slice(0, 100)}, this one is sha256:${table.sha256}`;
    found.push({ path: `/${TABLE}`, layer, excerpt });
  }
  return found;
}
