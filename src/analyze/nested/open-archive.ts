import type { UnknownReason } from '../../base/unknown.ts';
import { Damaged, type Feed, type Reading } from '../../base/unpack/feed.ts';
import { NotUnpacked } from '../../base/unpack/xz.ts';
import { TarTail } from '../tar/tail.ts';
import type { ArchiveFormat, ArchiveSink, ArchiveTools } from './archive-format.ts';
import { LimitStop } from './nested-budget.ts';

/** Why an archive, or what is left of it, was not looked into. */
export interface Unread {
  readonly reason: UnknownReason;
  readonly detail: string;
  readonly bytes: number;
}

/** One archive while its bytes pass. What goes wrong with it is a result; only a limit throws. */
export class OpenArchive {
  readonly #format: string;
  readonly #feed: Feed;
  readonly #reading: Reading<void> | undefined;
  #state: 'reading' | 'ended' | 'failed' = 'reading';
  #size = 0;
  #failure: Omit<Unread, 'bytes'> | undefined;
  readonly #tail = new TarTail();

  /** @param feed to be used, once it is free of the archive before */
  constructor(format: ArchiveFormat, sink: ArchiveSink, tools: ArchiveTools, feed: Feed) {
    this.#format = format.name;
    this.#feed = feed;
    feed.reset();
    this.#reading = format.read?.(this.#feed, sink, tools);
    if (this.#reading === undefined) {
      this.#state = 'failed';
      const detail = `${format.name} is not read`;
      this.#failure = { reason: 'unsupported-compression', detail };
    }
  }

  /** False once it has failed. */
  get isWhole(): boolean {
    return this.#state !== 'failed';
  }

  /** @throws LimitStop */
  push(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#state === 'ended') this.#tail.take(piece, false);
    if (this.#state !== 'reading') return;
    this.#feed.push(piece);
    this.#step();
    this.#feed.keep();
  }

  /**
   * There is no more of it. Answers what of it was not looked into.
   *
   * @throws LimitStop
   */
  end(): Unread | undefined {
    if (this.#state === 'reading') {
      this.#feed.end();
      this.#step();
    }
    if (this.#failure !== undefined) return { ...this.#failure, bytes: this.#size - this.#feed.taken };
    if (this.#tail.count === 0) return undefined;
    const detail = `bytes follow its end (${this.#format})`;
    return { reason: 'trailing-data', detail, bytes: this.#tail.count };
  }

  #step(): void {
    try {
      if (this.#reading?.next().done !== true) return;
      this.#state = 'ended';
      this.#tail.take(this.#feed.rest(), false);
    } catch (error) {
      this.#state = 'failed';
      if (error instanceof LimitStop) throw error;
      this.#failure = { reason: reasonOf(error), detail: detailOf(this.#format, error) };
    }
  }
}

function reasonOf(error: unknown): UnknownReason {
  if (error instanceof NotUnpacked) return 'unsupported-compression';
  return error instanceof Damaged ? 'decompression-failed' : 'parse-failed';
}

function detailOf(format: string, error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 200);
  if (error instanceof NotUnpacked) return `${message} (${format})`;
  return `it is damaged or cut off (${format}: ${message})`;
}
