import type { Wallet } from '../coins/wallet.ts';
import type { Pool } from '../pools/find-pools.ts';

/** What speaks for mining in one command line or one set of settings. */
export interface Signals {
  /** `proof`: a valid wallet together with a pool. `miner`: nothing but a miner takes this. `settings`: miner's keys without a pool. */
  readonly grade: 'proof' | 'miner' | 'settings';
  readonly wallets: readonly Wallet[];
  readonly pools: readonly Pool[];
  /** Miner options seen, as written. */
  readonly signs: readonly string[];
  /** Lines to show, the telling ones first. */
  readonly lines: readonly number[];
}

export function uniqueWallets(wallets: readonly Wallet[]): readonly Wallet[] {
  return [...new Map(wallets.map((wallet) => [wallet.address, wallet])).values()];
}

export function uniquePools(pools: readonly Pool[]): readonly Pool[] {
  return [...new Map(pools.map((pool) => [pool.value, pool])).values()];
}
