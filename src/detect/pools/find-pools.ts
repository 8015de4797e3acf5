import { TEXT_GATES } from '../text/word-gate.ts';
import { POOL_DOMAINS } from './pool-domains.ts';

/** Why we take an address for a mining pool's. */
export type PoolReason = 'known' | 'scheme' | 'look-alike' | 'context';

export interface Pool {
  /** Lower case, without scheme: `host` or `host:port`. */
  readonly value: string;
  readonly host: string;
  readonly port?: number;
  readonly reason: PoolReason;
  /** The pool that is meant or imitated, for `known` and `look-alike`. */
  readonly apex?: string;
  /** True for `http:` and `https:` addresses without port: a pool's web site or API rather than its door. */
  readonly website?: boolean;
}

export interface FoundPool extends Pool {
  /** UTF-16 index in the text. */
  readonly index: number;
}

const APEXES: ReadonlySet<string> = new Set(POOL_DOMAINS);

/** Second-level names that mean one pool only, for look-alikes: `minexmr` of `minexmr.com`. */
const DISTINCT_NAMES: ReadonlyMap<string, string> = new Map(
  POOL_DOMAINS.filter((domain) => domain.split('.').length === 2)
    .map((domain) => [domain.split('.')[0] ?? '', domain] as const)
    .filter(([name]) => name.length >= 6 && !['beepool', 'poolin', 'braiins', 'spiderpool'].includes(name)),
);

const SCHEME = String.raw`(?:stratum[12]?|ethstratum|ethproxy|daemon|nicehash|zstratum)(?:\+[a-z0-9]{2,8}){0,2}`;
const WITH_SCHEME = new RegExp(String.raw`\b(${SCHEME}):\/\/([^\s"'<>,;)\]}\x60|\\]{1,200})`, 'gi');
const HOST =
  /(?:\b(https?|wss?):\/\/)?(?<![\w.-])([a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8})(?::(\d{1,5}))?(?![\w-])/gi;

/** What a text must hold, in any case, for an address of a pool to be found in it: a scheme, or the name of a pool. */
const GATE = TEXT_GATES.gate([
  'stratum',
  'ethproxy',
  'daemon+',
  'nicehash+',
  ...POOL_DOMAINS.map((domain) => domain.slice(0, domain.indexOf('.'))),
]);

/** Hosts found in one text; beyond that it is a list. */
const MAX_HOSTS = 50_000;

/**
 * Addresses of mining pools in a text: by scheme (`stratum+tcp://…`), by a known domain, or by a host that is
 * made to look like one (`minexmr.com.ru`). Each host and port once, in order. Linear in the text's length.
 */
export function findPools(text: string): readonly FoundPool[] {
  return GATE.test(text) ? readForPools(text) : NONE;
}

/** The same without the gate, which must never hide anything from it. */
export function readForPools(text: string): readonly FoundPool[] {
  const found = new Map<string, FoundPool>();
  for (const match of text.matchAll(WITH_SCHEME)) {
    const pool = parseHostPort(match[2] ?? '');
    // `daemon://` and `nicehash://` alone mean other things elsewhere.
    if (pool === undefined || /^(?:daemon|nicehash)$/i.test(match[1] ?? '')) continue;
    const named = nameOf(pool.host);
    found.set(pool.value, { ...pool, reason: 'scheme', ...named, index: match.index });
  }
  let hosts = 0;
  for (const match of text.matchAll(HOST)) {
    if (hosts++ > MAX_HOSTS) break;
    const pool = parseHostPort(`${match[2]}${match[3] === undefined ? '' : `:${match[3]}`}`);
    if (pool === undefined || found.has(pool.value)) continue;
    const named = nameOf(pool.host);
    if (named === undefined) continue;
    const website =
      pool.port === undefined &&
      (/^http/i.test(match[1] ?? '') || /^(?:www|api|docs|help)\./.test(pool.host));
    found.set(pool.value, { ...pool, ...named, ...(website && { website }), index: match.index });
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

const NONE: readonly FoundPool[] = [];

/** Parses `[scheme://][user@]host[:port][/path]`; undefined when there is no plausible host. */
export function parseHostPort(text: string): { value: string; host: string; port?: number } | undefined {
  const rest = text.replace(/^[a-z0-9+.-]{1,24}:\/\//i, '');
  const authority = (rest.split(/[/?#\s]/, 1)[0] ?? '').replace(/^[^@]{0,200}@/, '');
  const match = /^(\[[0-9a-f:.]{2,45}\]|[\w.-]{1,253}?)\.?(?::(\d{1,5}))?$/i.exec(authority);
  const host = match?.[1]?.toLowerCase();
  if (host === undefined || !/[a-z0-9\]]/.test(host)) return undefined;
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  if (port !== undefined && (port === 0 || port > 65535)) return undefined;
  return { value: port === undefined ? host : `${host}:${port}`, host, ...(port !== undefined && { port }) };
}

/** A pool by its place alone (the `-o` of a miner, `url` of a pool list): any host with a port will do. */
export function poolInContext(text: string): Pool | undefined {
  const strong = findPools(text)[0];
  if (strong !== undefined && strong.website !== true) {
    const { index: _index, ...pool } = strong;
    return pool;
  }
  const pool = parseHostPort(text);
  if (pool?.port === undefined || /\s/.test(text.trim())) return undefined;
  return { ...pool, reason: 'context' };
}

/** Words for an indicator's `validation`. */
export function describePool(pool: Pool): string {
  switch (pool.reason) {
    case 'known':
      return `known pool domain (${pool.apex})`;
    case 'look-alike':
      return `looks like the pool ${pool.apex}`;
    case 'scheme':
      return pool.apex === undefined ? 'address with a mining scheme' : `mining scheme, pool ${pool.apex}`;
    case 'context':
      return 'stands where a miner expects its pool';
  }
}

function nameOf(host: string): { reason: 'known' | 'look-alike'; apex: string } | undefined {
  const labels = host.split('.');
  for (let from = 0; from < labels.length - 1; from++) {
    const suffix = labels.slice(from).join('.');
    if (APEXES.has(suffix)) return { reason: 'known', apex: suffix };
  }
  // File names (`minexmr.com.conf`, `nanopool.py`) are not hosts.
  if (/^(?:conf|json|ya?ml|txt|py|js|sh|md|html?|log|svg|png|go|rs|so|service)$/.test(labels.at(-1) ?? '')) {
    return undefined;
  }
  for (const label of labels.slice(0, -1)) {
    const apex = DISTINCT_NAMES.get(label);
    if (apex !== undefined) return { reason: 'look-alike', apex };
  }
  return undefined;
}
