import { filesOfChain } from '../explain/start-paths.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { TreeNode } from '../image/tree/image-tree.ts';
import { pairNodes } from '../image/tree/paired-nodes.ts';
import type { Aspect, FileChange, FileDifference, Origin, ProgramChange } from './difference.ts';
import type { ImageProfile } from './image-profile.ts';
import { TotalsBy } from './totals.ts';

/** Files that a comparison lists; further ones are counted. */
const MAX_LISTED_FILES = 20_000;
const MAX_LISTED_PROGRAMS = 5000;

const EXECUTABLE = 0o111;
const SETUID = 0o6000;

export interface ComparedFiles {
  readonly files: FileDifference;
  readonly programs: readonly ProgramChange[];
  readonly unlistedPrograms: number;
  /** Of all programs, also those not listed. */
  readonly newPrograms: boolean;
  readonly changedPrograms: boolean;
}

/** Every path of the two merged trees, in linear time. Times are no facts, so they do not count. */
export function compareFiles(before: ImageProfile, after: ImageProfile): ComparedFiles {
  const listed: FileChange[] = [];
  const programs: ProgramChange[] = [];
  const folders = new TotalsBy<string>();
  const layers = new TotalsBy<number>();
  const folderOf = foldersInOrder();
  const all = new TotalsBy<''>();
  const sameLayer = sameLayers(before, after);
  const started = filesOfChain([
    ...before.assessment.explanation.startChain,
    ...after.assessment.explanation.startChain,
  ]);
  let changes = 0;
  let unlistedPrograms = 0;
  let newPrograms = false;
  let changedPrograms = false;
  const note = (change: FileChange, { path, entry }: TreeNode): void => {
    changes++;
    if (listed.length < MAX_LISTED_FILES) listed.push(change);
    all.add('', change);
    folders.add(folderOf(path), change);
    if (change.how !== 'removed') layers.add(change.origin.layerNumber, change);
    const atStart = started.has(path);
    if (!isProgram(entry) && !atStart) return;
    newPrograms ||= change.how === 'added';
    changedPrograms ||= change.how === 'changed';
    if (programs.length >= MAX_LISTED_PROGRAMS && !atStart) unlistedPrograms++;
    else programs.push({ ...change, atStart, setuid: (entry.mode & SETUID) !== 0 });
  };
  // What is gone is told behind the rest.
  const removed: TreeNode[] = [];
  const origins = originsOf(after);
  pairNodes(before.tree, after.tree, (was, node) => {
    if (node === undefined) {
      if (was !== undefined && was.entry.kind !== 'directory') removed.push(was);
      return;
    }
    if (was === undefined) {
      if (node.entry.kind !== 'directory') note(changeOf('added', node, origins), node);
      return;
    }
    if (sameLayer(was.layer, node.layer) && sameLayer(was.contentLayer, node.contentLayer)) return;
    const aspects = aspectsOf(was, node);
    if (aspects.length > 0) note(changeOf('changed', node, origins, aspects, was), node);
  });
  const oldOrigins = originsOf(before);
  for (const node of removed) note(changeOf('removed', node, oldOrigins), node);
  return {
    files: {
      ...all.of(''),
      folders: folders.sorted().map(([folder, totals]) => ({ folder, ...totals })),
      layers: layers.byKey().map(([number, totals]) => ({ ...origins(number - 1), ...totals })),
      listed,
      unlisted: changes - listed.length,
    },
    programs: programs.toSorted((a, b) => weight(b) - weight(a)),
    unlistedPrograms,
    newPrograms,
    changedPrograms,
  };
}

/** What runs by itself before what can gain rights, new before changed before removed; else the tree's order. */
function weight({ atStart, setuid, how }: ProgramChange): number {
  return (atStart ? 8 : 0) + (setuid ? 4 : 0) + (how === 'added' ? 2 : how === 'changed' ? 1 : 0);
}

/** Two layers of the same content have the same entries: what both put there is the same. */
function sameLayers(before: ImageProfile, after: ImageProfile): (a: number, b: number) => boolean {
  const old = before.assessment.layers.map(({ diffId, size }) => (size === undefined ? undefined : diffId));
  const fresh = after.assessment.layers.map(({ diffId }) => diffId);
  return (a, b) => old[a] !== undefined && old[a] === fresh[b];
}

function aspectsOf(was: TreeNode, is: TreeNode): readonly Aspect[] {
  const [a, b] = [was.entry, is.entry];
  if (was.implicit === true || is.implicit === true) return a.kind === b.kind ? [] : ['kind'];
  const aspects: Aspect[] = [];
  const { kind } = b;
  if (a.kind !== kind) aspects.push('kind');
  else if (kind === 'file' && (a.size !== b.size || a.sha256 !== b.sha256)) aspects.push('content');
  if (a.mode !== b.mode) aspects.push('mode');
  if (a.uid !== b.uid || a.gid !== b.gid) aspects.push('owner');
  if (kind === 'symlink' && a.target !== b.target) aspects.push('target');
  return aspects;
}

function isProgram({ kind, mode, content }: LayerEntry): boolean {
  if (kind !== 'file' || (mode & EXECUTABLE) === 0) return false;
  return content?.kind === 'script' || (content?.kind === 'elf' && /^(?:exec|shared)/.test(content.elf.type));
}

function changeOf(
  how: FileChange['how'],
  { path, entry, layer }: TreeNode,
  origins: (layer: number) => Origin,
  aspects: readonly Aspect[] = [],
  was?: TreeNode,
): FileChange {
  const { kind, size, mode } = entry;
  const change = { path: `/${path}`, how, aspects, kind, size, mode, origin: origins(layer) };
  if (was === undefined) return change;
  return { ...change, sizeBefore: was.entry.size, modeBefore: was.entry.mode };
}

/** By layer index, each made once. */
function originsOf({ assessment }: ImageProfile): (layer: number) => Origin {
  const known: Origin[] = [];
  return (layer) => {
    const instruction = assessment.explanation.instructionOfLayer[layer]?.text;
    known[layer] ??= { layerNumber: layer + 1, ...(instruction === undefined ? {} : { instruction }) };
    return known[layer];
  };
}

/**
 * Of paths without leading slash the folder to the second level: `/usr/lib`, `/etc`, `/` for what lies in the root
 * itself. They come in the tree's order, so most have the one of the path before.
 */
function foldersInOrder(): (path: string) => string {
  let folder = '/';
  /** What a path begins with to lie in it; none does to begin with. */
  let prefix: string | undefined;
  return (path) => {
    if (prefix !== undefined && path.startsWith(prefix)) return folder;
    const first = path.indexOf('/');
    const second = first < 0 ? -1 : path.indexOf('/', first + 1);
    const end = second < 0 ? first : second;
    folder = end < 0 ? '/' : `/${path.slice(0, end)}`;
    prefix = second < 0 ? undefined : path.slice(0, second + 1);
    return folder;
  };
}
