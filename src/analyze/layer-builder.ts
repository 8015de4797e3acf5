import { hash } from 'node:crypto';
import type { Digest } from '../base/digest.ts';
import { limitReached } from '../base/limit-reached.ts';
import type { Limits } from '../base/limits.ts';
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
import { KeptTexts } from './texts/kept-texts.ts';
import { whiteoutOf } from './whiteout.ts';

/** Of the room for texts, the part that each trigger set has for its own: there are several sets. */
const MARKED_SHARE = 8;
/** The part of the room for entries that what lies in archives may take. */
const NESTED_FACTS_SHARE = 0.5;

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
  readonly #texts: KeptTexts;
  /** For each trigger set, the texts kept because it has marks in them. */
  readonly #markedTexts: readonly MarkedTexts[];
  readonly #entries = new EntryTableWriter();
  readonly #unknowns: Unknown[] = [];
  #uncounted = 0;
  #nestedFactBytes = 0;
  #nestedLeftOut = 0;
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
    this.#texts = new KeptTexts(limits);
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
    unknowns.push(...this.#texts.unknowns());
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
    const database = isDatabase ? this.#texts.addDatabase(entry, result) : undefined;
    const kept = isDatabase ? undefined : this.#texts.add(entry, result);
    const text =
      kept ?? (isDatabase || noted.size === 0 ? undefined : this.#texts.addModule(entry, result, noted));
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
    const text = this.#texts.addText(bytes, sha256);
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

  /** A file inside of an archive. */
  keep(file: NestedFile, result: NestedResult, marks: MarkCollector): void {
    const { path, host, mode } = file;
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
    const text = this.#texts.addNested(file, result);
    if (text === undefined && whole !== undefined && isText(content)) {
      for (const set of markedBy) this.#markedTexts[set]?.add(index, whole, sha256);
    }
    const known = isCut === true ? undefined : sha256;
    this.#add({ path, kind: 'file', size, mode, uid: 0, gid: 0, sha256: known, content, text, host });
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
