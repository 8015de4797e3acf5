import { limitReached } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { formatCount } from '../../base/quantities.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { Content } from '../../image/layer-facts.ts';
import type { FileResult, FileStart } from '../file-reader.ts';
import type { NestedFile, NestedResult } from '../nested/nested-content.ts';
import { type Importance, importanceOf } from './importance.ts';
import { isBulkModule, isBulkText, isNestedTextToKeep, isTextToFollow, isTextToKeep } from './keep-text.ts';
import { isLibraryModule, MODULE_WORDS, runsWhatItGets } from './library-module.ts';
import { mayRunAtOnce } from './runs-at-once.ts';
import { TextPackWriter } from './text-pack-writer.ts';

/** The parts of a layer's room for texts that one kind of them may take, so that no kind keeps the others out. */
const SHARE = {
  /** Files of package databases. */
  database: 0.75,
  /**
   * What others leave to them: they come last in most layers (/var), and programs whose list is not read look as if
   * nothing accounted for them.
   */
  databaseReserve: 1 / 6,
  /**
   * What others leave to texts that start by themselves, by where they lie, and to scripts that are called by their name, wherever
   * they come in the layer: an application has thousands of files that are neither.
   */
  startedReserve: 1 / 16,
  calledReserve: 1 / 8,
  /** Modules of libraries, and texts that nothing runs, together. */
  bulk: 0.25,
  /** Modules that are larger than other texts may be: so few large ones leave the small ones their room. */
  large: 1 / 8,
  /** What is run in archives. */
  nested: 0.25,
  /** Other texts in archives: packages hold thousands that are neither run nor found by a trigger. A few small ones. */
  nestedOther: 1 / 24,
};
const MAX_NESTED_OTHER_TEXT = 64 * 1024;
/** Of a path in a message. */
const MAX_TOLD_PATH = 200;

type Kind = Exclude<keyof typeof SHARE, `${string}Reserve`>;
/** Where in the pack a text lies, and how long it is. */
type Place = readonly [offset: number, length: number];

