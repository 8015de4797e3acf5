export const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The base64 of crypt(3): its own alphabet, least significant six bits first, bytes in an order of each scheme's own. */
export function cryptBase64(bytes: Uint8Array, order: readonly (readonly number[])[]): string {
  let text = '';
  for (const group of order) {
    let bits = 0;
    for (const index of group) bits = (bits << 8) | (bytes[index] ?? 0);
    for (let count = 0; count <= group.length; count++) {
      text += CRYPT_ALPHABET[bits & 63];
      bits >>= 6;
    }
  }
  return text;
}
