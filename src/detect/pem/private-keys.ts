/** A private key in PEM (RFC 7468) or OpenSSH's form, in a text. */
export interface PemKey {
  /** UTF-16 range from `-----BEGIN` to the end of the last line. */
  readonly start: number;
  readonly end: number;
  /** `RSA`, `EC`, `OPENSSH`, `ENCRYPTED` …; empty for PKCS #8. */
  readonly type: string;
  /** It takes a passphrase to use it. */
  readonly sealed: boolean;
}

const BEGIN = '-----BEGIN ';
const LABEL = /-----BEGIN ([A-Z0-9 ]{0,30}?)(?: ?PRIVATE KEY(?: BLOCK)?)-----/y;
/** A key of 16,384 bits takes 13 kB in PEM. */
const MAX_KEY = 20_000;
const MAX_KEYS = 100;
/** An Ed25519 key takes 48 in DER. */
const MIN_BYTES = 40;

/** The private keys whose body is one; words that only look like the first line are none. */
export function privateKeysIn(text: string): readonly PemKey[] {
  const keys: PemKey[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0 && keys.length < MAX_KEYS; at = text.indexOf(BEGIN, at + 1)) {
    LABEL.lastIndex = at;
    const label = LABEL.exec(text);
    if (label === null) continue;
    const from = at + label[0].length;
    const stop = text.indexOf('-----', from);
    if (stop < 0 || stop - from > MAX_KEY || !text.startsWith('-----END', stop)) continue;
    const inside = text.slice(from, stop);
    const type = (label[1] ?? '').trim();
    const body = bodyOf(inside);
    const enciphered = type === 'ENCRYPTED' || inside.includes('4,ENCRYPTED');
    if (body.length < MIN_BYTES || !(enciphered || isKey(body, type))) continue;
    const sealed = enciphered || opensshCipher(body) !== 'none';
    const end = text.indexOf('-----', stop + 8);
    keys.push({ start: at, end: end < 0 ? stop : end + 5, type, sealed });
  }
  return keys;
}

/** The bytes between the lines; JSON and settings write the line breaks as `\n`. */
function bodyOf(inside: string): Buffer {
  const lines = inside
    .replaceAll('\\r', '\n')
    .replaceAll('\\n', '\n')
    .split(/[\s"',]+/);
  // A lone plus joins the pieces of a string in code.
  return Buffer.from(lines.filter((line) => line !== '+' && BASE64.test(line)).join(''), 'base64');
}

const BASE64 = /^[A-Za-z0-9+/]{1,4096}={0,2}$/;
const OPENSSH = 'openssh-key-v1\0';

function isKey(body: Buffer, type: string): boolean {
  if (type === 'OPENSSH') return body.toString('latin1', 0, OPENSSH.length) === OPENSSH;
  // DER begins with a SEQUENCE, a packet of PGP with a set bit.
  return type.startsWith('PGP') ? body.readUInt8(0) >= 0x80 : body.readUInt8(0) === 0x30;
}

/** `none` for keys without passphrase, and for other forms (PROTOCOL.key of OpenSSH). */
function opensshCipher(body: Buffer): string {
  if (body.toString('latin1', 0, OPENSSH.length) !== OPENSSH || body.length < OPENSSH.length + 4)
    return 'none';
  const length = body.readUInt32BE(OPENSSH.length);
  return length > 64 ? '' : body.toString('latin1', OPENSSH.length + 4, OPENSSH.length + 4 + length);
}

/** Where SSH keeps private keys: of the server, and of accounts. Paths without leading slash. */
export const SSH_HOST_KEY = /^etc\/(?:ssh\/ssh_host_\w{1,20}_key|dropbear\/dropbear_\w{1,20}_host_key)$/;
export const SSH_ACCOUNT_KEY =
  /^(?:root|home\/[^/]{1,100}|var\/lib\/[^/]{1,100}|var\/[^/]{1,100}|opt\/[^/]{1,100})\/\.ssh\/[^/]{1,100}$/;
