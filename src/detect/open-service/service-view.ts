import { baseName } from '../../base/base-name.ts';
import type { StartStep } from '../../explain/explanation.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { ImageView } from '../detector.ts';
import { clip } from '../text/lines.ts';
import type { Service, ServiceCommand, ServiceFile, ServiceView } from './service.ts';
import { SERVICES } from './services.ts';

/** Files read for one service; an image has a handful. */
const MAX_FILES = 200;
const MAX_COMMANDS = 200;

export function serviceView(view: ImageView, service: Service): ServiceView {
  return {
    view,
    files: service.files.flatMap((name) => filesNamed(view, name)).slice(0, MAX_FILES),
    commands: commandsOf(view, service.programs),
    data: view.sightings
      .filter(
        ({ entry, goneIn }) => goneIn === undefined && service.data?.files.includes(baseName(entry.path)),
      )
      .map(({ evidence }) => evidence),
    variable: (name) => {
      const found = view.configTexts.find(({ path, key }) => path === 'ENV' && key === name);
      if (found === undefined) return undefined;
      const value = found.text.slice(name.length + 1);
      return { value, evidence: { path: 'ENV', excerpt: clip(found.text) } };
    },
  };
}

/** Whether one of the programs is in the image at all. */
export function isPresent(view: ImageView, programs: readonly string[]): boolean {
  const files = wantedFiles(view.tree);
  return programs.some((name) => files.has(name));
}

function filesNamed(view: ImageView, name: string): readonly ServiceFile[] {
  const paths = wantedFiles(view.tree).get(name) ?? [];
  return paths.slice(0, MAX_FILES).flatMap((path): readonly ServiceFile[] => {
    const text = view.text(path);
    if (text === undefined) return [];
    const layer = view.tree.get(path)?.contentLayer;
    const at: ServiceFile['at'] = (line, excerpt) => ({
      path: `/${path}`,
      ...(layer !== undefined && { layer }),
      line,
      excerpt: clip(excerpt.trim()),
    });
    return [{ path, text, at }];
  });
}

function commandsOf(view: ImageView, programs: readonly string[]): readonly ServiceCommand[] {
  const wanted = new Set(programs);
  const found: ServiceCommand[] = [];
  const pending: StartStep[] = [...view.explanation.startChain].reverse();
  for (let step = pending.pop(); step !== undefined && found.length < MAX_COMMANDS; step = pending.pop()) {
    // The image's own settings lead elsewhere: as the official Docker image, whose ENV asks for certificates.
    if (step.taken === false) continue;
    pending.push(...[...step.children].reverse());
    const text = step.runs ?? step.command;
    const name = baseName(step.path ?? step.what);
    if (!wanted.has(name) && !text.split(/\s/, 8).some((word) => wanted.has(baseName(word)))) continue;
    const inFile = step.file.startsWith('/');
    const layer = inFile ? view.tree.get(step.file.slice(1))?.contentLayer : undefined;
    const evidence = {
      path: step.file,
      ...(layer !== undefined && { layer }),
      ...(step.line !== undefined && { line: step.line }),
      excerpt: clip(text),
    };
    found.push({ text, evidence });
  }
  return found;
}

/** What any service asks for: names of programs and files, and endings as `*.conf`. */
const WANTED = SERVICES.flatMap(({ programs, files }) => [...programs, ...files]);
const NAMES: ReadonlySet<string> = new Set(WANTED);
/** Those endings without the star. */
const ENDINGS: ReadonlySet<string> = new Set(
  WANTED.filter((name) => name.startsWith('*.')).map((name) => name.slice(1)),
);

/** A file, or a link that leads to one. */
function isFile(tree: ImageTree, path: string, kind: string): boolean {
  if (kind !== 'symlink') return kind === 'file';
  const found = tree.resolve(path);
  return found.kind === 'found' && found.node.entry.kind === 'file';
}

const memo = new WeakMap<ImageTree, ReadonlyMap<string, readonly string[]>>();

/** The files of a tree that any service asks for, by what it calls them, in tree order; found once for all. */
function wantedFiles(tree: ImageTree): ReadonlyMap<string, readonly string[]> {
  const known = memo.get(tree);
  if (known !== undefined) return known;
  const found = new Map<string, string[]>();
  const note = (key: string, path: string): void => {
    const paths = found.get(key);
    if (paths === undefined) found.set(key, [path]);
    else paths.push(path);
  };
  for (const { path, entry } of tree.nodes.values()) {
    const name = baseName(path);
    const dot = name.lastIndexOf('.');
    const ending = dot > 0 ? name.slice(dot) : '';
    const isNamed = NAMES.has(name);
    const hasEnding = ENDINGS.has(ending);
    if ((!isNamed && !hasEnding) || !isFile(tree, path, entry.kind)) continue;
    if (isNamed) note(name, path);
    if (hasEnding) note(`*${ending}`, path);
  }
  memo.set(tree, found);
  return found;
}
