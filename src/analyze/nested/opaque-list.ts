import type { Opaque } from '../../image/nested-facts.ts';

/** Lists what could not be looked into, each archive and reason once, up to a limit. */
export class OpaqueList {
  readonly #max: number;
  readonly #listed = new Map<string, Opaque>();
  #count = 0;
  #bytes = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(opaque: Opaque): void {
    const key = `${opaque.reason} ${opaque.path}`;
    const known = this.#listed.get(key);
    if (known !== undefined) this.#listed.set(key, { ...known, bytes: known.bytes + opaque.bytes });
    else if (this.#listed.size < this.#max) this.#listed.set(key, opaque);
    else {
      this.#count++;
      this.#bytes += opaque.bytes;
    }
  }

  get listed(): readonly Opaque[] {
    return [...this.#listed.values()];
  }

  get unlisted(): { readonly count: number; readonly bytes: number } {
    return { count: this.#count, bytes: this.#bytes };
  }
}
