import { hash } from 'node:crypto';
import { baseName } from '../../base/base-name.ts';
import { absolutePath } from '../../explain/path-lookup.ts';
import type { Content, LayerEntry } from '../../image/layer-facts.ts';
import { NESTED_MARK } from '../../image/nested-facts.ts';
import type { ImageTree, TreeNode } from '../../image/tree/image-tree.ts';
import type { Archive, StartAct, StartFile } from './start-file.ts';
import type { StartImage } from './start-image.ts';

/** One text that a start chain leaves behind; files of settings have a few pages. */
const MAX_TEXT = 1024 * 1024;
/** Characters of all texts that it makes or looks through, one after the other; a file moved counts as some. */
const MAX_WORK = 32 * 1024 * 1024;
const FILE_CHARGE = 256;
/** Archives that are taken apart, at most: each time all that lies in its file is gone through. */
const MAX_UNPACKED = 200;
/** Files of one folder that are copied. */
const MAX_COPIED = 1000;

/** The files of an image as its start chain changes them, command by command. Nothing is run. */
export class StartDisk {
  readonly files = new Map<string, StartFile>();
  /** Files that there was no more room for. */
  leftOut = 0;
  cwd: string;
  readonly #image: StartImage;
  readonly #tree: ImageTree;
  readonly #most: number;
  #work = MAX_WORK;

  constructor(image: StartImage, cwd: string, most: number) {
    this.#image = image;
    this.#tree = image.tree;
    this.#most = most;
    this.cwd = cwd;
  }

  write(to: string, text: string, appends: boolean, act: StartAct): void {
    const path = this.#pathOf(to);
    if (path === undefined) return;
    const there = appends ? this.#textAt(path) : undefined;
    this.#putText(path, (there ?? '') + text, act);
  }

