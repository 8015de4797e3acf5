import type { LayerRule } from './layer-rule.ts';
import { LONGEST_LITERAL } from './literal.ts';
import { isMet, literalsOf } from './need.ts';

/** Characters that are put into lower case at a time. */
const PIECE = 1024 * 1024;

/**
 * Those of some rules that a file can still match when the short literals are looked for, too, that are too common to look
 * for in every file. To begin with the first file that meets a rule, YARA-X takes longer than to look at a hundred
 * megabytes.
 *
 * @param rules indexes into `all`
 */
export function closeLook(
  bytes: Buffer,
  rules: readonly number[],
  all: readonly LayerRule[],
): readonly number[] {
  const wanted = new Set<string>();
  for (const rule of rules) literalsOf(all[rule]?.closely ?? true, wanted);
  if (wanted.size === 0) return rules;
  const held = literalsIn(bytes, wanted);
  return rules.filter((rule) => isMet(all[rule]?.closely ?? true, (literal) => held.has(literal)));
}

function literalsIn(bytes: Buffer, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const held = new Set<string>();
  // Letters beyond ASCII change their case, too: in the literal as in the file.
  const open = new Map([...wanted].map((literal) => [literal, literal.toLowerCase()]));
  for (let at = 0; at < bytes.length && open.size > 0; at += PIECE) {
    // A literal may lie across the border of two pieces.
    const text = bytes.toString('latin1', at, at + PIECE + LONGEST_LITERAL).toLowerCase();
    for (const [literal, folded] of open) {
      if (!text.includes(folded)) continue;
      held.add(literal);
      open.delete(literal);
    }
  }
  return held;
}
