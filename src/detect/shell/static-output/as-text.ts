/** Bytes as text, one character a byte, so that binary steps (gzip) can follow. */
export function asText(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString('latin1');
}
