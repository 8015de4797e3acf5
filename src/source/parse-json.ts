import type { z } from 'zod';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { foldKeys } from './fold-keys.ts';
import { scanJson } from './scan-json.ts';

/** The JSON in `bytes`, or `target-invalid`, in words that name `what` it was read from. */
export function parseJson(bytes: Buffer, what: string): unknown {
  scanJson(bytes, what);
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (cause) {
    throw new ClearpullError('target-invalid', `${what} is not JSON`, { cause });
  }
}

/** The document in `bytes` as the schema describes it, or `target-invalid`, naming the first wrong field. */
export function parseDocument<T>(bytes: Buffer, schema: z.ZodType<T>, what: string): T {
  return checkDocument(parseJson(bytes, what), schema, what);
}

/** The same for JSON that is parsed already. */
export function checkDocument<T>(json: unknown, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(foldKeys(schema, json, what));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  const where = field === '' ? '' : ` at "${visible(field.slice(0, 200))}"`;
  // The schema's own error would tell the same once more, as lines of JSON.
  throw new ClearpullError('target-invalid', `${what} is malformed${where}: ${issue?.message ?? 'unknown'}`);
}
