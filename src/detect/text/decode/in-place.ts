import type { Language } from '../language.ts';
import type { Decoded } from './decoded-texts.ts';

/** A value, such as a wallet or `host:port`, and no program or command. */
const VALUE = /^[\w@%+=:,./?#~-]{6,400}$/;

/**
 * Whether a decoded text is best read where its coded form stands, with the text around it: a pool by one name and
 * a wallet by another mean more than each of them alone. In a shell script the reader of shell does that.
 */
export function standsInPlace(decoded: Decoded, language: Language): decoded is Decoded & { end: number } {
  return language !== 'shell' && decoded.end !== undefined && VALUE.test(decoded.text);
}

/** A call that takes the coded form as its first argument: `base64.b64decode(b"`, `Buffer.from('`. */
const CALL =
  /(?:(?:__import__|require)\(\s?["'][\w.:]{1,40}["']\s?\)[.])?[\w.:\\]{1,60}\(\s?[bru]{0,2}(["'`])$/;
/** Its other arguments and what is called on its result. */
const CALL_END =
  /^={0,2}(["'`])\s?(?:,\s?["'][\w-]{1,10}["']\s?)?\)(?:\.(?:decode|toString|strip|trim)\([^()\n]{0,20}\)){0,3}/;
const REACH = 120;

/** The text with values in place of their coded forms, and in place of the calls that decode them. Lines stay. */
export function withValues(text: string, values: readonly Decoded[]): string {
  const sorted = [...values].sort((a, b) => a.index - b.index);
  let shown = '';
  let at = 0;
  for (const { index, end = index, text: value } of sorted) {
    if (index < at) continue;
    const before = text.slice(Math.max(at, index - REACH), index);
    const behind = text.slice(end, end + REACH);
    const call = CALL.exec(before);
    const rest = CALL_END.exec(behind);
    if (call !== null && rest !== null && call[1] === rest[1]) {
      shown += `${text.slice(at, index - call[0].length)}${call[1]}${value}${call[1]}`;
      at = end + rest[0].length;
    } else {
      shown += text.slice(at, index) + value;
      at = end + (/^={1,2}/.exec(behind)?.[0].length ?? 0);
    }
  }
  return shown + text.slice(at);
}