/** The texts kept of one layer for the steps after the byte pass: which, and how many of each kind. */
export class KeptTexts {
  readonly #limits: Limits;
  readonly #pack: TextPackWriter;
  readonly #taken: Record<Kind, number> = { database: 0, bulk: 0, large: 0, nested: 0, nestedOther: 0 };
  /** Bytes of the layer's own texts that are kept, by how important they are. */
  readonly #kept: Record<Importance, number> = { started: 0, called: 0, other: 0 };
  #cut = 0;
  #firstCut = '';
  /** True when a text was small enough by itself, and there was no room for it. */
  #isFull = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#pack = new TextPackWriter(limits.maxLayerTextBytes);
  }

  /** All of it, as `TextPack` reads it. */
  finish(): Buffer {
    return this.#pack.finish();
  }

  /** What ought to have been kept, and was not. */
  unknowns(): readonly Unknown[] {
    if (this.#cut === 0) return [];
    const { maxTextBytes, maxLayerTextBytes } = this.#limits;
    const what =
      this.#cut === 1
        ? `/${this.#firstCut} was searched, but is`
        : `${formatCount(this.#cut)} scripts, configuration files or lists of packages, /${this.#firstCut} first, were searched, but are`;
    const detail = `${what} too large to be read by every check (maxTextBytes ${maxTextBytes}, maxLayerTextBytes ${maxLayerTextBytes})`;
    return [limitReached(this.#isFull ? 'maxLayerTextBytes' : 'maxTextBytes', detail)];
  }

  /** A file of the layer's own, where it is a text to keep. */
  add({ path, mode, size }: FileStart, { content, whole, sha256 }: FileResult): Place | undefined {
    const file = { path, mode, content };
    if (!isTextToKeep(file)) return undefined;
    if ((isBulkModule(file) || isBulkText(file)) && !this.#takes('bulk', size)) return undefined;
    const importance = importanceOf(file);
    const place = whole === undefined ? undefined : this.addText(whole, sha256, importance);
    if (place !== undefined) this.#kept[importance] += place[1];
    // A large file of an application's own data is no gap; one that is run or read at start is, and so is any
    // text that would have been kept, had an attacker not filled the room with others.
    if (isCut(content)) this.#leaveOut(path, undefined);
    else if (place === undefined && (whole !== undefined || isTextToFollow(path, content)))
      this.#leaveOut(path, whole);
    return place;
  }

  /** A file of a package database. They may not take all the room, so that an image full of them does not keep scripts out. */
  addDatabase({ path, size }: FileStart, { whole, sha256 }: FileResult): Place | undefined {
    if (whole === undefined) return undefined;
    const place =
      size > this.#left('database')
        ? undefined
        : this.#pack.add(whole, sha256, this.#reserved('started') + this.#reserved('called'));
    if (place !== undefined) this.#taken.database += size;
    // What it lists looks as if nothing accounted for it.
    else this.#leaveOut(path, whole);
    return place;
  }

  /** A module of a library that runs what it gets: nothing starts it by itself, but a program that starts may import it. */
  addModule(
    { path, mode, size }: FileStart,
    { content, whole, module, sha256 }: FileResult,
    words: ReadonlySet<string>,
  ): Place | undefined {
    const bytes = whole ?? module;
    if (bytes === undefined || !isLibraryModule({ path, mode, content })) return undefined;
    if (!MODULE_WORDS.some((word) => words.has(word)) || !runsWhatItGets(bytes)) return undefined;
    // Of what is bundled into one large file nearly all of it is in there somewhere.
    const hasRoom =
      module === undefined
        ? this.#takes('bulk', size)
        : mayRunAtOnce(bytes.toString('latin1')) && this.#takes('large', bytes.length);
    return hasRoom ? this.addText(bytes, sha256) : undefined;
  }

  /** A file in an archive, where it is a text to keep. */
  addNested({ path, inner, mode }: NestedFile, { content, whole, sha256 }: NestedResult): Place | undefined {
    if (!isNestedTextToKeep({ path, inner, mode }, content)) return undefined;
    const isRun = content.kind === 'script' || isTextToFollow(path, content);
    const kind = isRun ? 'nested' : 'nestedOther';
    const most = Math.min(this.#left(kind), isRun ? this.#limits.maxTextBytes : MAX_NESTED_OTHER_TEXT);
    const place = whole !== undefined && whole.length <= most ? this.addText(whole, sha256) : undefined;
    if (place !== undefined) this.#taken[kind] += place[1];
    if (isCut(content)) this.#leaveOut(path, undefined);
    else if (place === undefined && isTextToFollow(path, content)) this.#leaveOut(path, whole);
    return place;
  }

  /** A text that is kept as long as there is room that is not left to others. */
  addText(bytes: Buffer, sha256: string, importance: Importance = 'other'): Place | undefined {
    let leave = this.#reserved('database');
    if (importance !== 'started') leave += this.#reserved('started');
    if (importance === 'other') leave += this.#reserved('called');
    return this.#pack.add(bytes, sha256, leave);
  }

  /** What is left of the room that only one kind may take. */
  #reserved(kind: 'database' | 'started' | 'called'): number {
    const taken = kind === 'database' ? this.#taken.database : this.#kept[kind];
    return Math.max(0, this.#limits.maxLayerTextBytes * SHARE[`${kind}Reserve`] - taken);
  }

  #left(kind: Kind): number {
    return this.#limits.maxLayerTextBytes * SHARE[kind] - this.#taken[kind];
  }

  /** Counts one more of its kind; false where it is too many. */
  #takes(kind: Kind, bytes: number): boolean {
    this.#taken[kind] += bytes;
    return this.#left(kind) >= 0;
  }

  #leaveOut(path: string, whole: Buffer | undefined): void {
    this.#cut++;
    if (this.#cut === 1) this.#firstCut = path.slice(0, MAX_TOLD_PATH);
    this.#isFull ||= whole !== undefined;
  }
}

/** A shell's script of which only the beginning is kept. */
function isCut(content: Content): boolean {
  return content.kind === 'script' && content.cut === true;
}
