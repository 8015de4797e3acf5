import type { StoreType } from './trust-policy.ts';

/** Whose signatures of the Notary Project count. */
export interface NotaryTrust {
  readonly stores: readonly NotaryStore[];
  /** A `trustpolicy.json`, parsed. Without one nobody is asked for. */
  readonly policy?: { readonly file: string; readonly json: unknown };
}

/** Certificates under one name, as trust policies name them: `ca:example`. */
export interface NotaryStore {
  readonly type: StoreType;
  readonly name: string;
  readonly certificates: readonly { readonly file: string; readonly der: Buffer }[];
}
