import { MAX_VALUE } from './bounds.ts';

/** What `$0` stands for: the script itself, which may carry what it runs. */
export const OWN_TEXT = '$0';
/** By which `pwd` asks for the folder that the script is in. */
export const OWN_FOLDER = '/proc/self/cwd';

const MAX_FILES = 10_000;
/** Folders that a script goes to, of which files by a relative name are looked for: the last ones. */
const MAX_FOLDERS = 4;
/** Characters of a folder's path; below a longer one, folders are taken as gone to from the start. */
const MAX_FOLDER_PATH = 300;
/** Parts of a path, at each of which a copied folder may begin. */
const MAX_PARTS = 40;
/** Characters of files that a script reads and of what its commands print, each time that they do. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** The files that a script reads and writes, as far as their text is known. */
export class ScriptFiles {
  readonly #own: string;
  readonly #home: string;
  readonly #readOuter: (path: string) => string | undefined;
  readonly #made = new Map<string, string>();
  readonly #outer = new Map<string, string | undefined>();
  #charactersLeft = MAX_CHARACTERS;
  /** Of files that the script itself writes: the decoders that their text went through. */
  readonly #written = new Map<string, string | undefined>();
  readonly #read = new Set<string>();
  /** The last one first; without a leading slash where it is not known from where it was gone to. */
  #folders: readonly string[] = [];
  /** From where folders were copied, by where to. */
  readonly #places = new Map<string, string>();
  readonly #missed: () => void;

  /**
   * @param own the script's text
   * @param missed called where something is not kept
   * @param readOuter files that were there before
   * @param home what `~` stands for
   */
  constructor(
    own: string,
    missed: () => void,
    readOuter?: (path: string) => string | undefined,
    home = '/root',
  ) {
    this.#home = home;
    this.#own = own;
    this.#missed = missed;
    this.#readOuter = readOuter ?? (() => undefined);
  }

