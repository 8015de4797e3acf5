import { randomSource } from '../../testkit/random.ts';
import type { FuzzTarget } from './fuzz-target.ts';

/** The input that a target makes for a seed. */
export function inputOf(target: FuzzTarget, seed: number): Buffer {
  return target.make(randomSource(seed));
}

/** Runs an input twice. Returns what is wrong with it; undefined when nothing is. */
export async function problemWith(
  target: FuzzTarget,
  input: Buffer,
  folder: string,
): Promise<string | undefined> {
  try {
    const first = await target.run(Buffer.from(input), folder);
    const second = await target.run(Buffer.from(input), folder);
    return first === second ? undefined : 'two runs gave two results';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
