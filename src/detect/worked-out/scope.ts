const MAX_NAMES = 20_000;

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
    for (let scope: Scope<V> | undefined = this, hops = 0; scope !== undefined && hops < 50; hops++) {
      const value = scope.#names.get(name);
      if (value !== undefined) return value;
      scope = scope.#outer;
    }
    return undefined;
  }

  /** @param weak only where nothing is known of it */
  set(name: string, value: V, weak = false): void {
    if (weak && this.get(name) !== undefined) return;
    if (this.#names.size < MAX_NAMES || this.#names.has(name)) this.#names.set(name, value);
  }

  /** Sets it where it was declared: how JavaScript assigns, and Python what is `global`. */
  assign(name: string, value: V, weak: boolean): void {
    this.#home(name).set(name, value, weak);
  }

  /** Sets a name of Python's, which is the function's own unless it says otherwise. */
  setOwn(name: string, value: V, weak: boolean): void {
    const outer = this.#shared.has(name) ? this.#outer : undefined;
    if (outer === undefined) this.set(name, value, weak);
    else outer.assign(name, value, weak);
  }

  share(name: string): void {
    if (this.#shared.size < MAX_NAMES) this.#shared.add(name);
  }

  /** All names of this scope alone. */
  own(): ReadonlyMap<string, V> {
    return this.#names;
  }

  #home(name: string): Scope<V> {
    let home: Scope<V> = this;
    for (let hops = 0; !home.#names.has(name) && home.#outer !== undefined && hops < 50; hops++)
      home = home.#outer;
    return home;
  }
}
