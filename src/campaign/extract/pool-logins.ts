import { decodeWallet, looksLikeMonero } from '../../detect/coins/find-wallets.ts';
import type { CampaignIndicator } from '../indicator.ts';

/** Options of miners that a pool's login stands behind. */
const OPTION =
  /(?:^|[\s'"])(?:-u|-O|-w|-wal|--user|--username|--userpass|--wallet|--address|--mining-address)(?:=|\s{1,8})["']?([^\s"',]{1,250})/g;
/** The same in JSON, YAML and environments. */
const SETTING =
  /\b(?:user|username|login|wallet|pool_?user|pool_?login|mining_?user)["']?\s{0,8}[:=]\s{0,8}["']?([^\s"',]{1,250})/gi;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?![\w-])/gi;

const PLACEHOLDER =
  /^(?:x|you|your|me|my|user|username|name|email|mail|test|admin|root|example|anonymous|none|null|default|wallet|address|worker|login|account|info|foo|bar|someone|somebody)(?:[\W_].*|\d*)$/i;
/** Names that thousands of rigs have. */
const COMMON_WORKER =
  /^(?:worker|rig|miner|docker|container|node|host|server|gpu|cpu|test|default|xmrig|linux|ubuntu|debian|vps|cloud|pc|home|my|new|x|[-_.\d])+$/i;
const DISTINCT_WORKER = 8;
const MAX_LOGINS = 20;

/**
 * Accounts at a pool, e-mail addresses and telling worker names in a line that a mining finding shows. `pool`: the
 * pool's domain or host, without which an account's name means nothing. Placeholders and what a variable fills in
 * are left out.
 */
export function loginsIn(excerpt: string, pool: string | undefined): readonly CampaignIndicator[] {
  const found: CampaignIndicator[] = [];
  for (const [email] of excerpt.matchAll(EMAIL)) {
    if (found.length >= MAX_LOGINS) break;
    if (!PLACEHOLDER.test(email)) found.push({ kind: 'email', value: email.toLowerCase() });
  }
  const matches = [...excerpt.matchAll(OPTION), ...excerpt.matchAll(SETTING)];
  for (const match of matches.slice(0, MAX_LOGINS)) {
    const login = (match[1] ?? '').replace(/^[A-Z]{2,6}:/, '');
    if (/[$%{}<>*`]/.test(login) || login.includes('://')) continue;
    const [account = '', worker = ''] = login.split('@', 1)[0]?.split(/[./+:]/) ?? [];
    if (decodeWallet(account) !== undefined || looksLikeMonero(account)) {
      if (worker.length >= DISTINCT_WORKER && !COMMON_WORKER.test(worker) && !PLACEHOLDER.test(worker))
        found.push({ kind: 'worker', value: worker });
      continue;
    }
    const usable = /^[\w-]{3,64}$/.test(account) && !PLACEHOLDER.test(account) && !/^0x/i.test(account);
    if (usable && pool !== undefined && !login.includes('@'))
      found.push({ kind: 'pool-account', value: `${pool}/${account.toLowerCase()}` });
  }
  return found;
}
