import { formatCount } from '../base/quantities.ts';
import type { InstructionMismatch } from '../explain/index.ts';

const MAX_PATHS = 3;

/** `the layer holds 1 file outside /app: /usr/sbin/sshd`, with the first few paths. */
export function mismatchWords({ kind, text, count, paths }: InstructionMismatch, max = MAX_PATHS): string {
  const shown = paths.slice(0, max);
  const more = count > shown.length ? ` and ${formatCount(count - shown.length)} more` : '';
  const named = shown.length === 0 ? '' : `: ${shown.join(', ')}${more}`;
  return `${kind === 'made-no-layer' ? 'it' : 'the layer'} ${text}${named}`;
}
