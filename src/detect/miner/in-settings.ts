import { looksLikeEthereum } from '../coins/ethereum.ts';
import { findWallets, looksLikeMonero } from '../coins/find-wallets.ts';
import type { Wallet } from '../coins/wallet.ts';
import { findPools, type Pool, poolInContext } from '../pools/find-pools.ts';
import type { Setting } from '../text/settings.ts';
import { isAlgorithm, isMinedCoin } from './algorithms.ts';
import { type Signals, uniquePools, uniqueWallets } from './signals.ts';

/** Keys that only miners have (xmrig's config.json, xmr-stak, T-Rex, ccminer, cpuminer, and their kin). */
const MINER_KEY =
  /^(?:donate[-_](?:level|over[-_]proxy)|randomx|randomx[-_.]\w{1,20}|1gb-pages|wrmsr|rdmsr|cryptonight|cn(?:-\w{1,8})?(?:\/\w{1,5})?|rx(?:\/\w{1,5})?|kawpow|ghostrider|opencl|cuda|rig[-_]?(?:id|name)|(?:use_)?nicehash|nicehash[-_]\w{1,20}|max-threads-hint|argon2-impl|tls[-_]fingerprint|self-select|submit-to-origin|daemon-poll-interval|pool_list|pool_weight|pool_password|wallet_address|cpu_threads_conf|use_slow_memory|hash[-_]?rate|stratum\w{0,20}|mining[-_]\w{1,20}|miner[-_]\w{1,20}|worker[-_]?name|dev[-_]?fee|hw-aes|init-avx2|yield|pause-on-active|pause-on-battery|xmr\w{0,20}|coin_address|payout[-_]address)$/;
const STRONG_POOL_KEY = /pool|stratum|mining|miner|xmr|nicehash/;
/** Connection pools of databases and threads are no mining pools. */
const OTHER_POOL =
  /(?:db|database|sql|pg|redis|mongo|connection|conn|thread|worker|http|jdbc|hikari|object|memory|buffer|ip|address|user|ldap|identity|php|fpm|storage|zfs|ntp|dhcp)[-_.]?pool|pool[-_.]?(?:size|max|min|timeout|count|idle|mode|recycle|class|id)|^(?:pool|pools)$.*ntp/;
const WEAK_POOL_KEY = /^(?:url|server|host|uri|address|endpoint|upstream|connect|o|rpc)$/;
const USER_KEY =
  /wallet|^(?:user(?:name)?|login|u|account|miner_?user|pool_?user|payout|coin_?address|mining_?address|xmr_?address|address)$/;
const DONATION = /donat|tip_?jar|tips?$|sponsor|support_us|funding|beneficiary|charity/;

/** More pools than any miner needs: a list about pools. */
const MAX_POOLS = 16;

/**
 * The mining that a set of settings describes, if it does, whatever the file is called or shaped. `nearby`: wallets
 * of mined coins that stand in the same program, though not as the value of a setting.
 */
export function miningSettings(
  settings: readonly Setting[],
  nearby: readonly Wallet[] = [],
): Signals | undefined {
  const wallets: Wallet[] = [...nearby];
  const strong: Pool[] = [];
  const weak: Pool[] = [];
  const signs = new Set<string>();
  const lines: number[] = [];
  let user = false;
  let likeWallet = false;
  for (const { key, path, value, line } of settings) {
    if (DONATION.test(path) && !key.startsWith('donate')) continue;
    const pool = poolOf(key, path, value);
    if (pool !== undefined) {
      (pool.strong ? strong : weak).push(pool.pool);
      lines.push(line);
    }
    const found = value.length >= 26 ? findWallets(value) : [];
    const shaped =
      found.length === 0 &&
      value
        .split(/[.+/:\s]/)
        .some((part) => looksLikeMonero(part) || (USER_KEY.test(key) && looksLikeEthereum(part)));
    if (found.length > 0 || shaped) lines.push(line);
    wallets.push(...found);
    likeWallet ||= shaped;
    user ||= USER_KEY.test(key) && value !== '' && value !== 'null';
    if (MINER_KEY.test(key)) signs.add(key);
    else if (/^(?:algo(?:rithm)?|a)$/.test(key) && isAlgorithm(value)) signs.add(`${key}: ${value}`);
    else if (/^(?:coin|currency)$/.test(key) && isMinedCoin(value)) signs.add(`${key}: ${value}`);
  }
  const joined = hostAndPort(settings);
  if (strong.length === 0 && joined !== undefined) {
    strong.push(joined.pool);
    lines.push(joined.line);
  }
  const count = signs.size;
  if (strong.length + weak.length > MAX_POOLS && count < 2) return undefined;
  const grade = gradeOf({ wallets, strong, weak, count, user, likeWallet });
  if (grade === undefined) return undefined;
  return {
    grade,
    wallets: uniqueWallets(wallets),
    pools: uniquePools([...strong, ...(count > 0 || strong.length === 0 ? weak : [])]),
    signs: [...signs],
    lines: [...new Set(lines)],
  };
}

