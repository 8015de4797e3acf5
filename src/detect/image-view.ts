import { EMPTY_CATALOG } from '../catalog/index.ts';
import type { StartStep } from '../explain/explanation.ts';
import { isSystemKind } from '../explain/index.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';
import { configTexts } from './config-texts.ts';
import type { ImageView, Observation, Sighting, Standing } from './detector.ts';
import type { Evidence } from './finding.ts';
import type { ImageParts } from './image-parts.ts';
import type { JsonObject } from './json.ts';
import { clip } from './text/lines.ts';
import { treeText } from './text/tree-text.ts';

/** Makes the views of one image; what all detectors share is computed once. */
export function imageView(parts: ImageParts): (detectorId: string) => ImageView {
  const goneIn = goneIndex(parts.tree);
  const texts = configTexts(parts.image.config);
  const standings = standingsOf(parts.accounting);
  const text = treeText(parts);
  const modules = parts.imports?.modules ?? [];
  const imported = new Map(modules.map(({ node, by }) => [node.path, by]));
  const started = new Set([...startedPaths(parts), ...imported.keys()]);
  const files = parts.autostarts?.files ?? [];
  const autostarted = new Map(
    files.flatMap(({ node, by }) => (by === undefined ? [] : [[node.entry.path, by]])),
  );
  const seenIn = (
    looked: readonly { readonly node: TreeNode }[],
    observations: readonly Observation<JsonObject>[] = [],
  ): readonly Sighting<JsonObject>[] =>
    observations.flatMap((observation) => {
      const node = looked[observation.entry]?.node;
      return node === undefined ? [] : [sighting(observation, node.entry, node.contentLayer, goneIn)];
    });
  return (detectorId) => ({
    image: parts.image,
    layers: parts.layers,
    tree: parts.tree,
    explanation: parts.explanation,
    catalog: parts.catalog ?? EMPTY_CATALOG,
    configTexts: texts,
    text,
    runsAtStart: (path) => started.has(path),
    started,
    imported,
    autostarted,
    standing: (path) => standings.get(path),
    standings,
    sightings: withAutostarts(
      [
        ...parts.layers.flatMap((facts, layer) =>
          facts === undefined
            ? []
            : parts.observations(detectorId, layer).flatMap((observation) => {
                const entry = facts.entries[observation.entry];
                return entry === undefined ? [] : [sighting(observation, entry, layer, goneIn)];
              }),
        ),
        ...seenIn(modules, parts.imports?.observations[detectorId]),
      ],
      seenIn(files, parts.autostarts?.observations[detectorId]),
    ),
  });
}

/** What a file's own layer showed already is not shown twice. */
function withAutostarts(
  own: readonly Sighting<JsonObject>[],
  autostarts: readonly Sighting<JsonObject>[],
): readonly Sighting<JsonObject>[] {
  if (autostarts.length === 0) return own;
  const keyOf = ({ entry, layer, observation: { line, excerpt, data } }: Sighting<JsonObject>): string =>
    JSON.stringify([layer, entry.path, line, excerpt, data]);
  const known = new Set(own.map(keyOf));
  return [...own, ...autostarts.filter((one) => !known.has(keyOf(one)))];
}

function standingsOf(accounting: ImageParts['accounting']): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  if (accounting === undefined || accounting.databases.length === 0) return standings;
  // Where the list of the distribution itself is not there, or was not read, the others' silence says nothing.
  if (accounting.databases.some(({ kind }) => isSystemKind(kind)))
    for (const { path } of accounting.unaccounted) standings.set(path.slice(1), 'unlisted');
  for (const { path } of accounting.changedFiles) standings.set(path.slice(1), 'changed');
  return standings;
}

type GoneIndex = ReadonlyMap<string, number>;

function sighting(
  observation: Observation<JsonObject>,
  entry: LayerEntry,
  layer: number,
  gone: GoneIndex,
): Sighting<JsonObject> {
  const goneIn = gone.get(`${layer} ${entry.host ?? entry.path}`);
  const evidence: Evidence = {
    path: `/${entry.path}`,
    layer,
    ...(observation.line !== undefined && { line: observation.line }),
    ...(observation.offset !== undefined && { offset: observation.offset }),
    excerpt: clip(observation.excerpt),
    ...(goneIn !== undefined && { goneIn }),
  };
  return { observation, entry, layer, ...(goneIn !== undefined && { goneIn }), evidence };
}

function goneIndex(tree: ImageTree): GoneIndex {
  const index = new Map<string, number>();
  for (const gone of tree.gone) {
    // An entry that its own layer repeats is not gone: the last of the two is what counts.
    if (gone.goneIn !== gone.layer) index.set(`${gone.layer} ${gone.path}`, gone.goneIn);
  }
  return index;
}

/** Arguments of one command that are looked up as paths. */
const MAX_ARGUMENTS = 64;

/** Paths, without leading slash, that the start chain runs, or names as arguments of what it runs. */
function startedPaths({ explanation, tree, image }: ImageParts): ReadonlySet<string> {
  const started = new Set<string>();
  const workingDir = image.config.config.WorkingDir ?? '/';
  const add = (path: string): void => {
    const plain = path.replace(/^\/+/, '');
    if (plain === '') return;
    started.add(plain);
    const found = tree.resolve(plain);
    if (found.kind === 'found') started.add(found.node.path);
  };
  const visit = (steps: readonly StartStep[], depth: number): void => {
    for (const step of steps) {
      if (step.path !== undefined) add(step.path);
      if (step.file.startsWith('/')) add(step.file);
      // A program finds its files from the folder it runs in; some look beside themselves first.
      const folders = [step.cwd ?? workingDir, step.path?.replace(/\/[^/]*$/, '') ?? '/'];
      const words = `${step.command} ${step.runs ?? ''}`.split(/[\s='"]+/, MAX_ARGUMENTS);
      for (const word of words) {
        if (!/[./]/.test(word) || word.includes('://') || word.length > 4096) continue;
        for (const folder of word.startsWith('/') ? ['/'] : folders) {
          const found = tree.resolve(word.replace(/^\/+/, ''), folder.replace(/^\/+/, ''));
          if (found.kind !== 'found' || found.node.entry.kind !== 'file') continue;
          started.add(found.node.path);
          break;
        }
      }
      if (depth < 200) visit(step.children, depth + 1);
    }
  };
  visit(explanation.startChain, 0);
  return started;
}
