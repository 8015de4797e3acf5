const MAX_NAMES = 20_000;
/** Functions in one another. */
const MAX_OUTER = 50;

/** The names of one function, or of the whole program, and what they hold. */
export class Scope<V> {
  readonly #names = new Map<string, V>();
  readonly #outer: Scope<V> | undefined;
  /** Names that are another scope's all the same: `global`, `nonlocal`. */
  readonly #shared = new Set<string>();

  constructor(outer?: Scope<V>) {
    this.#outer = outer;
  }

  get(name: string): V | undefined {
    return this.find(name, MAX_OUTER);
  }

  /** @param weak only where nothing is known of it */
  set(name: string, value: V, weak = false): void {
    if (weak && this.get(name) !== undefined) return;
    if (this.#names.size < MAX_NAMES || this.#names.has(name)) this.#names.set(name, value);
  }

  /** Sets it where it was declared: how JavaScript assigns, and Python what is `global`. Whether that is here. */
  assign(name: string, value: V, weak: boolean): boolean {
    const home = this.home(name);
    home.set(name, value, weak);
    return home === this;
  }

  /** Sets a name of Python's, which is the function's own unless it says otherwise. Whether it is. */
  setOwn(name: string, value: V, weak: boolean): boolean {
    const outer = this.#shared.has(name) ? this.#outer : undefined;
    if (outer === undefined) this.set(name, value, weak);
    else outer.assign(name, value, weak);
    return outer === undefined;
  }

  share(name: string): void {
    if (this.#shared.size < MAX_NAMES) this.#shared.add(name);
  }

  /** All names of this scope alone. */
  own(): ReadonlyMap<string, V> {
    return this.#names;
  }

  /** @param hops scopes around that are looked at */
  find(name: string, hops: number): V | undefined {
    const value = this.#names.get(name);
    return value !== undefined || hops === 0 ? value : this.#outer?.find(name, hops - 1);
  }

  /** The scope in which a name was set; the outermost where none did. */
  home(name: string, hops = MAX_OUTER): Scope<V> {
    if (this.#names.has(name) || this.#outer === undefined || hops === 0) return this;
    return this.#outer.home(name, hops - 1);
  }
}
