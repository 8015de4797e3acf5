import type { z } from 'zod';
import { ClearpullError } from '../base/errors.ts';

/**
 * The value with its keys spelt as the schema spells them. Container engines are written in Go, whose JSON
 * decoder takes field names in any case (encoding/json, "Unmarshal"): an `entrypoint` counts as the
 * `Entrypoint`. Read otherwise, an image could show us one face and the engine another. Two spellings of one
 * field throw `target-invalid`. Keys of maps (labels, annotations) are left as they are.
 */
export function foldKeys(schema: z.core.$ZodType, value: unknown, what: string): unknown {
  const inner = unwrap(schema);
  if (inner === undefined) return value;
  if (inner.type === 'array') {
    return Array.isArray(value) ? value.map((item) => foldKeys(inner.element, item, what)) : value;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = new Map(Object.keys(inner.shape).map((name) => [fold(name), name]));
  const result: Record<string, unknown> = {};
  const taken = new Map<string, string>();
  for (const [key, item] of Object.entries(value)) {
    const name = names.get(fold(key));
    const field = name === undefined ? undefined : inner.shape[name];
    if (name === undefined || field === undefined) continue;
    const other = taken.get(name);
    if (other !== undefined) {
      throw new ClearpullError(
        'target-invalid',
        `${what} has the field "${name}" in two spellings, "${other}" and "${key}"; tools disagree which one counts`,
      );
    }
    taken.set(name, key);
    result[name] = foldKeys(field, item, what);
  }
  return result;
}

type Inner =
  | { readonly type: 'object'; readonly shape: Readonly<Record<string, z.core.$ZodType>> }
  | { readonly type: 'array'; readonly element: z.core.$ZodType };

/** What a schema is beneath `optional`, `nullish`, `default` and `transform`. */
function unwrap(schema: z.core.$ZodType): Inner | undefined {
  const def = schema._zod.def as unknown as {
    readonly type: string;
    readonly innerType?: z.core.$ZodType;
    readonly in?: z.core.$ZodType;
    readonly element?: z.core.$ZodType;
    readonly shape?: Record<string, z.core.$ZodType>;
  };
  if (def.type === 'object' && def.shape !== undefined) return { type: 'object', shape: def.shape };
  if (def.type === 'array' && def.element !== undefined) return { type: 'array', element: def.element };
  const next = def.innerType ?? (def.type === 'pipe' ? def.in : undefined);
  return next === undefined ? undefined : unwrap(next);
}

/** Go folds these two letters as well: the long s and the Kelvin sign (which lower-casing already turns). */
function fold(key: string): string {
  return key.toLowerCase().replaceAll('ſ', 's');
}
