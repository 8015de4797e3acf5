import { baseName } from '../../base/base-name.ts';
import { badness, type FitInput, type FittedStage, fitStage } from '../../explain/source/fit-stage.ts';
import { MAX_SOURCE } from '../../explain/source/parse-dockerfile.ts';
import type { SourceTree } from '../../source/work-tree/index.ts';

/** A Dockerfile of the source tree, laid beside the history. */
export interface FittedDockerfile extends FittedStage {
  /** In the source tree. */
  readonly path: string;
  readonly text: string;
}

export interface FindInput extends FitInput {
  readonly tree: SourceTree;
  /** Path in the tree, where it is known; only that one is looked at then. */
  readonly path?: string;
}

/** Dockerfiles of one tree that are tried. */
const MAX_CANDIDATES = 200;

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
    const text = Buffer.from(bytes).toString('utf8');
    const fitted = fitStage(text, input);
    if (fitted === undefined || (best !== undefined && badness(fitted) >= badness(best))) continue;
    best = { ...fitted, path, text };
  }
  return best;
}

function candidates(tree: SourceTree): string[] {
  return [...tree.files.values()]
    .filter(({ path, kind }) => kind === 'file' && isDockerfileName(baseName(path)))
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