  text(path: string): string | undefined {
    if (path === OWN_TEXT) return this.#own;
    if (path === OWN_FOLDER) return this.folder;
    const text = this.#first(
      path,
      (name) => this.#made.get(name) ?? this.#outerText(name) ?? this.#copiedText(name),
    );
    return text === undefined || this.takes(text) ? text : undefined;
  }

  /** The folder that the script is in, as it went there. */
  get folder(): string {
    return this.#folders[0] ?? '.';
  }

  /** `cd`: what is named from then on may lie there. */
  enter(folder: string): void {
    const isWhole =
      folder.startsWith('/') || this.#folders.length === 0 || this.folder.length > MAX_FOLDER_PATH;
    const entered = this.#named(isWhole ? folder : `${this.folder}/${folder}`);
    this.#folders = [entered, ...this.#folders.filter((one) => one !== entered)].slice(0, MAX_FOLDERS);
  }

  /** A path as it is without what says nothing: `./x`, and `${0%\/*}/x`, which lies beside the script. */
  #named(path: string): string {
    if (path === '~' || path.startsWith('~/')) return this.#home + path.slice(1);
    return path.replace(/^(?:(?:\.|\$0)\/){1,20}/, '') || '.';
  }

  /** A folder is copied, linked or mounted as a whole: what lies in it lies there, too. */
  copyFolder(from: string, to: string): void {
    if (this.#places.size >= MAX_FILES) this.#missed();
    else this.#places.set(this.#whole(to), this.#whole(from));
  }

  /** The paths of what a copied folder was copied from. */
  #before(path: string): readonly string[] {
    const found: string[] = [];
    let end = this.#places.size === 0 ? -1 : path.lastIndexOf('/');
    for (let parts = 0; end > 0 && parts < MAX_PARTS; parts++, end = path.lastIndexOf('/', end - 1)) {
      const from = this.#places.get(path.slice(0, end));
      if (from !== undefined) found.push(from + path.slice(end));
    }
    return found;
  }

  /** What is found by a path, or by it in one of the folders that the script was in. */
  #first<T>(path: string, find: (name: string) => T | undefined): T | undefined {
    const own = this.#named(path);
    if (own.startsWith('/')) return find(own);
    for (const folder of this.#folders) {
      const found = find(`${folder}/${own}`);
      if (found !== undefined) return found;
    }
    return find(own);
  }

  /** The name by which the script made a file. */
  #madeName(path: string): string | undefined {
    return this.#first(path, (name) => (this.#made.has(name) ? name : undefined));
  }

  #copiedText(path: string): string | undefined {
    for (const before of this.#before(path)) {
      const text = this.#made.get(before) ?? this.#outerText(before);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** Counts a text that is worked with; false once there were more than that. */
  takes({ length }: string): boolean {
    this.#charactersLeft -= length;
    if (this.#charactersLeft < 0) this.#missed();
    return this.#charactersLeft >= 0;
  }

  /** Each is one string however often it is read: what pipelines print is kept. */
  #outerText(path: string): string | undefined {
    if (this.#outer.has(path)) return this.#outer.get(path);
    const text = this.#readOuter(path);
    if (this.#outer.size < MAX_FILES) this.#outer.set(path, text);
    return text;
  }

  get hasMade(): boolean {
    return this.#made.size > 0;
  }

  /** The text of a file that the script wrote, copied or edited. */
  madeText(path: string): string | undefined {
    return this.#first(path, (name) => this.#made.get(name));
  }

  /** A file that comes to be as it is from another one. */
  make(path: string, text: string): void {
    if (this.#hasRoom(text)) this.#made.set(this.#whole(path), text);
  }

  /** A path as it is known by from everywhere, where the folder is. */
  #whole(path: string): string {
    const own = this.#named(path);
    return own.startsWith('/') || this.#folders.length === 0 ? own : `${this.folder}/${own}`;
  }

  /** A copy. What says by its first line what runs it is shown as a file of its own. */
  copy(path: string, text: string): void {
    if (!this.#hasRoom(text)) return;
    const name = this.#whole(path);
    this.#made.set(name, text);
    if (!text.startsWith('#!')) this.#written.set(name, undefined);
  }

  /** A file with a text of the script's own, which went through decoders. */
  write(path: string, text: string, via: string | undefined): void {
    if (!this.#hasRoom(text)) return;
    const name = this.#whole(path);
    this.#made.set(name, text);
    this.#written.set(name, via);
  }

  #hasRoom(text: string): boolean {
    const hasRoom = this.#made.size < MAX_FILES && text.length <= MAX_VALUE;
    if (!hasRoom) this.#missed();
    return hasRoom;
  }

  /** The text of a file that is sourced, where it is known, once. */
  takeSourced(path: string): string | undefined {
    const text = this.text(path);
    if (text === undefined || this.#read.has(path)) return undefined;
    this.#read.add(path);
    return text;
  }

  /** The text of a file that the script wrote and runs, once, with the decoders that it went through. */
  takeWritten(path: string): { readonly text: string; readonly via: string | undefined } | undefined {
    const name = this.#madeName(path);
    const text = name === undefined ? undefined : this.#made.get(name);
    if (name === undefined || text === undefined) return this.#takeCopied(path);
    if (!this.#written.has(name) || this.#read.has(name)) return undefined;
    this.#read.add(name);
    return { text, via: this.#written.get(name) };
  }

  /** The same for a file of the image that lies in a copied folder. One that says what runs it is shown by itself. */
  #takeCopied(path: string): { readonly text: string; readonly via: undefined } | undefined {
    if (this.#places.size === 0 || this.#read.has(path)) return undefined;
    const text = this.#first(path, (name) => this.#copiedText(name));
    if (text === undefined || text.startsWith('#!') || !this.takes(text)) return undefined;
    this.#read.add(path);
    return { text, via: undefined };
  }
}