  /** Changes a text in place; `change` gives undefined where what comes of it is not known. */
  edit(at: string, change: (text: string) => string | undefined, act: StartAct): void {
    const path = this.#pathOf(at);
    const text = path === undefined ? undefined : this.#textAt(path);
    if (path === undefined || text === undefined || text.length > MAX_TEXT || !this.#spend(text.length))
      return;
    const changed = change(text);
    if (changed !== undefined && changed !== text) this.#putText(path, changed, act);
  }

  /** Copies a file, or what lies in a folder. */
  copy(from: string, to: string, act: StartAct): void {
    const path = this.#pathOf(from);
    const target = this.#pathOf(to);
    if (path === undefined || target === undefined || !this.#spend(FILE_CHARGE)) return;
    const isInto = to.endsWith('/') || this.isFolder(to);
    const name = baseName(path);
    const file = this.#fileAt(path);
    if (file !== undefined) {
      this.#put(isInto ? `${target}/${name}` : target, file, act);
      return;
    }
    const node = this.#tree.get(path);
    if (node?.entry.kind !== 'directory') return;
    // `cp -r a b` makes b where there is none; `cp -r a/. b` takes what lies in a.
    const into = isInto && !/\/\.?$/.test(from) ? `${target}/${name}` : target;
    const pending = [path];
    let count = 0;
    for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
      for (const child of this.#tree.children(folder)) {
        const at = `${folder}/${child}`;
        const inner = this.#fileAt(at);
        if (++count > MAX_COPIED || !this.#spend(FILE_CHARGE)) return;
        if (inner !== undefined) this.#put(into + at.slice(path.length), inner, act);
        else if (this.#tree.get(at)?.entry.kind === 'directory') pending.push(at);
      }
    }
  }

  /** Puts what an archive holds into a folder; `strip` leading components of its names are left out. */
  unpack(from: string, into: string, strip: number, act: StartAct): void {
    const path = this.#pathOf(from);
    const archive = path === undefined ? undefined : this.#archiveAt(path);
    if (archive === undefined || !this.#spend(MAX_WORK / MAX_UNPACKED)) return;
    for (const entry of this.#image.membersOf(archive)) {
      if (!this.#spend(FILE_CHARGE)) return;
      const name = entry.path
        .slice(archive.prefix.length + NESTED_MARK.length)
        .split('/')
        .slice(strip)
        .join('/');
      const to = name === '' || name.includes('..') ? undefined : this.#pathOf(`${into}/${name}`);
      if (to === undefined) continue;
      const inner = { layer: archive.layer, host: archive.host, prefix: entry.path };
      const text = this.#image.textOf(archive.layer, entry);
      this.#put(to, { entry, text, source: entry.path, archive: inner }, act);
    }
  }

  setMode(at: string, mode: string): void {
    const path = this.#pathOf(at);
    const file = path === undefined ? undefined : this.files.get(path);
    if (path === undefined || file === undefined) return;
    const bits = /^[0-7]{3,4}$/.test(mode) ? Number.parseInt(mode, 8) : undefined;
    const makesExecutable = /^[augo]*\+[rwst]*x/.test(mode);
    const own = file.entry.mode;
    const entry = { ...file.entry, mode: bits ?? (makesExecutable ? own | 0o111 : own) };
    this.files.set(path, { ...file, entry });
  }

  isFolder(path: string): boolean {
    const found = this.#tree.resolve(absolutePath(path, this.cwd));
    return found.kind === 'found' && found.node.entry.kind === 'directory';
  }

  /** The text of a file that the start chain itself put there. */
  ownText(written: string): string | undefined {
    const path = this.#pathOf(written);
    return path === undefined ? undefined : this.files.get(path)?.text;
  }

  /** Names directly inside a folder of the image. */
  namesIn(folder: string): readonly string[] {
    const path = this.#pathOf(folder);
    return path === undefined ? [] : this.#tree.children(path);
  }

  /** Without leading slash, where links lead; undefined for a path that is not known, or none of the image's own. */
  #pathOf(written: string): string | undefined {
    if (written === '' || written.length > 4096 || /[$`*\n\0]/.test(written)) return undefined;
    const home = written.startsWith('~/') ? `/root${written.slice(1)}` : written;
    const found = this.#tree.resolve(absolutePath(home, this.cwd));
    if (found.kind === 'loop') return undefined;
    const path = found.kind === 'found' ? found.node.path : found.path;
    return /^(?:dev|proc|sys)(?:\/|$)/.test(path) ? undefined : path;
  }

  #nodeAt(path: string): TreeNode | undefined {
    const node = this.#tree.get(path);
    return node?.entry.kind === 'file' ? node : undefined;
  }

  #textAt(path: string): string | undefined {
    const file = this.files.get(path);
    if (file !== undefined) return file.text;
    const node = this.#nodeAt(path);
    return node === undefined ? undefined : this.#image.textOf(node.contentLayer, node.entry);
  }

  #fileAt(path: string): Omit<StartFile, 'acts' | 'before'> | undefined {
    const file = this.files.get(path);
    if (file !== undefined) {
      const { entry, text, archive, source = path } = file;
      return { entry, text, source, ...(archive !== undefined && { archive }) };
    }
    const node = this.#nodeAt(path);
    if (node === undefined) return undefined;
    const archive = this.#archiveAt(path);
    const text = this.#image.textOf(node.contentLayer, node.entry);
    return { entry: node.entry, text, source: path, ...(archive !== undefined && { archive }) };
  }

  #archiveAt(path: string): Archive | undefined {
    const file = this.files.get(path);
    if (file !== undefined) return file.archive;
    const node = this.#nodeAt(path);
    if (node === undefined) return undefined;
    return { layer: node.contentLayer, host: node.entry.path, prefix: node.entry.path };
  }

  #putText(path: string, text: string, act: StartAct): void {
    if (text.length > MAX_TEXT) this.leftOut++;
    if (text.length > MAX_TEXT || !this.#spend(text.length)) return;
    const there = this.files.get(path)?.entry ?? this.#nodeAt(path)?.entry;
    const { mode = 0o644, uid = 0, gid = 0 } = there ?? {};
    const entry: LayerEntry = {
      path,
      kind: 'file',
      size: text.length,
      mode,
      uid,
      gid,
      sha256: hash('sha256', text, 'hex'),
      content: contentOf(text),
    };
    this.#put(path, { entry, text }, act);
  }

  /** False once there was too much to do; what is not done is counted. */
  #spend(work: number): boolean {
    this.#work -= work;
    if (this.#work < 0) this.leftOut++;
    return this.#work >= 0;
  }

  #put(path: string, file: Omit<StartFile, 'acts' | 'before'>, act: StartAct): void {
    const there = this.files.get(path);
    if (there === undefined && this.files.size >= this.#most) {
      this.leftOut++;
      return;
    }
    const node = there === undefined ? this.#nodeAt(path) : undefined;
    const before =
      there?.before ??
      (node === undefined
        ? undefined
        : { text: this.#image.textOf(node.contentLayer, node.entry), layer: node.contentLayer });
    this.files.set(path, {
      ...file,
      entry: entryAt(path, file),
      acts: [...(there?.acts ?? []).slice(-MAX_ACTS), { act, text: file.text }],
      ...(before !== undefined && { before }),
    });
  }
}

/** The same bytes as a file of their own at another path; what a layer's facts give is read by name. */
function entryAt(path: string, { entry, text }: Pick<StartFile, 'entry' | 'text'>): LayerEntry {
  const { kind, size, mode, uid, gid, sha256, content } = entry;
  return {
    path,
    kind,
    size,
    mode,
    uid,
    gid,
    ...(sha256 !== undefined && { sha256 }),
    ...(content !== undefined && { content }),
    ...(text !== undefined && { text: [0, text.length] as const }),
  };
}

/** Changes of one file that are remembered. */
const MAX_ACTS = 50;

function contentOf(text: string): Content {
  const interpreter = /^#![ \t]*([^\n]{1,200})/.exec(text)?.[1];
  return interpreter === undefined
    ? { kind: 'text', encoding: 'utf-8' }
    : { kind: 'script', interpreter, encoding: 'utf-8' };
}
