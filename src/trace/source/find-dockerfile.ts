import type { Instruction } from '../../explain/explanation.ts';
import { MAX_SOURCE, parseDockerfile } from '../../explain/source/parse-dockerfile.ts';
import type { SourceTree } from '../../source/work-tree/index.ts';
import { type Alignment, align } from './align.ts';
import { type StageChain, Stages } from './stage-chain.ts';

/** A Dockerfile of the source tree, laid beside the history. */
export interface FittedDockerfile {
  /** In the source tree. */
  readonly path: string;
  readonly text: string;
  readonly stages: Stages;
  readonly stage: StageChain;
  readonly alignment: Alignment;
}

export interface FindInput {
  readonly tree: SourceTree;
  readonly rows: readonly Instruction[];
  readonly args: ReadonlyMap<string, string>;
  /** Path in the tree, where it is known; only that one is looked at then. */
  readonly path?: string;
  /** Stage that was built, where it is known. */
  readonly target?: string;
  /** How many rows can be the base's at most, where its layers are known. */
  readonly mostBaseRows?: number;
}

/** Dockerfiles of one tree that are tried, and stages of one. */
const MAX_CANDIDATES = 200;
const MAX_STAGES = 50;

/**
 * The Dockerfile of a tree, and the stage of it, that agrees best with the history; undefined when the tree has none
 * that can be read. Of equal ones, the last stage of the file whose path is shortest.
 */
export async function findDockerfile(input: FindInput): Promise<FittedDockerfile | undefined> {
  const paths = input.path === undefined ? candidates(input.tree) : [input.path];
  let best: FittedDockerfile | undefined;
  for (const path of paths) {
    const bytes = await input.tree.read(path, MAX_SOURCE);
    if (bytes === undefined) continue;
    const fitted = fit(path, Buffer.from(bytes).toString('utf8'), input);
    if (fitted !== undefined && (best === undefined || badness(fitted) < badness(best))) best = fitted;
  }
  return best;
}

function candidates(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path, kind }) => kind === 'file' && isDockerfileName(path.slice(path.lastIndexOf('/') + 1)))
    .map(({ path }) => path)
    .sort((a, b) => depth(a) - depth(b) || a.length - b.length || (a < b ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
}

function depth(path: string): number {
  return path.split('/').length;
}

/** `Dockerfile`, `Containerfile`, `Dockerfile.alpine`, `app.dockerfile`. */
function isDockerfileName(name: string): boolean {
  return (
    (/^(?:dockerfile|containerfile)(?:[._-].{1,100})?$/i.test(name) ||
      /^.{1,100}\.(?:dockerfile|containerfile)$/i.test(name)) &&
    !name.toLowerCase().endsWith('.dockerignore')
  );
}

function fit(
  path: string,
  text: string,
  { rows, args, target, mostBaseRows }: FindInput,
): FittedDockerfile | undefined {
  const stages = new Stages(parseDockerfile(text), args);
  const names = target === undefined ? stages.names.slice(-MAX_STAGES).reverse() : [target];
  let best: FittedDockerfile | undefined;
  for (const name of names) {
    const stage = stages.chain(name);
    if (stage === undefined) continue;
    const alignment = align({
      instructions: stage.instructions,
      rows,
      args,
      ...(stage.from.toLowerCase() === 'scratch' ? { baseRows: 0 } : {}),
      ...(mostBaseRows === undefined ? {} : { mostBaseRows }),
    });
    if (alignment === undefined) continue;
    const fitted = { path, text, stages, stage, alignment };
    if (best === undefined || badness(fitted) < badness(best)) best = fitted;
  }
  return best;
}

/** 0 when all agrees; a stage with few instructions agrees easily, so agreement counts too. */
function badness({ alignment }: FittedDockerfile): number {
  const agreeing = alignment.pairs.filter(
    ({ status }) => status !== 'missing' && status !== 'extra' && status !== 'differs',
  );
  return alignment.cost - agreeing.length * 0.25;
}
