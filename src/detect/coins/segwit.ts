import { bech32, bech32m } from '@scure/base';
import type { Wallet } from './wallet.ts';

const COINS: ReadonlyMap<string, string> = new Map([
  ['bc', 'bitcoin'],
  ['ltc', 'litecoin'],
]);

/** Decodes a witness address: bech32 for version 0 (BIP-173), bech32m from version 1 on (BIP-350). */
export function decodeSegwit(text: string): Wallet | undefined {
  const separator = text.lastIndexOf('1');
  const coin = COINS.get(text.slice(0, separator).toLowerCase());
  if (coin === undefined || text.length > 90) return undefined;
  for (const codec of [bech32, bech32m]) {
    try {
      const { words } = codec.decode(text as `${string}1${string}`);
      const version = words[0];
      if (version === undefined || version > 16) continue;
      if ((version === 0) !== (codec === bech32)) continue;
      const program = codec.fromWords(words.slice(1));
      if (program.length < 2 || program.length > 40) continue;
      if (version === 0 && program.length !== 20 && program.length !== 32) continue;
      const validation = `checksum holds (${version === 0 ? 'bech32' : 'bech32m'})`;
      return { address: text.toLowerCase(), coin, kind: 'segwit address', validation };
    } catch {
      // Not this variant.
    }
  }
  return undefined;
}
