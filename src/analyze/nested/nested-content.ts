import { hash } from 'node:crypto';
import { freeMemoryEndingWith, memoryToFree } from '../../base/free-memory.ts';
import type { Limits } from '../../base/limits.ts';
import type { Content } from '../../image/layer-facts.ts';
import { classify, HEAD_BYTES } from '../content/classify.ts';
import { FileReader, type FileResult } from '../file-reader.ts';
import type { MarkCollector } from '../scan/mark-collector.ts';
import { scriptText } from '../script/script-text.ts';
import { isNestedTextToKeep } from '../texts/keep-text.ts';

const EMPTY = Buffer.alloc(0);
const FIRST_BYTES = 64 * 1024;

/** A file inside of an archive. */
export interface NestedFile {
  /** With the archives around it: `app/a.jar!/lib/b.jar!/c.txt`. */
  readonly path: string;
  /** The path of the layer's own file around it. */
  readonly host: string;
  /** In the innermost archive. */
  readonly inner: string;
  readonly mode: number;
}

/** What of it is worth an entry. */
export interface NestedResult extends FileResult {
  readonly size: number;
  /** There should have been more of it. */
  readonly isCut?: boolean;
}

/**
 * Takes the bytes of one file inside of an archive, whose size is known only at its end. Most are small and nothing
 * that anybody asks for: those are searched, and that is all.
 */
export class NestedContent {
  readonly #limits: Limits;
  readonly #marks: MarkCollector;
  readonly #reader: FileReader;
  #file: NestedFile = { path: '', host: '', inner: '', mode: 0 };
  #held = EMPTY;
  /** How much of its memory has been written to: a block may be larger than what it takes (`memoryToFree`). */
  #most = 0;
  #size = 0;
  #passes = false;
  /** Of a file that is larger than texts to keep: rules may be tried on it. */
  #isForRules: boolean | undefined;

  constructor(limits: Limits, marks: MarkCollector) {
    this.#limits = limits;
    this.#marks = marks;
    this.#reader = new FileReader(limits, marks);
  }

  begin(file: NestedFile): void {
    this.#file = file;
    this.#size = 0;
    this.#passes = false;
    this.#isForRules = undefined;
    if (this.#most > this.#limits.maxTextBytes) this.#letGo();
  }

  take(piece: Buffer): void {
    if (this.#passes) {
      this.#size += piece.length;
      this.#reader.take(piece, false);
      return;
    }
    this.#hold(piece);
    const { maxElfBytes, maxTextBytes } = this.#limits;
    if (this.#size <= maxTextBytes) return;
    const held = this.#held.subarray(0, this.#size);
    this.#isForRules ??= isReadAsWhole(held);
    if (this.#isForRules && this.#size <= maxElfBytes) return;
    this.#passes = true;
    // Nobody holds a file of that size.
    this.#reader.start({ path: this.#file.path, mode: this.#file.mode, size: Number.MAX_SAFE_INTEGER });
    this.#reader.take(held, false);
    this.#letGo();
  }

  /** The file has ended; undefined where it is not worth an entry. */
  end(): NestedResult | undefined {
    if (this.#passes) {
      const result = this.#reader.take(EMPTY, true);
      return result === undefined ? undefined : { ...result, size: this.#size };
    }
    const whole = this.#held.subarray(0, this.#size);
    this.#marks.scanWhole(whole);
    const told = classify(whole, true);
    if (!this.#isWorth(told)) return undefined;
    const { maxTextBytes } = this.#limits;
    const isLarge = told.kind === 'script' && this.#size > maxTextBytes;
    const script = isLarge ? scriptText(told.interpreter, whole, maxTextBytes) : undefined;
    const content: Content = told.kind === 'script' && script?.isCut === true ? { ...told, cut: true } : told;
    const text = script?.text ?? (this.#isToKeep(content) ? whole : undefined);
    const kept = text === undefined ? {} : { whole: text };
    return { sha256: hash('sha256', whole, 'hex'), content, bytes: whole, ...kept, size: this.#size };
  }

  #hold(piece: Buffer): void {
    const end = this.#size + piece.length;
    if (end > this.#held.length) {
      const grown = memoryToFree(Math.max(end * 2, FIRST_BYTES));
      this.#held.copy(grown, 0, 0, this.#size);
      this.#letGo();
      this.#held = grown;
    }
    piece.copy(this.#held, this.#size);
    this.#size = end;
    this.#most = Math.max(this.#most, end);
  }

  #letGo(): void {
    freeMemoryEndingWith(this.#held);
    this.#held = EMPTY;
    this.#most = 0;
  }

  /** Of a long text only the rules ask for more than where its triggers are. */
  #isToKeep({ kind }: Content): boolean {
    return this.#size <= this.#limits.maxTextBytes || (kind !== 'text' && kind !== 'script');
  }

  #isWorth(content: Content): boolean {
    if (this.#marks.hasFound) return true;
    switch (content.kind) {
      case 'elf':
      case 'script':
      case 'archive':
        return true;
      case 'text':
        return isNestedTextToKeep(this.#file, content);
      case 'data':
        return content.appended !== undefined || content.format === 'pe' || content.format === 'wasm';
      default:
        return false;
    }
  }
}

/** Programs and texts, as their beginning says, however it was cut. */
function isReadAsWhole(bytes: Buffer): boolean {
  const { kind } = classify(bytes.subarray(0, HEAD_BYTES), false);
  return kind === 'elf' || kind === 'text' || kind === 'script';
}
