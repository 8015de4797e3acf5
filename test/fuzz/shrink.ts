import type { FuzzTarget } from './fuzz-target.ts';
import { problemWith } from './try-input.ts';

const MAX_TRIES = 400;

/** A smaller input with the same problem, by cutting pieces out as long as it stays. */
export async function shrink(target: FuzzTarget, input: Buffer, folder: string): Promise<Buffer> {
  const wanted = kindOf(await problemWith(target, input, folder));
  let best = input;
  let tries = 0;
  for (let length = best.length >> 1; length >= 1 && tries < MAX_TRIES; length >>= 1) {
    for (let at = 0; at < best.length && tries < MAX_TRIES; tries++) {
      const smaller = Buffer.concat([best.subarray(0, at), best.subarray(at + length)]);
      if (kindOf(await problemWith(target, smaller, folder)) === wanted) best = smaller;
      else at += length;
    }
  }
  return best;
}

/** Two problems are the same when they say the same and come from the same place. */
function kindOf(problem: string | undefined): string | undefined {
  return problem
    ?.split('\n')
    .filter((line, i) => i === 0 || /^\s+at .*\/src\//.test(line))
    .slice(0, 2)
    .join(' ')
    .replaceAll(/\d+/g, '0')
    .slice(0, 300);
}
