import { hash } from 'node:crypto';
import { FACTS_VERSION, PACK_VERSION } from '../analyze/facts-version.ts';
import type { Digest } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import { AUTOSTARTS_VERSION } from '../detect/autostart/autostarts-version.ts';
import { ACCOUNTING_VERSION } from '../explain/accounting/accounting-version.ts';
import type { Triggers } from '../image/layer-facts.ts';
import type { ContentCache } from './content-cache.ts';

/** What was found when a blob was read: the diffID that its bytes really have. */
export interface BlobRecord {
  readonly diffId: Digest;
  readonly compressedBytes: number;
  /** Told by its first bytes. */
  readonly compression?: string;
  readonly unknowns: readonly Unknown[];
}

/** The parts that are kept of a layer, and what follows from several, each under the key of what it depends on. */
export class LayerCache {
  readonly #cache: ContentCache;
  readonly #limits: string;

  constructor(cache: ContentCache, limits: Limits) {
    this.#cache = cache;
    this.#limits = short(JSON.stringify(Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  /**
   * The record of a blob by the digest that the manifest gives it. It is written only after clearpull itself
   * read those bytes, so a configuration that claims another layer's diffID cannot borrow that layer's facts.
   */
  async blob(digest: Digest): Promise<BlobRecord | undefined> {
    const bytes = await this.#cache.read('blob', this.#blobKey(digest));
    return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as BlobRecord);
  }

  async putBlob(digest: Digest, record: BlobRecord): Promise<void> {
    await this.#cache.write('blob', this.#blobKey(digest), Buffer.from(JSON.stringify(record)));
  }

  facts(diffId: Digest): Part {
    return this.#part('facts', `${FACTS_VERSION} ${this.#limits} ${diffId}`);
  }

  texts(diffId: Digest): Part {
    return this.#part('texts', `${FACTS_VERSION} ${PACK_VERSION} ${this.#limits} ${diffId}`);
  }

  /** What every detector observed in a layer, as a bundle, each under `observationsName`. */
  observations(diffId: Digest): Part {
    return this.#part('seen', `${FACTS_VERSION} ${this.#limits} ${diffId}`);
  }

  /** Where every trigger set occurs in a layer, as a bundle, each under `marksName`; what is large is under `largeMarks`. */
  marks(diffId: Digest): Part {
    return this.#part('marks', `${FACTS_VERSION} ${PACK_VERSION} ${this.#limits} ${diffId}`);
  }

  /** Where one trigger set occurs. */
  largeMarks(diffId: Digest, name: string): Part {
    return this.#part('marks', `${FACTS_VERSION} ${PACK_VERSION} ${this.#limits} ${name} ${diffId}`);
  }

  /** What accounts for the programs of the image that these layers make, the bottom one first, and what else it goes by. */
  accounting(diffIds: readonly Digest[], by: Readonly<Record<string, unknown>>): Part {
    const of = JSON.stringify([by, diffIds]);
    return this.#part('accounts', `${FACTS_VERSION} ${ACCOUNTING_VERSION} ${this.#limits} ${of}`);
  }

  /** What detectors saw in modules of libraries that a start imports, by the modules and the detectors. */
  imports(by: readonly unknown[]): Part {
    return this.#part('imports', `${FACTS_VERSION} ${this.#limits} ${JSON.stringify(by)}`);
  }

  /** What detectors saw in what starts by itself in the image that these layers make, the bottom one first. */
  autostarts(diffIds: readonly Digest[], by: readonly string[]): Part {
    const of = JSON.stringify([by, diffIds]);
    return this.#part('autostarts', `${FACTS_VERSION} ${AUTOSTARTS_VERSION} ${this.#limits} ${of}`);
  }

  /** What was found in an image, by all that decides it. */
  judged(by: readonly unknown[]): Part {
    return this.#part('judged', `${FACTS_VERSION} ${this.#limits} ${JSON.stringify(by)}`);
  }

  /** What rules matched, of every rule that was tried. */
  rules(diffId: Digest): Part {
    return this.#part('rules', `${FACTS_VERSION} ${this.#limits} ${diffId}`);
  }

  /** The rules that some files hold, by all that decides what is made of them. */
  ruleSet(by: readonly unknown[]): Part {
    return this.#part('ruleset', `${this.#limits} ${JSON.stringify(by)}`);
  }

  /** With the version of the facts: what decompressing comes to may change with it, and so the diffID. */
  #blobKey(digest: Digest): string {
    return `${FACTS_VERSION} ${this.#limits} ${digest}`;
  }

  #part(kind: string, key: string): Part {
    return {
      read: () => this.#cache.read(kind, key),
      isIntact: () => this.#cache.isIntact(kind, key),
      readSync: () => this.#cache.readSync(kind, key),
      write: (bytes) => this.#cache.write(kind, key, bytes),
    };
  }
}

export interface Part {
  read(): Promise<Buffer | undefined>;
  /** Whether `read` would find it, at much less cost. */
  isIntact(): Promise<boolean>;
  readSync(): Buffer | undefined;
  /** False when it could not be stored. */
  write(bytes: Buffer): Promise<boolean>;
}

/** By a detector's identity and version, so that a changed one runs again alone. */
export function observationsName({ id, version }: { readonly id: string; readonly version: number }): string {
  return `${id} ${version}`;
}

/** By the set itself, so that a detector that asks for the same keeps it. */
export function marksName(triggers: Triggers): string {
  const literals = [...new Set((triggers.literals ?? []).map((text) => text.toLowerCase()))].sort();
  return short(JSON.stringify([literals, triggers.addresses === true]));
}

function short(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
