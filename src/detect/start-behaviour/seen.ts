import type { Strength } from './behaviour.ts';

/** What `inspect` keeps of one sign. */
export interface Seen {
  readonly [key: string]: string | readonly string[] | undefined;
  readonly rule: string;
  readonly strength: Strength;
  readonly what: string;
  readonly programs?: readonly string[];
  readonly via?: string;
}
