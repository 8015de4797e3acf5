import type { Content, EntryKind } from '../layer-facts.ts';

/** What most entries share, once: kind, mode, owner. */
export type Meta = readonly [kind: EntryKind, mode: number, uid: number, gid: number];

/** Equal values, each once, in the order in which they came first. */
class Interned<T> {
  readonly values: T[] = [];
  readonly #indexes = new Map<string, number>();

  protected indexBy(key: string, make: () => T): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.values.length);
    return this.values.push(make()) - 1;
  }
}

/** Entries follow one another with the same one, so the last is compared before any key is made. */
export class InternedMetas extends Interned<Meta> {
  #last: Meta = ['file', -1, 0, 0];
  #lastIndex = -1;

  indexOf(kind: EntryKind, mode: number, uid: number, gid: number): number {
    const last = this.#last;
    if (last[1] === mode && last[0] === kind && last[2] === uid && last[3] === gid) return this.#lastIndex;
    this.#last = [kind, mode, uid, gid];
    this.#lastIndex = this.indexBy(this.#last.join(' '), () => this.#last);
    return this.#lastIndex;
  }
}

/** Contents without facts of their own are one object each (`classify`): no key is made for the same object again. */
export class InternedContents extends Interned<Content> {
  #last: Content | undefined;
  #lastIndex = -1;

  indexOf(content: Content): number {
    if (content !== this.#last) {
      this.#last = content;
      this.#lastIndex = this.indexBy(JSON.stringify(content), () => content);
    }
    return this.#lastIndex;
  }
}
