import { oneLine } from '../printable.ts';
import { MAX_LISTED, type SourceAccount, type SourceFile } from './accounting.ts';
import type { Program } from './ledger.ts';
import type { Standing } from './verdict-on.ts';

/** Files of a source tree that the user gave, as far as they may lie in the image. */
export interface KnownSource {
  /** Path in the source tree by sha256 in hex. */
  readonly pathByHash: ReadonlyMap<string, string>;
  /** What was not compared, one sentence each. */
  readonly notes: readonly string[];
}

/** Which programs have the bytes of a file of the source tree. The user gave it, so it is no claim of the image. */
export class SourceClaims {
  readonly #known: KnownSource;
  readonly #files: SourceFile[] = [];
  #programs = 0;

  constructor(known: KnownSource) {
    this.#known = known;
  }

  /** The path in the source tree, made visible; undefined when it has no such file. */
  claim({ node }: Program, standing: Standing): string | undefined {
    const path = this.#known.pathByHash.get(node.entry.sha256 ?? '');
    if (path === undefined) return undefined;
    this.#programs++;
    const source = oneLine(path, 1000);
    if (standing.kind !== 'accounted' && this.#files.length < MAX_LISTED) {
      this.#files.push({ path: `/${node.path}`, source });
    }
    return source;
  }

  account(): SourceAccount {
    return { programs: this.#programs, files: this.#files };
  }
}
