/** What one logs in to a registry with. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** A refresh token, to be exchanged at the token server (distribution, "OAuth2"). */
  | { readonly kind: 'identity-token'; readonly token: string };
