import { absolutePath } from '../../path-lookup.ts';
import type { Chain } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';

const MAX_TEXT = 256 * 1024;

/** A package.json, composer.json or deno.json. */
export interface PackageFile {
  /** Absolute. */
  readonly path: string;
  /** Absent where it is not there, was not kept or is too long. */
  readonly text?: string;
  /** What it says; absent where it is no JSON. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export function packageFile(
  chain: Chain,
  folder: string,
  name: 'package.json' | 'composer.json' | 'deno.json' | 'deno.jsonc',
): PackageFile {
  const path = absolutePath(name, folder);
  const text = textOf(chain, path);
  if (text === undefined || text.length > MAX_TEXT) return { path };
  try {
    const data: unknown = JSON.parse(text);
    const isRecord = typeof data === 'object' && data !== null;
    return { path, text, data: isRecord ? (data as Record<string, unknown>) : {} };
  } catch {
    return { path, text };
  }
}

/** Its field `scripts`, by name; what stands there may be anything. */
export function scriptsIn({ data }: PackageFile): ReadonlyMap<string, unknown> {
  const scripts = data?.['scripts'];
  return typeof scripts === 'object' && scripts !== null ? new Map(Object.entries(scripts)) : new Map();
}
