import { hash } from 'node:crypto';
import type { Digest } from '../base/digest.ts';
import { limitReached } from '../base/limit-reached.ts';
import type { Limits } from '../base/limits.ts';
import { formatCount } from '../base/quantities.ts';
import type { Unknown } from '../base/unknown.ts';
import { type EntryRow, EntryTableWriter } from '../image/entries/entry-table.ts';
import { encodeFacts } from '../image/entries/facts-bytes.ts';
import type { Content, LayerEntry } from '../image/layer-facts.ts';
import { NESTED_MARK } from '../image/nested-facts.ts';
import { classify } from './content/classify.ts';
import { factBytesOf } from './fact-bytes.ts';
import { FileReader, type FileResult } from './file-reader.ts';
import { type LayerMarks, MarkedTexts } from './marked-texts.ts';
import type { NestedFile, NestedResult } from './nested/nested-content.ts';
import { NestedReader } from './nested/nested-reader.ts';
import type { NestedKeeper } from './nested/nested-walk.ts';
import type { TryRules } from './rules/layer-rule.ts';
import { RuleCollector, type RuleOutcome } from './rules/rule-collector.ts';
import type { RuleFilter } from './rules/rule-filter.ts';
import { MarkCollector, type TriggerScanner } from './scan/mark-collector.ts';
import type { TarEntry, TarHandler } from './tar/tar-handler.ts';
import { isDatabaseOnly } from './texts/keep-database.ts';
import {
  isBulkModule,
  isBulkText,
  isNestedTextToKeep,
  isTextToFollow,
  isTextToKeep,
} from './texts/keep-text.ts';
import { isLibraryModule, MODULE_WORDS, runsWhatItGets } from './texts/library-module.ts';
import { mayRunAtOnce } from './texts/runs-at-once.ts';
import { TextPackWriter } from './texts/text-pack-writer.ts';
import { whiteoutOf } from './whiteout.ts';

/** Of the room for texts, the part that each trigger set has for its own: there are several sets. */
const MARKED_SHARE = 8;
/** The part that files of package databases may take of it. */
const DATABASE_SHARE = 0.75;
/**
 * The part that texts leave to them: they come last in most layers (/var), and programs whose list is not read look as if
 * nothing accounted for them.
 */
const DATABASE_RESERVE = 1 / 6;
/**
 * The parts of the room for texts, and of that for entries, that what lies in archives may take. Packages hold thousands of
 * texts that are neither run nor found by a trigger: of those, a few small ones.
 */
const NESTED_TEXT_SHARE = 0.25;
const NESTED_OTHER_TEXT_SHARE = 1 / 24;
const MAX_NESTED_OTHER_TEXT = 64 * 1024;
const NESTED_FACTS_SHARE = 0.5;
/** The part that modules of libraries, and texts that nothing runs, may take together. */
const BULK_SHARE = 0.25;

/** The part for modules that are larger than other texts may be: so few large ones leave the small ones their room. */
const LARGE_SHARE = 1 / 8;

/** Of a path in a message. */
const MAX_TOLD_PATH = 200;

const NO_RULES: readonly number[] = [];

/** Rules to be tried on the files of a layer that can match them. */
export interface RulesToTry {
  readonly filter: RuleFilter;
  readonly tryRules: TryRules;
}

/** Turns the tar's entries into the facts of a layer. */
export class LayerBuilder implements TarHandler, NestedKeeper {
  readonly #limits: Limits;
  readonly #marks: MarkCollector;
  readonly #reader: FileReader;
  readonly #nested: NestedReader;
  readonly #texts: TextPackWriter;
  /** For each trigger set, the texts kept because it has marks in them. */
  readonly #markedTexts: readonly MarkedTexts[];
  readonly #entries = new EntryTableWriter();
  readonly #unknowns: Unknown[] = [];
  #uncounted = 0;
  #databaseBytes = 0;
  #bulkBytes = 0;
  #largeBytes = 0;
  #nestedTextBytes = 0;
  #nestedOtherTextBytes = 0;
  #nestedFactBytes = 0;
  #nestedLeftOut = 0;
  #textsCut = 0;
  #firstCut = '';
  /** True when a text was small enough by itself, and there was no room for it. */
  #textsFull = false;
  /** About how much the entries will take in memory. */
  #factBytes = 0;
  #isFull = false;
  readonly #filter: RuleFilter | undefined;
  readonly #ruled: RuleCollector | undefined;
  #current: TarEntry | undefined;

