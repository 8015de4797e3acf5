/** What a secret opens. */
export type Door = 'cloud' | 'cluster' | 'registry' | 'account' | 'password' | 'key';

/** A secret that stands in a text. */
export interface FoundSecret {
  readonly door: Door;
  /** What it is, with its article: `a GitHub token`. */
  readonly what: string;
  /** UTF-16 range of the secret itself. */
  readonly start: number;
  readonly end: number;
  /** A test of its form failed or there is none: it may be made up. */
  readonly unsure?: true;
  /** It opens nothing beyond this machine or nothing of weight, as the end of a sentence. */
  readonly harmless?: string;
}
