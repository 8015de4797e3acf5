import type { Instruction } from '../explanation.ts';
import { readsDockerfiles } from '../history/builder.ts';
import { absolutePath, plain } from '../path-lookup.ts';

/** Linux, PATH_MAX. */
const MAX_LENGTH = 4096;

/** Follows WORKDIR from row to row. */
export class WorkingFolder {
  #folder: string | undefined = '/';

  /** Absolute; undefined when it is not known. */
  get current(): string | undefined {
    return this.#folder;
  }

  enter({ keyword, text, builder, row }: Instruction): void {
    if (row === undefined) return;
    // Whatever else builds images may set it without a row; kaniko does.
    if (builder === undefined || !readsDockerfiles(builder) || builder === 'kaniko') this.#folder = undefined;
    if (keyword !== 'WORKDIR') return;
    const name = text.slice('WORKDIR '.length).trim();
    const known = !/[$"'\\]/.test(name) && (name.startsWith('/') || this.#folder !== undefined);
    const folder = known ? `/${plain(absolutePath(name, this.#folder ?? '/'))}` : undefined;
    // No longer path can be opened, and one that grew from row to row would cost its length each time.
    this.#folder = folder !== undefined && folder.length <= MAX_LENGTH ? folder : undefined;
  }
}
