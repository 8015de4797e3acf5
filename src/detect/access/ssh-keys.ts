import { sha256 } from '@noble/hashes/sha2.js';
import { base64nopad } from '@scure/base';
import { lines } from '../text/lines.ts';

export interface AuthorizedKey {
  /** `ssh-ed25519` … */
  readonly type: string;
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string;
  readonly comment: string;
  /** From 1. */
  readonly line: number;
  readonly excerpt: string;
}

const KEY =
  /(?:^|\s)((?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com))\s+([A-Za-z0-9+/]{40,8192}={0,2})(?:\s+(.{0,200}))?/;

/** How each kind's blob begins in base64: its own name, with the length before it (RFC 4253, 6.6). */
export const KEY_BLOBS: readonly string[] = [
  'AAAAC3NzaC1lZDI1NTE5',
  'AAAAB3NzaC1yc2E',
  'AAAAB3NzaC1kc3M',
  'AAAAE2VjZHNhLXNoYTItbmlzdHA',
  'AAAAGnNrLXNzaC1lZDI1NTE5',
  'AAAAInNrLWVjZHNhLXNoYTItbmlzdHA',
];

const MAX_KEYS = 200;

/** The public keys in an `authorized_keys` file (sshd(8)); only those whose blob names its own type. */
export function authorizedKeys(text: string): readonly AuthorizedKey[] {
  const keys: AuthorizedKey[] = [];
  for (const line of lines(text)) {
    if (line.text.trimStart().startsWith('#')) continue;
    const match = KEY.exec(line.text);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const blob = Buffer.from(match[2], 'base64');
    if (blob.length < 8) continue;
    const length = blob.readUInt32BE(0);
    if (blob.subarray(4, 4 + length).toString('latin1') !== match[1]) continue;
    keys.push({
      type: match[1],
      fingerprint: `SHA256:${base64nopad.encode(sha256(blob))}`,
      comment: (match[3] ?? '').trim(),
      line: line.number,
      excerpt: line.text.trim(),
    });
    if (keys.length >= MAX_KEYS) break;
  }
  return keys;
}
