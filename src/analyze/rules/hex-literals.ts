import { type LiteralChoice, literalsIn } from './literal.ts';
import type { Need } from './need.ts';

/** What must stand in a file for a hex string (YARA-X, "Hex patterns") to match: its stretches of fixed bytes. */
export function hexNeed(hex: string, choice: LiteralChoice): Need {
  const runs: string[] = [];
  let run = '';
  let depth = 0;
  const end = (): void => {
    if (run !== '') runs.push(run);
    run = '';
  };
  for (const [token] of hex.matchAll(/\[[^\]]*\]|[()|]|~?[0-9a-fA-F?]{2}|\S/g)) {
    if (depth === 0 && /^[0-9a-fA-F]{2}$/.test(token)) {
      run += String.fromCharCode(Number.parseInt(token, 16));
      continue;
    }
    end();
    if (token === '(') depth++;
    else if (token === ')') depth--;
  }
  end();
  return literalsIn(runs, choice);
}
