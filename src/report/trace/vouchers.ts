import type { Voucher } from '../../trace/trace-link.ts';

const WORDS: Readonly<Record<Voucher['by'], string>> = {
  clearpull: 'clearpull, from the bytes',
  signer: 'a verified signer',
  attestation: 'an attestation nobody verified',
  client: "the builder's client",
  annotation: 'an annotation',
  label: 'a label',
  'inherited-label': 'a label of the base, inherited',
  history: 'the history in the image itself',
};

/** Who stands behind a link: `a verified signer: ci@example.com (by https://…)`. */
export function voucherWords({ by, who }: Voucher): string {
  return who === undefined ? WORDS[by] : `${WORDS[by]}: ${who}`;
}
