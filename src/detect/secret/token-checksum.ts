import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Whether the last six characters of a GitHub or npm token are the CRC-32 of the thirty before them, in base 62.
 * Undefined for tokens of another form, which tell nothing.
 * (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/)
 */
export function tokenChecksumHolds(token: string): boolean | undefined {
  const match = /^(?:gh[opsur]|npm)_([A-Za-z0-9]{30})([A-Za-z0-9]{6})$/.exec(token);
  if (match === null) return undefined;
  return tokenChecksum(match[1] ?? '') === match[2];
}

export function tokenChecksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let i = 0; i < 6; i++) {
    digits = `${BASE62[rest % 62]}${digits}`;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
