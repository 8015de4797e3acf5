import { plural } from '../../base/quantities.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { programKind } from '../../image/program-files.ts';
import { oneLine } from '../printable.ts';
import { MAX_PATHS } from './mismatch.ts';

/** Counts entries of a layer and keeps the paths of a few, programs before others. */
export class FileList {
  readonly #programs: string[] = [];
  readonly #others: string[] = [];
  #files = 0;
  #removed = 0;

  add(entry: LayerEntry): void {
    const removes = entry.kind === 'whiteout' || entry.kind === 'opaque';
    if (removes) this.#removed++;
    else this.#files++;
    const list = programKind(entry) === undefined ? this.#others : this.#programs;
    if (list.length < MAX_PATHS) list.push(`/${oneLine(entry.path, 400)}`);
  }

  get count(): number {
    return this.#files + this.#removed;
  }

  get paths(): readonly string[] {
    return [...this.#programs, ...this.#others].slice(0, MAX_PATHS);
  }

  /** `3 files`, `2 removals`, `3 files and 2 removals`. */
  get words(): string {
    const files = this.#files === 0 ? [] : [plural(this.#files, 'file')];
    return [...files, ...(this.#removed === 0 ? [] : [plural(this.#removed, 'removal')])].join(' and ');
  }
}