/** `POOL_HOST=…` and `POOL_PORT=…`: an address in two settings. */
function hostAndPort(settings: readonly Setting[]): { pool: Pool; line: number } | undefined {
  const ofPool = (path: string): boolean => STRONG_POOL_KEY.test(path) && !OTHER_POOL.test(path);
  const port = settings.find(
    ({ path, value }) => path.endsWith('port') && /^\d{2,5}$/.test(value) && ofPool(path),
  );
  if (port === undefined) return undefined;
  for (const { key, path, value, line } of settings) {
    const names = /(?:host|server|url|addr(?:ess)?|pool|domain|ip)$/.test(key) && ofPool(path);
    if (!names || !/^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/.test(value)) continue;
    const pool = poolInContext(`${value}:${port.value}`);
    if (pool !== undefined) return { pool, line };
  }
  return undefined;
}

interface Tally {
  readonly wallets: readonly Wallet[];
  readonly strong: readonly Pool[];
  readonly weak: readonly Pool[];
  /** Different keys that only miners have. */
  readonly count: number;
  readonly user: boolean;
  readonly likeWallet: boolean;
}

function gradeOf({ wallets, strong, weak, count, user, likeWallet }: Tally): Signals['grade'] | undefined {
  const named = strong.some(({ reason }) => reason !== 'context');
  const miningCoin = wallets.some(({ coin }) => coin === 'monero' || coin === 'wownero');
  // Shops and exchanges also keep Bitcoin or Ethereum addresses beside a server's name.
  if (
    wallets.length > 0 &&
    (named || (strong.length > 0 && (miningCoin || count > 0)) || (weak.length > 0 && count > 0))
  )
    return 'proof';
  if (likeWallet && (strong.length > 0 || (weak.length > 0 && count > 0))) return 'miner';
  if (named && user && strong.some(({ reason, port }) => reason === 'scheme' || port !== undefined))
    return 'miner';
  if (strong.length > 0 && user && count >= 2) return 'miner';
  if (weak.length > 0 && user && count >= 3) return 'miner';
  if (count >= 4) return 'settings';
  return undefined;
}

function poolOf(key: string, path: string, value: string): { pool: Pool; strong: boolean } | undefined {
  if (value.length < 5 || value.length > 2000) return undefined;
  const named = findPools(value).find(
    ({ website, port, reason }) => website !== true && (port !== undefined || reason === 'scheme'),
  );
  if (named !== undefined) {
    const { index: _index, ...pool } = named;
    return { pool, strong: true };
  }
  const inPools = STRONG_POOL_KEY.test(path) && !OTHER_POOL.test(path);
  if (!inPools && !WEAK_POOL_KEY.test(key)) return undefined;
  if (/^(?:https?|wss?|jdbc|postgres\w*|mysql|redis\w*|amqps?|mongodb\S*|ldaps?|file|unix|grpc):/.test(value))
    return undefined;
  const pool = poolInContext(value);
  return pool === undefined ? undefined : { pool, strong: inPools };
}
