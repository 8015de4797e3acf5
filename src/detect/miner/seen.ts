import type { JsonObject } from '../json.ts';
import type { Signals } from './signals.ts';

/** What the miner detector observed, as plain JSON. */
export interface Seen extends JsonObject {
  readonly what: 'command' | 'config' | 'in-page' | 'program' | 'name';
  readonly grade: 'proof' | 'miner' | 'settings' | 'hint';
  readonly wallets: readonly {
    readonly address: string;
    readonly coin: string;
    readonly validation: string;
  }[];
  readonly pools: readonly { readonly value: string; readonly reason: string; readonly apex?: string }[];
  /** Options, keys or subjects that gave it away. */
  readonly signs: readonly string[];
  readonly via?: string;
  /** For programs: `elf`, `script`, `archive` or `text`. */
  readonly kind?: string;
  /** For programs: why it is rather about miners than one. */
  readonly about?: string;
  /** For programs: says what only a miner at work says. */
  readonly works?: boolean;
  /** For programs: how many groups of words. */
  readonly groups?: number;
}

/** What signals of mining in a text come to. */
export function seen(what: 'command' | 'config' | 'in-page', signals: Signals, via?: string): Seen {
  return {
    what,
    grade: signals.grade,
    wallets: signals.wallets.map(({ address, coin, validation }) => ({ address, coin, validation })),
    pools: signals.pools.map(({ value, reason, apex }) => ({
      value,
      reason,
      ...(apex !== undefined && { apex }),
    })),
    signs: signals.signs.slice(0, 12),
    ...(via !== undefined && { via }),
  };
}
