/** What is seen of ways in, as plain JSON. */
export interface Seen {
  readonly [key: string]: string | undefined;
  /**
   * A key that lets somebody in; one in a file that only a setting or a link makes a key file; or a script that
   * makes an account with root's rights (`root`), without password (`open`) or with one that it gives (`known`), or fetches keys; or a password that was
   * guessed.
   */
  readonly what: 'key' | 'key-elsewhere' | 'key-fetched' | 'root' | 'open' | 'known' | 'password';
  /** For accounts: the name. */
  readonly name?: string;
  /** For a guessed password: it, and the hash that it makes. */
  readonly password?: string;
  readonly hash?: string;
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
  /** The file that a script puts the key into. */
  readonly target?: string;
}
