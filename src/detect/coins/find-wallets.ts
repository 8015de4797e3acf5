import { ALPHANUMERIC, characterRuns } from '../text/character-runs.ts';
import { decodeBase58check } from './base58check.ts';
import { decodeCryptoNote } from './cryptonote.ts';
import { decodeEthereum } from './ethereum.ts';
import { decodeSegwit } from './segwit.ts';
import type { Wallet } from './wallet.ts';

export interface FoundWallet extends Wallet {
  /** UTF-16 index in the text. */
  readonly index: number;
}

/** Checksums computed for one text; a text with more candidates is a list, not a configuration. */
const MAX_CANDIDATES = 20_000;

/** Every address is a run of letters and digits, and what pools append to it begins with another sign. */
const SHORTEST = 26;
const LONGEST = 110;

/**
 * The wallet addresses in a text whose checksums hold, in order. Worker names (`.rig1`), difficulties
 * (`+5000`), e-mails and `COIN:` prefixes around them are left out. Linear in the text's length.
 */
export function findWallets(text: string): readonly FoundWallet[] {
  const found: FoundWallet[] = [];
  let candidates = 0;
  for (const { start, end } of characterRuns(text, ALPHANUMERIC, SHORTEST)) {
    if (end - start > LONGEST) continue;
    if (candidates++ >= MAX_CANDIDATES) break;
    const wallet = decodeWallet(text.slice(start, end));
    if (wallet !== undefined) found.push({ ...wallet, index: start });
  }
  return found;
}

/** The wallet that this very string is, if its checksum holds. */
export function decodeWallet(text: string): Wallet | undefined {
  if (text.length >= 95) return decodeCryptoNote(text);
  if (text.startsWith('0x')) return decodeEthereum(text);
  return decodeBase58check(text) ?? decodeSegwit(text);
}

/** Whether a 4 or 8 with so many letters and digits from it on stands anywhere: nothing of Monero is without one. */
export function mayHoldMonero(text: string, length: number): boolean {
  for (const { start, end } of characterRuns(text, ALPHANUMERIC, length)) {
    for (let at = start; at + length <= end; at++) {
      const code = text.charCodeAt(at);
      if (code === FOUR || code === EIGHT) return true;
    }
  }
  return false;
}

const FOUR = 0x34;
const EIGHT = 0x38;

/** Shaped like a Monero address, whether its checksum holds or not. */
export function looksLikeMonero(text: string): boolean {
  return /^[48][0-9A-Za-z]{94}(?:[0-9A-Za-z]{11})?$/.test(text);
}
