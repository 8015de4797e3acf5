import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import type { ArchiveSink } from '../archive-format.ts';

/**
 * Hands over the next bytes as those of the current file.
 *
 * @throws Damaged when fewer are left
 */
export function* passOn(feed: Feed, sink: ArchiveSink, size: number): Reading<void> {
  for (let left = size; left > 0; ) {
    const piece = yield* feed.next(left);
    if (piece === undefined) throw new Damaged('the archive ends within a file');
    left -= piece.length;
    sink.data(piece);
  }
}

/** Hands over all that is left as one archive. */
export function* passOnRest(feed: Feed, sink: ArchiveSink, name: string): Reading<void> {
  sink.begin({ name, through: true });
  for (let piece = yield* feed.next(); piece !== undefined; piece = yield* feed.next()) sink.data(piece);
  sink.end();
}
