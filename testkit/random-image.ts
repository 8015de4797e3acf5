import type { ImageSpec, Step } from './image.ts';
import { type Random, randomSource } from './random.ts';
import type { TarItem } from './tar.ts';

export interface RandomImageOptions {
  /** Default 2 to 6. */
  readonly layers?: number;
  /** Entries of one layer at most, default 30. */
  readonly entries?: number;
  /** What layers may be compressed with; default none and gzip, which every tool reads. */
  readonly compressions?: readonly NonNullable<Step['compression']>[];
}

type Kind = NonNullable<TarItem['type']>;

// Names that sort differently by component than by whole path, and some that are awkward to print.
const NAMES = [
  'a',
  'b',
  'a.b',
  'a-b',
  'B',
  'lib',
  'bin',
  'x y',
  'ä',
  '日本',
  'n'.repeat(110),
  '-r',
  '.hidden',
];
const MODES = [0o644, 0o755, 0o600, 0o4755, 0o2755, 0o777, 0o400];

/**
 * A random image that real tools can unpack: files, folders (some left to be implied), symbolic links, hard
 * links also into lower layers, entries that go through a link, whiteouts, opaque folders and changes of kind
 * between layers. No layer contradicts itself. The same seed and options give the same image.
 */
export function randomImage(seed: number, options: RandomImageOptions = {}): ImageSpec {
  const random = randomSource(seed);
  const model = new Model();
  const steps: Step[] = [];
  const layers = options.layers ?? 2 + random.below(5);
  for (let i = 0; i < layers; i++) {
    if (random.chance(0.2)) steps.push({ createdBy: `/bin/sh -c #(nop)  ENV STEP=${i}` });
    steps.push({
      createdBy:
        i === 0 ? '/bin/sh -c #(nop) ADD file:random in / ' : `RUN /bin/sh -c make layer-${i} # buildkit`,
      items: randomLayer(random, model, i, options.entries ?? 30),
      compression: random.pick(options.compressions ?? ['none', 'gzip']),
    });
  }
  steps.push({ createdBy: 'CMD ["/bin/a"]' });
  return { steps, config: { Cmd: ['/bin/a'], Env: ['PATH=/usr/bin:/bin'] } };
}

function randomLayer(random: Random, model: Model, layer: number, most: number): TarItem[] {
  model.startLayer();
  const whiteouts = layer === 0 ? [] : randomWhiteouts(random, model);
  const items: TarItem[] = [];
  let throughLink = false;
  for (let count = 1 + random.below(most); count > 0; count--) {
    const folder = random.pick(model.folders());
    const link = random.chance(0.15) ? model.linkTo(folder) : undefined;
    const name = random.pick(NAMES);
    const path = join(folder, name);
    const kind = randomKind(random);
    if (!model.canPut(path, kind)) continue;
    const item = randomItem(random, model, { path, kind, layer });
    if (item === undefined) continue;
    // A folder that no entry of the tar names has to be made by whoever unpacks it.
    if (kind === 'directory' && !model.has(path) && random.chance(0.1)) {
      const inside = join(path, random.pick(NAMES));
      model.put(path, 'directory');
      model.put(inside, 'file');
      items.push({ path: inside, data: `implied ${layer}` });
      continue;
    }
    model.put(path, kind, kind === 'symlink' ? linkedFolder(path, item.target ?? '') : undefined);
    throughLink ||= link !== undefined;
    items.push(link === undefined ? item : { ...item, path: join(link, name) });
  }
  if (throughLink) return [...whiteouts, ...items];
  for (const whiteout of whiteouts) items.splice(random.below(items.length + 1), 0, whiteout);
  return items;
}

function randomWhiteouts(random: Random, model: Model): TarItem[] {
  const items: TarItem[] = [];
  for (let count = random.below(4); count > 0; count--) {
    const path = random.pick(model.paths());
    if (path === '' || !model.isUntouched(path)) continue;
    if (model.kindOf(path) === 'directory' && random.chance(0.5)) {
      model.empty(path);
      items.push({ path: `${path}/.wh..wh..opq` });
      continue;
    }
    model.remove(path);
    const slash = path.lastIndexOf('/') + 1;
    items.push({ path: `${path.slice(0, slash)}.wh.${path.slice(slash)}` });
  }
  if (random.chance(0.2)) items.push({ path: '.wh.never-was-there' });
  return items;
}

