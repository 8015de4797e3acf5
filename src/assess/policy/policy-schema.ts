import { z } from 'zod';
import { policyFileSchema } from './policy.ts';

/** The JSON Schema (draft 2020-12) of policy files, for editors; as it is checked in under `schema/`. */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(policyFileSchema, { io: 'input' }) as Record<string, unknown>;
  return {
    $schema,
    $id: 'urn:clearpull:schema:policy:1',
    title: 'clearpull policy 1',
    description: 'A file for `clearpull check --policy` (docs/policy.md).',
    ...rest,
  };
}
