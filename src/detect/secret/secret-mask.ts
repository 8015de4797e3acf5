import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { secretsIn } from './look-for.ts';
import { masked } from './masked.ts';
import type { VendorSearch } from './vendor-secrets.ts';

/** Secrets of one image whose values are looked for in all of its texts. */
const MAX_VALUES = 200;
/** Shorter ones stand in texts by chance. */
const MIN_VALUE = 6;
/** UTF-16 units of one text that are searched. */
const MAX_TEXT = 1024 * 1024;
const SEARCH: VendorSearch = { maxPlaces: DEFAULT_LIMITS.maxSecretPlaces, cut: () => {} };

/**
 * Masks the secrets in texts of one image, as `secret` shows them in findings: those that can be told by their form or
 * place, and where one was learnt, its value in every other text, such as a command that a variable was put into.
 */
export class SecretMask {
  readonly #values = new Map<string, string>();

  /** Takes note of the secrets of a text. */
  learn(text: string): void {
    if (text.length > MAX_TEXT) return;
    for (const secret of secretsIn('', text, SEARCH)) {
      const value = text.slice(secret.start, secret.end);
      if (value.length >= MIN_VALUE && this.#values.size < MAX_VALUES)
        this.#values.set(value, masked(text, secret));
    }
  }

  /**
   * The text without its secrets, as many lines as before.
   *
   * @param path of the file that it is of, by which some are told; without leading slash
   */
  mask(text: string, path = ''): string {
    if (text.length > MAX_TEXT) return text;
    let shown = '';
    let at = 0;
    for (const secret of secretsIn(path, text, SEARCH)) {
      const lines = text.slice(secret.start, secret.end).split('\n').length - 1;
      shown += text.slice(at, secret.start) + masked(text, secret) + '\n'.repeat(lines);
      at = secret.end;
    }
    shown += text.slice(at);
    for (const [value, instead] of this.#values)
      if (shown.includes(value)) shown = shown.replaceAll(value, () => instead);
    return shown;
  }
}
