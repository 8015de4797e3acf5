import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { LayerView } from '../detector.ts';
import { lines } from '../text/lines.ts';
import { cryptHash } from './crypt/crypt.ts';

/** What a stranger tries first; the account's own name besides. */
const COMMON = [
  'root',
  'toor',
  'admin',
  'password',
  '123456',
  '12345678',
  '123456789',
  '1234',
  '12345',
  'changeme',
  'test',
  'docker',
  'ubuntu',
  'debian',
  'alpine',
  'centos',
  'secret',
  'letmein',
  'qwerty',
  'default',
  'user',
  'guest',
  'pass',
  'admin123',
  'root123',
  'password1',
  'password123',
  'P@ssw0rd',
  'vagrant',
  'oracle',
  'kali',
  'raspberry',
  '111111',
  'abc123',
  'welcome',
  'screencast',
  'service',
  'support',
  '000000',
  'dev',
];

/** Of hashes made to be slow, only these. */
const FIRST = ['root', 'password', 'admin', '123456', 'changeme'];
const SLOW = 20_000;

/** A password that made the hash of an account. */
export interface GuessedPassword {
  readonly name: string;
  readonly hash: string;
  readonly password: string;
}

export interface Guess extends GuessedPassword {
  /** Index of the file among the layer's entries. */
  readonly entry: number;
  /** From 1. */
  readonly line: number;
  readonly excerpt: string;
}

/**
 * The common passwords that made the hashes in a layer's shadow and passwd. Here and not with the whole image, because
 * trying takes seconds and is done once for a layer.
 */
export function passwordGuesses(layer: LayerView): readonly Guess[] {
  const found: Guess[] = [];
  let left = (layer.limits ?? DEFAULT_LIMITS).maxPasswordRounds;
  for (const [index, entry] of layer.facts.entries.entries()) {
    if (entry.path !== 'etc/shadow' && entry.path !== 'etc/passwd') continue;
    for (const { number, text } of lines(layer.text(entry) ?? '')) {
      const [name = '', field = ''] = text.split(':', 2);
      const hash = cryptHash(field);
      if (hash === undefined) continue;
      for (const password of new Set([name, ...(hash.rounds > SLOW ? FIRST : COMMON)])) {
        left -= hash.rounds;
        if (left < 0) {
          const detail = `not every common password was tried on ${name} and the accounts behind it (maxPasswordRounds)`;
          layer.unread?.(limitReached('maxPasswordRounds', detail, entry.path));
          return found;
        }
        if (!hash.matches(password)) continue;
        found.push({ name, hash: field, password, entry: index, line: number, excerpt: text });
        break;
      }
    }
  }
  return found;
}
