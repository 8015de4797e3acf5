import { filesOfChain } from '../explain/start-paths.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { TreeNode } from '../image/tree/image-tree.ts';
import { pairedNodes } from '../image/tree/paired-nodes.ts';
import type { Aspect, FileChange, FileDifference, Origin, ProgramChange } from './difference.ts';
import type { ImageProfile } from './image-profile.ts';
import { TotalsBy } from './totals.ts';

/** Files that a comparison lists; further ones are counted. */
export const MAX_LISTED_FILES = 20_000;
export const MAX_LISTED_PROGRAMS = 5000;

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
  const note = (change: FileChange, entry: LayerEntry): void => {
    changes++;
    if (listed.length < MAX_LISTED_FILES) listed.push(change);
    all.add('', change);
    folders.add(folderOf(change.path), change);
    if (change.how !== 'removed') layers.add(change.origin.layerNumber, change);
    const atStart = started.has(change.path.slice(1));
    if (!isProgram(entry) && !atStart) return;
    newPrograms ||= change.how === 'added';
    changedPrograms ||= change.how === 'changed';
    if (programs.length >= MAX_LISTED_PROGRAMS && !atStart) unlistedPrograms++;
    else programs.push({ ...change, atStart, setuid: (entry.mode & SETUID) !== 0 });
  };
  // What is gone is told behind the rest.
  const removed: TreeNode[] = [];
  for (const { before: was, after: node } of pairedNodes(before.tree, after.tree)) {
    if (node === undefined) {
      if (was !== undefined && was.entry.kind !== 'directory') removed.push(was);
      continue;
    }
    if (was === undefined) {
      if (node.entry.kind !== 'directory') note(changeOf('added', node, after), node.entry);
      continue;
    }
    if (sameLayer(was.layer, node.layer) && sameLayer(was.contentLayer, node.contentLayer)) continue;
    const aspects = aspectsOf(was, node);
    if (aspects.length === 0) continue;
    const { size, mode } = was.entry;
    note({ ...changeOf('changed', node, after), aspects, sizeBefore: size, modeBefore: mode }, node.entry);
  }
  for (const node of removed) note(changeOf('removed', node, before), node.entry);
  return {
    files: {
      ...all.of(''),
      folders: folders.sorted().map(([folder, totals]) => ({ folder, ...totals })),
      layers: layers.byKey().map(([number, totals]) => ({ ...originOf(number - 1, after), ...totals })),
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
  if (a.kind !== b.kind) aspects.push('kind');
  else if (a.kind === 'file' && (a.size !== b.size || a.sha256 !== b.sha256)) aspects.push('content');
  if (a.mode !== b.mode) aspects.push('mode');
  if (a.uid !== b.uid || a.gid !== b.gid) aspects.push('owner');
  if (a.target !== b.target && b.kind === 'symlink') aspects.push('target');
  return aspects;
}

function isProgram({ kind, mode, content }: LayerEntry): boolean {
  if (kind !== 'file' || (mode & EXECUTABLE) === 0) return false;
  return content?.kind === 'script' || (content?.kind === 'elf' && /^(?:exec|shared)/.test(content.elf.type));
}

function changeOf(how: FileChange['how'], { path, entry, layer }: TreeNode, side: ImageProfile): FileChange {
  const { kind, size, mode } = entry;
  return { path: `/${path}`, how, aspects: [], kind, size, mode, origin: originOf(layer, side) };
}

function originOf(layer: number, { assessment }: ImageProfile): Origin {
  const instruction = assessment.explanation.instructionOfLayer[layer]?.text;
  return { layerNumber: layer + 1, ...(instruction === undefined ? {} : { instruction }) };
}

/** To the second level: `/usr/lib`, `/etc`, `/` for what lies in the root itself. */
function folderOf(path: string): string {
  const second = path.indexOf('/', 1);
  if (second < 0) return '/';
  const third = path.indexOf('/', second + 1);
  return path.slice(0, third < 0 ? second : third);
}