function randomKind(random: Random): Kind {
  const n = random.below(20);
  if (n < 8) return 'file';
  if (n < 13) return 'directory';
  if (n < 17) return 'symlink';
  return n < 19 ? 'hardlink' : 'fifo';
}

function randomItem(
  random: Random,
  model: Model,
  { path, kind, layer }: { readonly path: string; readonly kind: Kind; readonly layer: number },
): TarItem | undefined {
  const owner = { uid: random.pick([0, 0, 1000, 65534, 3_000_000]), gid: random.pick([0, 0, 1000]) };
  if (kind === 'file') {
    const data = random.chance(0.1)
      ? ''
      : `layer ${layer} ${'x'.repeat(random.below(1500))} ${random.below(50)}`;
    return { path, data, mode: random.pick(MODES), ...owner };
  }
  if (kind === 'symlink') return { path, type: kind, target: randomTarget(random, model, path), ...owner };
  if (kind === 'hardlink') {
    const files = model.paths().filter((other) => other !== path && model.kindOf(other) === 'file');
    return files.length === 0 ? undefined : { path, type: kind, target: random.pick(files) };
  }
  return { path, type: kind, mode: random.pick([0o755, 0o700, 0o1777]), ...owner };
}

function randomTarget(random: Random, model: Model, path: string): string {
  if (random.chance(0.15)) return random.pick(['nowhere', '../../../../outside', '/proc/self/exe']);
  const target = random.pick(model.paths());
  const up = '../'.repeat(path.split('/').length - 1);
  return random.chance(0.5) ? `/${target}` : `${up}${target}` || '.';
}

/** The path that a target made by `randomTarget` means. */
function linkedFolder(path: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const up = '../'.repeat(path.split('/').length - 1);
  return target === '.' ? '' : target.slice(up.length);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The merged tree so far, and what the current layer has touched. */
class Model {
  readonly #kinds = new Map<string, Kind>([['', 'directory']]);
  /** Where links lead, by link. */
  readonly #links = new Map<string, string>();
  #touched = new Set<string>();

  startLayer(): void {
    this.#touched = new Set();
  }

  paths(): string[] {
    return [...this.#kinds.keys()];
  }

  folders(): string[] {
    return this.paths().filter((path) => this.kindOf(path) === 'directory' && path.split('/').length < 6);
  }

  has(path: string): boolean {
    return this.#kinds.has(path);
  }

  kindOf(path: string): Kind | undefined {
    return this.#kinds.get(path);
  }

  /** A link of a lower layer to that folder, if there is one. */
  linkTo(folder: string): string | undefined {
    for (const [link, target] of this.#links) if (target === folder && !this.#touched.has(link)) return link;
    return undefined;
  }

  /** True when the current layer has nothing at the path, above it or below it. */
  isUntouched(path: string): boolean {
    return [...this.#touched].every(
      (other) => other !== path && !isBelow(other, path) && !isBelow(path, other),
    );
  }

  canPut(path: string, kind: Kind): boolean {
    if (this.#touched.has(path)) return false;
    const keepsContent = kind === 'directory' || this.kindOf(path) !== 'directory';
    return keepsContent || [...this.#touched].every((other) => !isBelow(other, path));
  }

  put(path: string, kind: Kind, leadsTo?: string): void {
    if (kind !== 'directory' || this.kindOf(path) !== 'directory') this.remove(path);
    // A hard link is a file from then on.
    this.#kinds.set(path, kind === 'hardlink' ? 'file' : kind);
    if (leadsTo !== undefined) this.#links.set(path, leadsTo);
    this.#touched.add(path);
  }

  remove(path: string): void {
    this.empty(path);
    this.#kinds.delete(path);
    this.#links.delete(path);
  }

  empty(path: string): void {
    this.#touched.add(path);
    for (const other of this.paths()) {
      if (!isBelow(other, path)) continue;
      this.#kinds.delete(other);
      this.#links.delete(other);
    }
  }
}

function isBelow(path: string, folder: string): boolean {
  return path !== folder && (folder === '' || path.startsWith(`${folder}/`));
}
