/** What was found, gathered by digest: an image that has several names in a place is one image. */
export class NamedImages<T> {
  readonly #found = new Map<string, { readonly value: T; readonly names: string[] }>();

  add(digest: string, value: T, names: readonly string[]): void {
    const entry = this.#found.get(digest) ?? { value, names: [] };
    for (const name of names) if (!entry.names.includes(name)) entry.names.push(name);
    this.#found.set(digest, entry);
  }

  has(digest: string): boolean {
    return this.#found.has(digest);
  }

  /** Each image with the text that names it, and its further names. */
  entries(shown: string): { readonly value: T; readonly reference: string; readonly alsoNamed: string[] }[] {
    return [...this.#found.values()].map(({ value, names: [first, ...rest] }) => ({
      value,
      reference: first === undefined ? shown : `${shown}:${first}`,
      alsoNamed: rest.map((name) => `${shown}:${name}`),
    }));
  }
}
