import { Dict, List, UNKNOWN, type Value } from './value.ts';

/** What a text in JSON holds. */
export function jsonValue(text: string): Value {
  try {
    return valueIn(JSON.parse(text), 0);
  } catch {
    // No JSON: what is made of it is not known.
    return UNKNOWN;
  }
}

function valueIn(json: unknown, depth: number): Value {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' || json === null)
    return json;
  if (depth > 50 || typeof json !== 'object') return UNKNOWN;
  if (Array.isArray(json)) return new List(json.map((item) => valueIn(item, depth + 1)));
  const made = new Dict();
  for (const [key, value] of Object.entries(json)) made.entries.set(key, valueIn(value, depth + 1));
  return made;
}
