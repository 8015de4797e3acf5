import type { FoundSecret } from './door.ts';

interface Form {
  /** In every match, in this spelling. */
  readonly word: string;
  /** From the word on, or with the word in it; a named group `secret` where not all of it is one. */
  readonly form: RegExp;
  readonly door: FoundSecret['door'];
  readonly what: string;
}

/** Tokens of a fixed form that secretlint's preset does not know, as their makers document them. */
const FORMS: readonly Form[] = [
  {
    word: 'AccountKey=',
    form: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/g,
    door: 'cloud',
    what: 'the key of an Azure storage account',
  },
  {
    word: 'dop_v1_',
    form: /dop_v1_[a-f0-9]{64}(?![a-f0-9])/g,
    door: 'cloud',
    what: 'a DigitalOcean token',
  },
  {
    word: '.atlasv1.',
    form: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}(?![A-Za-z0-9_=-])/g,
    door: 'cloud',
    what: 'a token of HCP Terraform',
  },
  {
    word: 'pypi-AgEI',
    form: /pypi-AgEI[A-Za-z0-9_-]{50,1000}/g,
    door: 'registry',
    what: 'a PyPI token',
  },
  {
    word: 'npm_',
    form: /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])/g,
    door: 'registry',
    what: 'an npm token',
  },
  {
    word: 'AGE-SECRET-KEY-1',
    form: /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/g,
    door: 'key',
    what: 'a secret key of age',
  },
];

export const OTHER_WORDS = FORMS.map(({ word }) => word);

export function otherTokens(text: string): readonly FoundSecret[] {
  return FORMS.flatMap(({ word, form, door, what }) => {
    if (!text.includes(word)) return [];
    return [...text.matchAll(form)].map((match): FoundSecret => {
      const secret = match.groups?.['secret'] ?? match[0];
      const start = match.index + match[0].indexOf(secret);
      return { door, what, start, end: start + secret.length };
    });
  });
}
