import { ARCHIVES } from './cases/archives.ts';
import { DOCUMENTS } from './cases/documents.ts';
import { INTEGRITY } from './cases/integrity.ts';
import { NESTED } from './cases/nested.ts';
import { STREAMS } from './cases/streams.ts';
import { TARS } from './cases/tars.ts';
import { TEXTS } from './cases/texts.ts';
import type { HostileGroup } from './hostile-case.ts';

/** Every hostile input that has a name, and what must come of it. */
export const HOSTILE_GROUPS: readonly HostileGroup[] = [
  INTEGRITY,
  STREAMS,
  TARS,
  NESTED,
  DOCUMENTS,
  ARCHIVES,
  TEXTS,
];
