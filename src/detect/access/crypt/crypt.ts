import { createRequire } from 'node:module';
import { cryptBase64 } from './crypt-base64.ts';
import { MD5_ROUNDS, md5Crypt } from './md5-crypt.ts';
import { SHA_ROUNDS, shaCrypt } from './sha-crypt.ts';
import { yescryptSetting } from './yescrypt/setting.ts';
import { yescrypt } from './yescrypt/yescrypt.ts';

/** A password hash as crypt(5) defines it, of a kind that can be tried. */
export interface CryptHash {
  readonly kind: 'md5' | 'sha256' | 'sha512' | 'yescrypt' | 'bcrypt';
  /** Rounds that one try takes; of a kind made to be slow, as many of SHA-512 as take the same time, about. */
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
  if (sha === null) return yescryptHash(field) ?? bcryptHash(field);
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

/** 32 bytes in groups of three. */
const YESCRYPT_ORDER = [...Array.from({ length: 10 }, (_, i) => [3 * i + 2, 3 * i + 1, 3 * i]), [31, 30]];

function yescryptHash(field: string): CryptHash | undefined {
  const setting = yescryptSetting(field);
  if (setting === undefined) return undefined;
  const matches = (password: string): boolean =>
    cryptBase64(yescrypt(Buffer.from(password), setting.salt, setting), YESCRYPT_ORDER) === setting.wanted;
  return { kind: 'yescrypt', rounds: Math.ceil((setting.n * setting.r) / 2), matches };
}

const BCRYPT = /^\$2[abxy]\$(\d\d)\$[./0-9A-Za-z]{53}$/;

function bcryptHash(field: string): CryptHash | undefined {
  const cost = Number(BCRYPT.exec(field)?.[1]);
  if (!(cost >= 4 && cost <= 31)) return undefined;
  // `$2y$` of PHP and `$2x$` of old crypt_blowfish differ from `$2b$` only for bytes above 127.
  const hash = `$2b${field.slice(3)}`;
  return {
    kind: 'bcrypt',
    rounds: 60 * 2 ** cost,
    matches: (password) => bcrypt().compareSync(password, hash),
  };
}

interface Bcrypt {
  compareSync(password: string, hash: string): boolean;
}
let loaded: Bcrypt | undefined;

/** Loaded with the first hash of its kind: few images have one. */
function bcrypt(): Bcrypt {
  loaded ??= createRequire(import.meta.url)('bcryptjs') as Bcrypt;
  return loaded;
}
