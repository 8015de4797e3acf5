import { imageText } from './shell/holes.ts';

/** The text that decoded bytes are; undefined for what is none. */
export function textIn(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return text.includes('\0') || !Buffer.from(text).equals(bytes) ? undefined : imageText(text);
}