  constructor(limits: Limits, scanner: TriggerScanner, rules?: RulesToTry) {
    this.#limits = limits;
    this.#marks = new MarkCollector(scanner, limits);
    this.#filter = rules?.filter;
    this.#ruled = rules && new RuleCollector(rules.filter.rules, limits, rules.tryRules);
    this.#reader = new FileReader(limits, this.#marks, rules !== undefined);
    this.#nested = new NestedReader(limits, scanner, this.#marks, this);
    this.#texts = new TextPackWriter(limits.maxLayerTextBytes);
    this.#markedTexts = scanner.sets.map(
      () => new MarkedTexts(Math.floor(limits.maxLayerTextBytes / MARKED_SHARE)),
    );
  }

  entry(entry: TarEntry): void {
    this.#current = undefined;
    if (this.#isFull) return;
    if (entry.kind === 'file') {
      this.#current = entry;
      this.#reader.start(entry);
      if (whiteoutOf(entry.path) === undefined) this.#nested.start(entry);
      return;
    }
    // Engines go by the name alone: a folder or a link can be a whiteout as well.
    if (!this.#asWhiteout(entry)) this.#add(metadataOf(entry));
  }

  data(piece: Buffer, last: boolean): void {
    const entry = this.#current;
    if (entry === undefined) return;
    const result = this.#reader.take(piece, last);
    if (whiteoutOf(entry.path) === undefined) this.#nested.take(piece);
    if (result !== undefined) this.#endFile(entry, result);
  }

  truncated(): void {
    const entry = this.#current;
    if (entry === undefined) return;
    this.#current = undefined;
    this.problem({ reason: 'tar-damaged', path: entry.path, detail: 'the file is cut off' });
    // What passed of it is searched; its hash would be of something else.
    this.#reader.abandon();
    if (this.#asWhiteout(entry)) return;
    this.#nested.end();
    this.#marks.endFile(this.#entries.count);
    this.#add(metadataOf(entry));
  }

  problem(unknown: Unknown): void {
    if (this.#unknowns.length < this.#limits.maxLayerProblems) this.#unknowns.push(unknown);
    else this.#uncounted++;
  }

  /** All of it as it is stored; `decodeFacts` reads it. */
  facts(diffId: Digest, size: number): Buffer {
    const unknowns = [...this.#unknowns];
    if (this.#uncounted > 0) {
      const detail = `${this.#uncounted} further problems are not listed (maxLayerProblems)`;
      unknowns.push(limitReached('maxLayerProblems', detail));
    }
    if (this.#textsCut > 0) {
      const limit = this.#textsFull ? 'maxLayerTextBytes' : 'maxTextBytes';
      const { maxTextBytes, maxLayerTextBytes } = this.#limits;
      const what =
        this.#textsCut === 1
          ? `/${this.#firstCut} was searched, but is`
          : `${formatCount(this.#textsCut)} scripts or configuration files, /${this.#firstCut} first, were searched, but are`;
      unknowns.push(
        limitReached(
          limit,
          `${what} too large to be read by every check (maxTextBytes ${maxTextBytes}, maxLayerTextBytes ${maxLayerTextBytes})`,
        ),
      );
    }
    if (this.#nestedLeftOut > 0) {
      const detail = `names and facts of what lies in the layer's archives take more than half of maxLayerFactsBytes (${this.#limits.maxLayerFactsBytes}); ${this.#nestedLeftOut} files in them are left out`;
      unknowns.push(limitReached('maxLayerFactsBytes', detail));
    }
    const nested = this.#nested.finish();
    return encodeFacts(
      { diffId, size, unknowns, ...(nested === undefined ? {} : { nested }) },
      this.#entries,
    );
  }

  texts(): Buffer {
    return this.#texts.finish();
  }

  marksOf(set: number): LayerMarks {
    return {
      marks: this.#marks.marksOf(set),
      unknowns: this.#marks.unknownsOf(set),
      ...(this.#markedTexts[set]?.finish() ?? MarkedTexts.NONE),
    };
  }

  /** What the rules came to; undefined where there were none. To be asked once all entries have passed. */
  ruled(): RuleOutcome | undefined {
    return this.#ruled?.finish();
  }

  #endFile(entry: TarEntry, result: FileResult): void {
    this.#current = undefined;
    if (this.#asWhiteout(entry)) return;
    this.#marks.leaveOut(this.#nested.end());
    if (result.appended !== undefined) {
      this.#nested.appended(result.appended);
      this.#keepAppended(entry.path, result.appended);
    }
    const index = this.#entries.count;
    const noted = this.#marks.takeNoted();
    const rules = this.#filter?.possible(noted, result.content) ?? NO_RULES;
    if (rules.length > 0) {
      const { path, size } = entry;
      this.#ruled?.take({ entry: index, path, size, bytes: result.bytes }, rules);
    }
    const markedBy = this.#marks.endFile(index);
    const isDatabase = isDatabaseOnly(entry.path, entry.size, this.#limits);
    const database = isDatabase ? this.#keepDatabase(entry, result) : undefined;
    const kept = isDatabase ? undefined : this.#keepText(entry, result);
    const text =
      kept ?? (isDatabase || noted.size === 0 ? undefined : this.#keepModule(entry, result, noted));
    // A module is kept for the start chain, and for a detector only where its triggers are.
    if (kept === undefined && result.whole !== undefined && isText(result.content)) {
      for (const set of markedBy) this.#markedTexts[set]?.add(index, result.whole, result.sha256);
    }
    if (entry.sparseSize !== undefined) {
      this.problem({
        reason: 'parse-failed',
        path: entry.path,
        detail: 'a sparse file: its pieces were searched as stored, its hash is not known',
      });
    }
    this.#add({
      path: entry.path,
      kind: entry.kind,
      size: entry.sparseSize ?? entry.size,
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      target: entry.target,
      sha256: entry.sparseSize === undefined ? result.sha256 : undefined,
      md5: result.others?.md5,
      sha1: result.others?.sha1,
      content: result.content,
      text,
      database,
    });
  }

  /** A script behind the end of a program or picture is a file in it, as what lies in an archive is. */
  #keepAppended(host: string, bytes: Buffer): void {
    const content = classify(bytes, true);
    if (content.kind !== 'script' || bytes.length > this.#limits.maxTextBytes) return;
    const sha256 = hash('sha256', bytes, 'hex');
    const text = this.#addText(bytes, sha256);
    if (text === undefined) return;
    const path = `${host}${NESTED_MARK}appended`;
    this.#add({
      path,
      kind: 'file',
      size: bytes.length,
      mode: 0o755,
      uid: 0,
      gid: 0,
      sha256,
      content,
      text,
      host,
    });
  }

  /**
   * Keeps a file of a package database. They may not take all the room, so that an image full of them does not keep
   * scripts from being read.
   */
  #keepDatabase({ size }: TarEntry, { whole, sha256 }: FileResult): readonly [number, number] | undefined {
    const room = this.#limits.maxLayerTextBytes * DATABASE_SHARE - this.#databaseBytes;
    const place = whole === undefined || size > room ? undefined : this.#texts.add(whole, sha256);
    if (place !== undefined) this.#databaseBytes += size;
    return place;
  }

  #addText(bytes: Buffer, sha256: string): readonly [number, number] | undefined {
    const reserved = this.#limits.maxLayerTextBytes * DATABASE_RESERVE - this.#databaseBytes;
    return this.#texts.add(bytes, sha256, Math.max(0, reserved));
  }

  #keepText(entry: TarEntry, { content, whole, sha256 }: FileResult): readonly [number, number] | undefined {
    const file = { path: entry.path, mode: entry.mode, content };
    if (!isTextToKeep(file)) return undefined;
    if (isBulkModule(file) || isBulkText(file)) {
      if (!this.#takesBulkRoom(entry.size)) return undefined;
    }
    const text = whole === undefined ? undefined : this.#addText(whole, sha256);
    // A large file of an application's own data is no gap; one that is run or read at start is, and so is any
    // text that would have been kept, had an attacker not filled the room with others.
    if (text === undefined && (whole !== undefined || isTextToFollow(entry.path, content))) {
      this.#cutText(entry.path, whole !== undefined);
    }
    return text;
  }

  /** A module of a library that runs what it gets: nothing starts it by itself, but a program that starts may import it. */
  #keepModule(
    { path, mode, size }: TarEntry,
    { content, whole, module, sha256 }: FileResult,
    noted: ReadonlySet<string>,
  ): readonly [number, number] | undefined {
    const bytes = whole ?? module;
    if (bytes === undefined || !isLibraryModule({ path, mode, content })) return undefined;
    if (!MODULE_WORDS.some((word) => noted.has(word)) || !runsWhatItGets(bytes)) return undefined;
    // Of what is bundled into one large file nearly all of it is in there somewhere.
    const hasRoom = module === undefined ? this.#takesBulkRoom(size) : this.#takesLargeRoom(bytes);
    return hasRoom ? this.#addText(bytes, sha256) : undefined;
  }

  #takesLargeRoom(bytes: Buffer): boolean {
    if (!mayRunAtOnce(bytes.toString('latin1'))) return false;
    this.#largeBytes += bytes.length;
    return this.#largeBytes <= this.#limits.maxLayerTextBytes * LARGE_SHARE;
  }

  #takesBulkRoom(bytes: number): boolean {
    this.#bulkBytes += bytes;
    return this.#bulkBytes <= this.#limits.maxLayerTextBytes * BULK_SHARE;
  }

  /** A file inside of an archive. */
  keep(file: NestedFile, result: NestedResult, marks: MarkCollector): void {
    const { path, host, inner, mode } = file;
    const { size, content, whole, bytes: held, sha256, isCut } = result;
    const bytes = factBytesOf({ path, kind: 'file', size, mode, uid: 0, gid: 0, content });
    if (this.#nestedFactBytes + bytes > this.#limits.maxLayerFactsBytes * NESTED_FACTS_SHARE) {
      this.#nestedLeftOut++;
      marks.dropFile();
      return;
    }
    this.#nestedFactBytes += bytes;
    const index = this.#entries.count;
    const rules = this.#filter?.possible(marks.takeNoted(), content) ?? NO_RULES;
    if (rules.length > 0)
      this.#ruled?.take({ entry: index, path, size, bytes: held, unheld: 'maxElfBytes' }, rules);
    const markedBy = marks.endFile(index);
    const text = isNestedTextToKeep({ path, inner, mode }, content)
      ? this.#keepNestedText(path, result)
      : undefined;
    if (text === undefined && whole !== undefined && isText(content)) {
      for (const set of markedBy) this.#markedTexts[set]?.add(index, whole, sha256);
    }
    const known = isCut === true ? undefined : sha256;
    this.#add({ path, kind: 'file', size, mode, uid: 0, gid: 0, sha256: known, content, text, host });
  }

  #keepNestedText(
    path: string,
    { content, whole, sha256 }: NestedResult,
  ): readonly [number, number] | undefined {
    const isRun = content.kind === 'script' || isTextToFollow(path, content);
    const { maxLayerTextBytes, maxTextBytes } = this.#limits;
    const room = isRun
      ? maxLayerTextBytes * NESTED_TEXT_SHARE - this.#nestedTextBytes
      : maxLayerTextBytes * NESTED_OTHER_TEXT_SHARE - this.#nestedOtherTextBytes;
    const most = Math.min(room, isRun ? maxTextBytes : MAX_NESTED_OTHER_TEXT);
    const text = whole !== undefined && whole.length <= most ? this.#addText(whole, sha256) : undefined;
    if (text !== undefined && isRun) this.#nestedTextBytes += text[1];
    else if (text !== undefined) this.#nestedOtherTextBytes += text[1];
    else if (isTextToFollow(path, content)) {
      this.#cutText(path, whole !== undefined);
    }
    return text;
  }

  /** Counts a text that was not kept; `fits` where only room for it was missing. */
  #cutText(path: string, fits: boolean): void {
    this.#textsCut++;
    if (this.#textsCut === 1) this.#firstCut = path.slice(0, MAX_TOLD_PATH);
    this.#textsFull ||= fits;
  }

  /** Handles what hides a path of the layers below and is no file itself, whatever it holds. */
  #asWhiteout(entry: TarEntry): boolean {
    const hides = whiteoutOf(entry.path);
    if (hides === undefined) return false;
    this.#marks.dropFile();
    if (hides.kind === 'invalid') {
      this.problem({ reason: 'path-unsafe', path: entry.path, detail: 'a whiteout that names no file' });
    } else if (hides.kind !== 'metadata') {
      const { mode, uid, gid } = entry;
      this.#add({ path: hides.path, kind: hides.kind, size: 0, mode, uid, gid });
    }
    return true;
  }

  #add(entry: EntryRow): void {
    this.#entries.add(entry);
    this.#factBytes += factBytesOf(entry);
    if (this.#factBytes <= this.#limits.maxLayerFactsBytes) return;
    this.#isFull = true;
    this.problem(
      limitReached(
        'maxLayerFactsBytes',
        `names and facts of the layer's entries are longer than maxLayerFactsBytes (${this.#limits.maxLayerFactsBytes}); the entries after the first ${this.#entries.count} were not read`,
      ),
    );
  }
}

function isText(content: Content): boolean {
  return content.kind === 'text' || content.kind === 'script';
}

function metadataOf(entry: TarEntry): LayerEntry {
  const { path, kind, size, mode, uid, gid, target } = entry;
  return { path, kind, size, mode, uid, gid, ...(target === undefined ? {} : { target }) };
}
