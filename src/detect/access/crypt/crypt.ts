import { MD5_ROUNDS, md5Crypt } from './md5-crypt.ts';
import { SHA_ROUNDS, shaCrypt } from './sha-crypt.ts';

/** A password hash as crypt(5) defines it, of a kind that can be tried. */
export interface CryptHash {
  readonly kind: 'md5' | 'sha256' | 'sha512';
  /** Rounds that one try takes. */
  readonly rounds: number;
  matches(password: string): boolean;
}

const MD5 = /^\$1\$([^$:\n]{0,8})\$([./0-9A-Za-z]{22})$/;
const SHA = /^\$([56])\$(?:rounds=(\d{1,9})\$)?([^$:\n]{0,16})\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})$/;
const LEAST_ROUNDS = 1000;
const MOST_ROUNDS = 999_999_999;

/** Reads a hash; undefined for other kinds, and for what is no hash. */
export function cryptHash(field: string): CryptHash | undefined {
  const md5 = MD5.exec(field);
  if (md5 !== null) {
    const [, salt = '', wanted] = md5;
    const matches = (password: string): boolean =>
      md5Crypt(Buffer.from(password), Buffer.from(salt)) === wanted;
    return { kind: 'md5', rounds: MD5_ROUNDS, matches };
  }
  const sha = SHA.exec(field);
  if (sha === null) return undefined;
  const [, id, given, salt = '', wanted = ''] = sha;
  const kind = id === '5' ? 5 : 6;
  if (wanted.length !== (kind === 5 ? 43 : 86)) return undefined;
  const rounds =
    given === undefined ? SHA_ROUNDS : Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, Number(given)));
  return {
    kind: kind === 5 ? 'sha256' : 'sha512',
    rounds,
    matches: (password) => shaCrypt(kind, Buffer.from(password), Buffer.from(salt), rounds) === wanted,
  };
}
