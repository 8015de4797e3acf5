/** Looking into parsed JSON of which nothing is known: each gives undefined, or nothing, for another shape. */

export type Fields = Readonly<Record<string, unknown>>;

/** What stands at the end of the keys. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isFields(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list at the end of the keys, `most` of it. */
export function listAt(value: unknown, most: number, ...keys: readonly string[]): readonly unknown[] {
  const list = at(value, ...keys);
  return Array.isArray(list) ? list.slice(0, most) : [];
}

/** The text at the end of the keys; an empty one is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, ...keys);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function flagAt(value: unknown, ...keys: readonly string[]): boolean | undefined {
  const found = at(value, ...keys);
  return typeof found === 'boolean' ? found : undefined;
}

/** The keys and values that are text, of the object at the end of the keys, `most` of them. */
export function textsAt(
  value: unknown,
  most: number,
  ...keys: readonly string[]
): ReadonlyMap<string, string> {
  const found = at(value, ...keys);
  const texts = new Map<string, string>();
  if (!isFields(found)) return texts;
  for (const [key, text] of Object.entries(found).slice(0, most)) {
    if (typeof text === 'string') texts.set(key, text);
  }
  return texts;
}
