import { formatCount, plural } from '../../base/quantities.ts';
import type {
  Campaign,
  CampaignIndicatorKind,
  Member,
  SharedIndicator,
  Sum,
  Tie,
  TiedBy,
} from '../../campaign/index.ts';

const NAMES: Readonly<Record<CampaignIndicatorKind | 'account', readonly [one: string, short: string]>> = {
  wallet: ['wallet', 'wallet'],
  'pool-account': ['account at a pool', 'pool account'],
  email: ['e-mail address', 'e-mail'],
  worker: ['worker name', 'worker'],
  'ssh-key': ['SSH key', 'SSH key'],
  'password-hash': ['password hash', 'password'],
  host: ['host', 'host'],
  url: ['page', 'page'],
  file: ['very same file', 'same file'],
  'script-shape': ['script, but for details', 'like script'],
  program: ['program', 'program'],
  'public-pool': ['public pool', 'public pool'],
  account: ['account', 'account'],
};

/** `SSH key`, in a word or two. */
export function kindWord(by: { readonly kind: TiedBy['kind'] }): string {
  return NAMES[by.kind][1];
}

/** `Monero wallet 492U35SB…81kXYj`. */
export function tieWords(by: TiedBy): string {
  const coin =
    'coin' in by && by.coin !== undefined ? `${by.coin.charAt(0).toUpperCase()}${by.coin.slice(1)} ` : '';
  return `${coin}${NAMES[by.kind][0]} ${shortValue(by)}`;
}

/** Long values in the middle cut; hosts, accounts and pages are left whole. */
export function shortValue({ kind, value }: TiedBy): string {
  const whole =
    kind === 'host' || kind === 'account' || kind === 'url' || kind === 'email' || kind === 'pool-account';
  return whole || value.length <= 32 ? value : `${value.slice(0, 16)}…${value.slice(-8)}`;
}

/** Whether an indicator is worth a line: a digest of a file that joins nothing is for machines. */
export function forPeople({ joins, indicator }: SharedIndicator): boolean {
  return joins || !isDigest(indicator);
}

function isDigest({ kind }: SharedIndicator['indicator']): boolean {
  return kind === 'file' || kind === 'script-shape' || kind === 'program';
}

/** Why something that several images have does not tie them. */
export function joinsNothing(strength: Tie['strength'], whyNot: string | undefined): string {
  return strength === 'weak' ? 'joins nothing' : `joins nothing: ${whyNot ?? 'one image'}`;
}

/** Images that hang on those at the hinge by the same thing, and what they share besides. */
export interface HungGroup {
  readonly by: TiedBy;
  readonly members: readonly Member[];
  /** Strong indicators that at least two of them have, with how many. */
  readonly share: readonly { readonly by: TiedBy; readonly images: number }[];
}

/** Images that are not at the hinge, by what they hang on; the largest first. */
export function hungGroups({ members }: Campaign): readonly HungGroup[] {
  const groups = new Map<string, { by: TiedBy; members: Member[] }>();
  for (const member of members) {
    if (member.way === undefined) continue;
    const { by } = member.way;
    const key = `${by.kind}:${by.value}`;
    const group = groups.get(key) ?? { by, members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ by, members: own }) => ({ by, members: own, share: shared(own, by) }))
    .sort((a, b) => b.members.length - a.members.length);
}

function shared(members: readonly Member[], except: TiedBy): HungGroup['share'] {
  const counts = new Map<Tie['by'], number>();
  for (const { ties } of members) {
    for (const { by, strength } of ties) {
      if (strength === 'strong' && by.value !== except.value) counts.set(by, (counts.get(by) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([by, images]) => ({ by, images }))
    .filter(({ images }) => images > 1)
    .sort((a, b) => b.images - a.images);
}

/** `14 block, 3 review`. */
export function verdictCounts(members: readonly Member[]): { block: number; review: number; allow: number } {
  const counts = { block: 0, review: 0, allow: 0 };
  for (const { image } of members) counts[image.decision]++;
  return counts;
}

/** `544.74 XMR in 12 payments, 2017-07-01 to 2018-05-11, worth 90,000 USD at the time`. */
export function earnedWords(earned: NonNullable<Campaign['earned']>): string {
  const sums = earned.sums.map(sumWords).join(' and ');
  const values = earned.values.map((sum) => valueWords(sum, earned.payments)).join(' and ');
  const from = earned.first?.slice(0, 10);
  const to = earned.last?.slice(0, 10);
  const when =
    from === undefined || to === undefined ? '' : from === to ? ` on ${from}` : ` from ${from} to ${to}`;
  return `${sums} in ${plural(earned.payments, 'payment')}${when}${values === '' ? '' : `; worth ${values} at the time, as the file says`}`;
}

function sumWords({ amount, currency }: Sum): string {
  return `${withCommas(amount)} ${currency}`;
}

function valueWords(sum: Sum, all: number): string {
  return sum.payments === all ? sumWords(sum) : `${sumWords(sum)} (${formatCount(sum.payments)} of them)`;
}

function withCommas(amount: string): string {
  const [whole = '0', rest] = amount.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** `5,012,345 (15 of 17 repositories are in the file)`. */
export function pullsWords({ pulls, repositories, counted }: NonNullable<Campaign['size']>): string {
  const all = counted === repositories ? plural(repositories, 'repository', 'repositories') : undefined;
  return `${formatCount(pulls)} (${all ?? `${formatCount(counted)} of ${plural(repositories, 'repository', 'repositories')}, the file has no others`})`;
}

/** `2018-02-11, as the images say of themselves`. */
export function seenWords({ first, last, source }: NonNullable<Campaign['seen']>): string {
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)];
  const who = source === 'file' ? 'as the file says' : 'as the images say of themselves';
  return `${from === to ? from : `${from} to ${to}`}, ${who}`;
}
