import { normalisePath } from '../../base/tar/path.ts';
import type { Instruction } from '../../explain/explanation.ts';
import type { AlignedPair } from '../../explain/source/align.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { SourceTree } from '../../source/work-tree/index.ts';
import { BuildContext } from './build-context.ts';
import { type CopiedFiles, compareCopied } from './copied-files.ts';
import { dockerignore } from './dockerignore.ts';
import { type FittedDockerfile, findDockerfile } from './find-dockerfile.ts';
import { type PlannedCopy, planCopy } from './planned-copy.ts';

export interface CompareSourceInput {
  readonly tree: SourceTree;
  /** Of the history alone, each with its layer: no text of an attestation among them. */
  readonly instructions: readonly Instruction[];
  /** By layer index; undefined for a layer that was not read. */
  readonly layers: readonly (LayerFacts | undefined)[];
  /** The merged tree of the image. */
  readonly merged: ImageTree;
  /** Path of the Dockerfile in the source tree, where it is known. */
  readonly dockerfile?: string;
  /** Folder of the source tree that was the build context, where it is known. */
  readonly context?: string;
  /** Stage that was built, where it is known. */
  readonly target?: string;
  /** How many of the lowest layers are those of a known base image. */
  readonly knownBaseLayers?: number;
  /** Build arguments that are known. */
  readonly args?: ReadonlyMap<string, string>;
}

/** An image held against a source tree. */
export interface SourceComparison {
  readonly tree: SourceTree;
  /** Absent when the tree has no Dockerfile, or not the one named. */
  readonly fitted?: FittedDockerfile;
  /** The folder that was taken for the build context. */
  readonly context: string;
  /** For each COPY and ADD that stands to a row. */
  readonly copies: readonly CopiedFiles[];
}

const MAX_IGNORE_FILE = 1_000_000;

/** Finds the Dockerfile that made an image, lays it beside the history, and compares what it copied. */
export async function compareWithSource(input: CompareSourceInput): Promise<SourceComparison> {
  const { tree } = input;
  const rows = input.instructions.filter(({ row }) => row !== undefined);
  const fitted = await findDockerfile({
    tree,
    rows,
    args: input.args ?? new Map(),
    ...(input.dockerfile === undefined ? {} : { path: normalisePath(input.dockerfile).path }),
    ...(input.target === undefined ? {} : { target: input.target }),
    ...mostBaseRows(rows, input.knownBaseLayers),
  });
  if (fitted === undefined) return { tree, context: '', copies: [] };
  const tried: SourceComparison[] = [];
  for (const context of contextsOf(input, fitted)) {
    const copies = await compareCopies(input, fitted, context);
    tried.push({ tree, fitted, context, copies });
    if (copies.every(({ wrongCount, plan }) => wrongCount === 0 && plan.absent.length === 0)) break;
  }
  return tried.reduce((best, one) => (wrongness(one) < wrongness(best) ? one : best));
}

/** Rows before the first that made a layer above those of the known base. */
function mostBaseRows(
  rows: readonly Instruction[],
  knownLayers: number | undefined,
): { readonly mostBaseRows?: number } {
  if (knownLayers === undefined) return {};
  const above = rows.findIndex(({ layer }) => layer !== undefined && layer >= knownLayers);
  return above === -1 ? {} : { mostBaseRows: above };
}

/** What is built with which context is not recorded: the Dockerfile's own folder, or the whole tree. */
function contextsOf({ context }: CompareSourceInput, { path }: FittedDockerfile): readonly string[] {
  if (context !== undefined) return [normalisePath(context).path];
  const own = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  return own === '' ? [''] : ['', own];
}

function wrongness({ copies }: SourceComparison): number {
  return copies.reduce((sum, { wrongCount, plan }) => sum + wrongCount + plan.absent.length, 0);
}

async function compareCopies(
  input: CompareSourceInput,
  { path, stages, alignment }: FittedDockerfile,
  folder: string,
): Promise<readonly CopiedFiles[]> {
  const { tree } = input;
  const context = new BuildContext(tree, folder, dockerignore(await ignoreFile(tree, path, folder)));
  const plans: PlannedCopy[] = [];
  const sharedLayers = new Set<number>();
  for (const pair of alignment.pairs) {
    if (isCopy(pair)) plans.push(planCopy(pair, context, (name) => stages.find(name)));
    else if (pair.row?.layer !== undefined && writesFiles(pair)) sharedLayers.add(pair.row.layer);
  }
  const wanted = new Set<string>();
  for (const { files } of plans) {
    for (const expected of files.values()) if (expected.from === 'source') wanted.add(expected.path);
  }
  return compareCopied({
    plans,
    sharedLayers,
    layers: input.layers,
    tree: input.merged,
    digests: await tree.digests(wanted),
  });
}

function isCopy(
  pair: AlignedPair,
): pair is AlignedPair & { readonly source: NonNullable<AlignedPair['source']> } {
  const keyword = pair.source?.keyword;
  return (keyword === 'COPY' || keyword === 'ADD') && pair.row !== undefined && pair.status !== 'differs';
}

function writesFiles({ row }: AlignedPair): boolean {
  return row !== undefined && ['RUN', 'COPY', 'ADD', 'WORKDIR', 'UNKNOWN'].includes(row.keyword);
}

/** `Dockerfile.dockerignore` beside the Dockerfile goes before the context's own (Dockerfile reference). */
async function ignoreFile(tree: SourceTree, dockerfile: string, folder: string): Promise<string> {
  const prefix = folder === '' ? '' : `${folder}/`;
  for (const path of [`${dockerfile}.dockerignore`, `${prefix}.containerignore`, `${prefix}.dockerignore`]) {
    const bytes = await tree.read(path, MAX_IGNORE_FILE);
    if (bytes !== undefined) return Buffer.from(bytes).toString('utf8');
  }
  return '';
}
