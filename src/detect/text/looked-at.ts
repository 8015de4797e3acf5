import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { JsonObject } from '../json.ts';
import type { Role } from './role.ts';
import type { TextUnit } from './text-unit.ts';

/** Something that a detector saw in a text. */
export interface Hit<D extends JsonObject> {
  /** From 1; absent when the text has none worth naming. */
  readonly line?: number;
  readonly excerpt: string;
  readonly data: D;
}

/** A text with all that it carries, as a detector's `look` gets it. */
export interface LookedAt {
  /** Without leading slash; for the configuration ENTRYPOINT, CMD … */
  readonly path: string;
  readonly role: Role;
  readonly units: readonly TextUnit[];
  readonly executable: boolean;
}

/** Who shows the texts: what may be spent on them, and who is told of what was not looked at. */
export interface Showing {
  readonly limits?: Limits;
  readonly unread?: (unknown: Unknown) => void;
}

export type Look<D extends JsonObject> = (file: LookedAt, showing: Showing) => readonly Hit<D>[];
