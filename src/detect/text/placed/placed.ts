import type { Evidence } from '../../finding.ts';
import type { JsonObject } from '../../json.ts';
import { clip } from '../lines.ts';
import type { Hit } from '../looked-at.ts';
import type { Role } from '../role.ts';

/** A hit put in its place in the image. */
export interface Placed<D extends JsonObject> {
  readonly data: D;
  readonly evidence: Evidence;
  readonly where: Where;
}

export interface Where {
  /** Without leading slash; for the configuration ENTRYPOINT, CMD … */
  readonly path: string;
  readonly role: Role;
  readonly kind: 'config' | 'file';
  /** How it comes to run, as the end of a sentence; absent where nothing seen runs it. */
  readonly runs?: string;
  /** It runs only if one library imports another, which nothing here says. */
  readonly perhaps?: true;
  /** A later layer took it away. */
  readonly gone: boolean;
}

/** A hit's place, as evidence and observations have it. */
export function place(hit: Hit<JsonObject>): { line?: number; excerpt: string } {
  return { ...(hit.line !== undefined && { line: hit.line }), excerpt: clip(hit.excerpt) };
}

/** A place as a sentence names it: `/etc/crontab`, `ENV`. */
export function placeOf({ kind, path }: Pick<Where, 'kind' | 'path'>): string {
  return kind === 'config' ? path : `/${path}`;
}
