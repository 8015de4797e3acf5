import type { Unknown } from '../base/unknown.ts';
import type { Mark } from '../image/layer-facts.ts';
import { TextPackWriter } from './texts/text-pack-writer.ts';

/** What one trigger set found in a layer. Depends on that set only, so it is cached by it. */
export interface LayerMarks {
  readonly marks: readonly Mark[];
  /** What was left out because of a limit. */
  readonly unknowns?: readonly Unknown[];
  /** Texts with marks that the layer's own pack does not keep: entry, and place in `pack`. */
  readonly texts: readonly (readonly [entry: number, offset: number, length: number])[];
  /** As `TextPack` reads it. */
  readonly pack: Buffer;
}

/** Collects the texts that are kept only because one trigger set has marks in them. */
export class MarkedTexts {
  static readonly NONE: Omit<LayerMarks, 'marks'> = { texts: [], pack: Buffer.alloc(0) };
  readonly #pack: TextPackWriter;
  readonly #texts: (readonly [number, number, number])[] = [];

  constructor(maxBytes: number) {
    this.#pack = new TextPackWriter(maxBytes);
  }

  add(entry: number, bytes: Buffer, sha256: string): void {
    const place = this.#pack.add(bytes, sha256);
    if (place !== undefined) this.#texts.push([entry, ...place]);
  }

  finish(): Omit<LayerMarks, 'marks'> {
    return { texts: this.#texts, pack: this.#pack.finish() };
  }
}
