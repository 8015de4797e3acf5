import { MAX_VALUE } from './bounds.ts';

/** What `$0` stands for: the script itself, which may carry what it runs. */
export const OWN_TEXT = '$0';

const MAX_FILES = 10_000;
/** Characters of files that a script reads and of what its commands print, each time that they do. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** The files that a script reads and writes, as far as their text is known. */
export class ScriptFiles {
  readonly #own: string;
  readonly #readOuter: (path: string) => string | undefined;
  readonly #made = new Map<string, string>();
  readonly #outer = new Map<string, string | undefined>();
  #charactersLeft = MAX_CHARACTERS;
  /** Of files that the script itself writes: the decoders that their text went through. */
  readonly #written = new Map<string, string | undefined>();
  readonly #read = new Set<string>();
  readonly #missed: () => void;

  /**
   * @param own the script's text
   * @param missed called where something is not kept
   * @param readOuter files that were there before
   */
  constructor(own: string, missed: () => void, readOuter?: (path: string) => string | undefined) {
    this.#own = own;
    this.#missed = missed;
    this.#readOuter = readOuter ?? (() => undefined);
  }

  text(path: string): string | undefined {
    if (path === OWN_TEXT) return this.#own;
    const text = this.#made.get(path) ?? this.#outerText(path);
    return text === undefined || this.takes(text) ? text : undefined;
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

  /** The text of a file that the script wrote, copied or edited. */
  madeText(path: string): string | undefined {
    return this.#made.get(path);
  }

  /** A file that comes to be as it is from another one. */
  make(path: string, text: string): void {
    if (this.#hasRoom(text)) this.#made.set(path, text);
  }

  /** A copy. What says by its first line what runs it is shown as a file of its own. */
  copy(path: string, text: string): void {
    if (!this.#hasRoom(text)) return;
    this.#made.set(path, text);
    if (!text.startsWith('#!')) this.#written.set(path, undefined);
  }

  /** A file with a text of the script's own, which went through decoders. */
  write(path: string, text: string, via: string | undefined): void {
    if (!this.#hasRoom(text)) return;
    this.#made.set(path, text);
    this.#written.set(path, via);
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
    const text = this.#made.get(path);
    if (text === undefined || !this.#written.has(path) || this.#read.has(path)) return undefined;
    this.#read.add(path);
    return { text, via: this.#written.get(path) };
  }
}
