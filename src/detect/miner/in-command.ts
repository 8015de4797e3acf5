import { looksLikeEthereum } from '../coins/ethereum.ts';
import { findWallets, looksLikeMonero } from '../coins/find-wallets.ts';
import type { Wallet } from '../coins/wallet.ts';
import { findPools, type Pool, poolInContext } from '../pools/find-pools.ts';
import type { ShellCommand } from '../shell/model.ts';
import { isAlgorithm, isMinedCoin } from './algorithms.ts';
import { type Signals, uniquePools, uniqueWallets } from './signals.ts';

/** Programs that name pools for other reasons: to block, test, look up, print or kill. */
const BYSTANDERS =
  /^(?:curl|wget|nc|ncat|ping|dig|nslookup|host|whois|grep|egrep|fgrep|rg|sed|awk|echo|printf|cat|tee|iptables|ip6tables|nft|ufw|firewall-cmd|openssl|getent|pkill|kill|killall|pgrep|test|\[|\[\[|case|ssh|scp|git|psql|mysql|docker|kubectl|sort|ps|lsof|ss|netstat|timeout|set|export|local|declare|readonly|return|case|true|:)$/;

const POOL_OPTION =
  /^(?:-o|--?url\d?|--?pool\d?|-P|-S|--server|-s|--stratum|-zpool|-epool|--uri|--daemon-address|--scheme)$/;
const USER_OPTION =
  /^(?:-u|--?user(?:name)?|--?wallet(?:-address)?|-wal|-zwal|-ewal|-w|--address|-O|--userpass|--mining-address)$/;
const MINER_OPTION =
  /^--?(?:donate-level|donate-over-proxy|randomx-[\w-]{1,30}|cpu-max-threads-hint|max-cpu-usage|rig-id|nicehash|no-huge-pages|huge-pages|cpu-priority|cpu-no-yield|opencl-devices|opencl-platform|cuda-(?:devices|loader|launch|bfactor)|tls-fingerprint|argon2-impl|asm|health-print-time|mining-threads|start-mining|hugepage-size|self-select|submit-to-origin|astrobwt-[\w-]{1,20}|no-dmi|rigName|worker-name|esm|zsser|dev-fee|devfee|intensity|pause-on-active)$/i;
const WEAK_OPTION = /^--?(?:asm|intensity|cpu-priority|huge-pages|health-print-time|worker-name)$/i;
const ALGORITHM_OPTION = /^(?:-a|--?algo(?:rithm)?|-A)$/;
const COIN_OPTION = /^--?(?:coin|currency)$/;

/**
 * The mining that one command line does, if it does, whatever the program is called. `nearby`: wallets of mined
 * coins in the same program, for a login that only comes together when it runs (`-u %s`, `-u "$W"`).
 */
export function miningCommand(command: ShellCommand, nearby: readonly Wallet[] = []): Signals | undefined {
  const words = options(command.args.map((arg) => arg.text));
  if (words.length === 0) return undefined;
  const wallets: Wallet[] = [];
  const pools: Pool[] = [];
  const signs: string[] = [];
  let score = 0;
  // `-O syn -O ack` of another program is one sign, not two.
  let named = false;
  for (const { name, value } of words) {
    if (name !== undefined && POOL_OPTION.test(name) && value !== undefined) {
      const pool = poolInContext(value);
      if (pool !== undefined) pools.push(pool);
      score += pool === undefined ? 0 : pool.reason === 'context' ? 1 : 3;
    } else if (value !== undefined) {
      const found = findPools(value).filter(
        ({ website, port, reason }) => website !== true && (port !== undefined || reason === 'scheme'),
      );
      pools.push(...found);
      score += found.length > 0 ? 3 : 0;
    }
    if (value !== undefined) {
      const found = findWallets(value);
      wallets.push(...found);
      if (found.length > 0) score += 3;
      else if (value.split(/[.+/:]/).some(looksLikeMonero)) score += 2;
      else if (name !== undefined && USER_OPTION.test(name)) {
        if (looksLikeEthereum(value.split(/[.+/:]/)[0] ?? '')) score += 2;
        else if (!named) score += 1;
        named = true;
      }
    }
    if (name === undefined) continue;
    if (MINER_OPTION.test(name)) {
      score += WEAK_OPTION.test(name) ? 1 : 2;
      signs.push(name);
    } else if (ALGORITHM_OPTION.test(name) && value !== undefined && isAlgorithm(value)) {
      score += 2;
      signs.push(`${name} ${value}`);
    } else if (COIN_OPTION.test(name) && value !== undefined && isMinedCoin(value)) {
      score += 2;
      signs.push(`${name} ${value}`);
    }
  }
  const open = words.some(
    ({ name, value }) => name !== undefined && USER_OPTION.test(name) && /[%$@{]/.test(value ?? ''),
  );
  if (wallets.length === 0 && open) wallets.push(...nearby);
  const placed = words.some(({ name }) => name !== undefined && POOL_OPTION.test(name));
  const strong = pools.some(({ reason }) => reason !== 'context');
  const proof = wallets.length > 0 && pools.length > 0 && (strong || placed);
  const bystander = BYSTANDERS.test(command.name) || command.name === '';
  if (bystander && !(proof && placed)) return undefined;
  if (!proof && score < 4) return undefined;
  return {
    grade: proof ? 'proof' : 'miner',
    wallets: uniqueWallets(wallets),
    pools: uniquePools(pools),
    signs,
    lines: [],
  };
}

interface Option {
  /** With its dashes; absent for a word that belongs to no option. */
  readonly name?: string;
  readonly value?: string;
}

const MAX_WORDS = 2000;

/** Words as options with their values: `--url=x`, `--url x`, `-ox`; a word after an option may be its value. */
function options(words: readonly string[]): readonly Option[] {
  const found: Option[] = [];
  for (let at = 0; at < Math.min(words.length, MAX_WORDS); at++) {
    const word = words[at] ?? '';
    const joined = /^(--?[\w-]{1,40})=(.*)$/s.exec(word);
    const next = words[at + 1];
    if (joined !== null) {
      found.push({ name: joined[1] ?? '', value: joined[2] ?? '' });
    } else if (/^--?[A-Za-z][\w-]*$/.test(word)) {
      const takes = next !== undefined && !/^--?[A-Za-z]/.test(next);
      found.push(takes ? { name: word, value: next } : { name: word });
      if (takes) at++;
    } else if (/^-[ouaOPS]\S{3,}/.test(word)) {
      found.push({ name: word.slice(0, 2), value: word.slice(2) });
    } else {
      found.push({ value: word });
    }
  }
  return found;
}
