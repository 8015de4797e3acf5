import { PAYLOADS } from './payloads.ts';

/** Rules that no payload of the corpus is for, but a case written by hand may be. */
const OTHERS: Readonly<Record<string, string>> = {
  'miner/proof': 'miner: settings',
  'miner/config': 'miner: settings',
  'miner/command': 'miner: command line',
  'miner/program': 'miner: program',
  'wallet/address': 'wallet',
  'pool/address': 'pool',
  'persistence/setuid-shell': 'sshd, sudo, PAM',
  'access/weak-password': 'account',
  'web-shell/php-handler': 'web shell',
  'layer-content/not-as-instructed': 'unknown program, hidden',
};

/** The row that a rule counts for. */
export function classOf(rule: string): string {
  return OTHERS[rule] ?? PAYLOADS.find(({ rules }) => rules.includes(rule))?.class ?? 'other';
}
