import { z } from 'zod';

export interface Published {
  /** As its address has it. */
  readonly name: string;
  /** As its title has it, where that is more. */
  readonly title?: string;
  readonly version: string;
  readonly description: string;
}

/** A schema as it is published (JSON Schema, draft 2020-12) and checked in under `schema/`. */
export function publishedSchema(
  { name, title = name, version, description }: Published,
  type: z.ZodType,
): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(type) as Record<string, unknown>;
  return {
    $schema,
    $id: `urn:clearpull:schema:${name}:${version}`,
    title: `clearpull ${title} ${version}`,
    description,
    ...rest,
  };
}
