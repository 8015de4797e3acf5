import { lines } from '../text/lines.ts';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  readonly shell: string;
  /** The password field of passwd, or that of shadow where passwd points there. */
  readonly password: string;
  /** `passwd` or `shadow`: where the password field stands. */
  readonly file: 'passwd' | 'shadow';
  /** Line of the account in `file`, from 1. */
  readonly line: number;
  readonly excerpt: string;
  /** Line in passwd, from 1. */
  readonly passwdLine: number;
  readonly passwdExcerpt: string;
}

const NO_LOGIN = /(?:\/|^)(?:nologin|false|sync|shutdown|halt|true)$/;

/** Accounts as passwd(5) and shadow(5) define them, with the password field that counts. */
export function accountsOf(passwd: string, shadow: string | undefined): readonly Account[] {
  const hashes = new Map<string, { password: string; line: number; excerpt: string }>();
  for (const line of lines(shadow ?? '')) {
    const [name, password] = line.text.split(':');
    if (name && password !== undefined && !hashes.has(name)) {
      hashes.set(name, { password, line: line.number, excerpt: line.text });
    }
  }
  const accounts: Account[] = [];
  for (const line of lines(passwd)) {
    const fields = line.text.split(':');
    const [name, field, uid] = fields;
    if (fields.length < 7 || !name || field === undefined || !/^\d{1,10}$/.test(uid ?? '')) continue;
    const entry = field === 'x' ? hashes.get(name) : undefined;
    accounts.push({
      name,
      uid: Number(uid),
      home: fields[5]?.trim() ?? '',
      shell: fields[6]?.trim() ?? '',
      // An account that shadow lacks cannot log in with a password.
      password: entry?.password ?? (field === 'x' ? '!' : field),
      file: entry === undefined ? 'passwd' : 'shadow',
      line: entry?.line ?? line.number,
      excerpt: entry?.excerpt ?? line.text,
      passwdLine: line.number,
      passwdExcerpt: line.text,
    });
    if (accounts.length >= 100_000) break;
  }
  return accounts;
}

/** An empty shell field means /bin/sh (passwd(5)). */
export function hasLoginShell(account: Account): boolean {
  return !NO_LOGIN.test(account.shell);
}

/** `*`, `!` and whatever is no hash keep the account locked. */
export function isLocked(account: Account): boolean {
  return account.password !== '' && /^[!*x]/.test(account.password);
}
