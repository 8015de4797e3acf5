import type { Assessment } from '../assess/assessment.ts';
import { plural } from '../base/quantities.ts';
import { familiarName } from '../catalog/index.ts';
import type { BaseImage, KnownBase } from '../explain/explanation.ts';

/** Images of a chain told in words; the JSON report has all. */
const MAX_CHAIN = 5;
const MAX_LABELS = 10;
/** Characters of a Dockerfile in which its FROM is looked for. */
const MAX_HEAD = 20_000;

/**
 * What an image was built on, a sentence each without its full stop: by its layers first, then what it claims, then
 * what its os-release says where nothing else is known.
 */
export function baseSentences({
  image,
  explanation: { base, dockerfile },
}: Pick<Assessment, 'image' | 'explanation'>): readonly string[] {
  const { chain = [], inheritedLabels = [] } = base;
  const known = chain.slice(0, MAX_CHAIN).map(knownSentence);
  if (chain.length > MAX_CHAIN)
    known.push(`and on ${plural(chain.length - MAX_CHAIN, 'further known image')}`);
  const claimed = claimSentence(base);
  const other =
    known.length > 0 || claimed !== undefined ? undefined : unknownSentence(image.distribution, dockerfile);
  return [
    ...known,
    ...(claimed === undefined ? [] : [claimed]),
    ...(other === undefined ? [] : [other]),
    ...(inheritedLabels.length === 0 ? [] : [labelsSentence(inheritedLabels)]),
  ];
}

/** Where no base is known and none is claimed. */
function unknownSentence(distribution: string | undefined, dockerfile: string): string | undefined {
  if (distribution !== undefined) return `not built on a known image; its os-release says ${distribution}`;
  return /^FROM scratch$/m.test(dockerfile.slice(0, MAX_HEAD))
    ? 'built on nothing (FROM scratch), as far as its history tells'
    : undefined;
}

/** `built on debian:bookworm-20260908-slim, all 1 of its layers, made 2026-09-08; 2 newer are known`. */
function knownSentence({ name, layers, covers, matchedBy, created, newer, seen }: KnownBase): string {
  const made = created === undefined ? '' : `, made ${created}`;
  const age =
    newer === 0
      ? `; none newer is known as of ${seen}`
      : `; ${newer} newer ${newer === 1 ? 'is' : 'are'} known`;
  const by = matchedBy === 'diff-ids' ? 'by their content' : 'by their compressed bytes';
  const short = familiarName(name);
  if (covers === 'image') return `is ${short} itself${made}${age}`;
  if (covers === 'all-layers') {
    return `has all ${plural(layers, 'layer')} of ${short} and no other, under another configuration${made}${age}`;
  }
  return `built on ${short}, all ${layers} of its layers ${by}${made}${age}`;
}

const VERDICTS: Readonly<Record<NonNullable<BaseImage['claim']>['verdict'], string>> = {
  confirmed: 'the layers confirm it',
  unproven: 'not proven',
  contradicted: 'CONTRADICTED by the layers',
};

function claimSentence({ name, digest, claimedBy, claim }: BaseImage): string | undefined {
  if (claimedBy === 'none') return undefined;
  const named = name ?? digest ?? 'an image';
  const said = `built on ${named}, as its ${claimedBy} says`;
  if (claim === undefined) return said;
  return claim.verdict === 'confirmed'
    ? `${said}: ${VERDICTS.confirmed}`
    : `${said}: ${VERDICTS[claim.verdict]} (${inParentheses(claim.why)})`;
}

/** A sentence as it stands within another. */
function inParentheses(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

function labelsSentence(keys: readonly string[]): string {
  const more = keys.length > MAX_LABELS ? ` and ${keys.length - MAX_LABELS} more` : '';
  return `labels only inherited from its base: ${keys.slice(0, MAX_LABELS).join(', ')}${more}`;
}
