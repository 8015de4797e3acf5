import { parseReference } from '../../image/reference.ts';
import { OPEN_REGISTRIES, PUBLISHERS } from './well-known.ts';

/** An image's name, taken apart as a reader takes it in. */
export interface ClaimedName {
  readonly registry: string;
  /** `docker123321` of `docker.io/docker123321/tomcat`; empty where the registry has only one level. */
  readonly account: string;
  /** The last part: `tomcat`. */
  readonly name: string;
  /**
   * `official`: Docker's own, or a mirror's copy under `library/`. `publisher`: an account known for others' software.
   * `stranger`: any account where anybody can open one. `private`: a registry of somebody's own.
   */
  readonly by: 'official' | 'publisher' | 'stranger' | 'private';
}

/** Undefined for what is no name in a registry: a file, a folder. */
export function claimedName(reference: string): ClaimedName | undefined {
  if (/^[./~]/.test(reference)) return undefined;
  const parsed = parseReference(reference);
  if (typeof parsed === 'string') return undefined;
  const parts = parsed.repository.split('/');
  const account = parts.length > 1 ? (parts[0] ?? '') : '';
  return { registry: parsed.registry, account, name: parts.at(-1) ?? '', by: byWhom(parsed.registry, parts) };
}

function byWhom(registry: string, parts: readonly string[]): ClaimedName['by'] {
  if (parts.at(-2) === 'library') return 'official';
  if (!OPEN_REGISTRIES.has(registry)) return 'private';
  return PUBLISHERS.has(parts[0] ?? '') ? 'publisher' : 'stranger';
}
