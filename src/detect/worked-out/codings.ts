import { rot13 } from '../flow/rot13.ts';

/** The text in a coding that a program names; undefined for a coding that leaves texts as they are. */
export function bytesIn(text: string, coding: string): string | undefined {
  switch (coding.toLowerCase().replaceAll(/[-_]/g, '')) {
    case 'base64':
    case 'base64url':
    case 'base64codec':
      return Buffer.from(text, 'base64').toString('utf8');
    case 'hex':
    case 'hexcodec':
      return Buffer.from(text.replaceAll(/\s/g, ''), 'hex').toString('utf8');
    case 'rot13':
      return rot13(text);
    default:
      return undefined;
  }
}
