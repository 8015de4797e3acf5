import { createHash } from 'node:crypto';
import { type HiddenCase, hiddenCases } from '../corpus/cases.ts';
import { type HonestCase, honestCases } from '../corpus/honest-cases.ts';

/** Decides which cases are taken, and nothing else; the same at every run. */
const SEED = 'clearpull peers 1';

export interface Sample {
  readonly seed: string;
  readonly hidden: readonly HiddenCase[];
  readonly honest: readonly HonestCase[];
  /** Of how many. */
  readonly of: { readonly hidden: number; readonly honest: number };
}

/** Cases drawn by chance with a fixed seed: of each class as large a part as of all, but one at least. */
export function sampleOf(hidden: number, honest: number): Sample {
  const all = hiddenCases();
  const allHonest = honestCases();
  const chosen = [...Map.groupBy(all, (one) => one.class).values()].flatMap((ones) =>
    shuffled(ones).slice(0, Math.max(1, Math.round((ones.length * hidden) / all.length))),
  );
  return {
    seed: SEED,
    hidden: chosen,
    honest: shuffled(allHonest).slice(0, honest),
    of: { hidden: all.length, honest: allHonest.length },
  };
}

/** In an order by chance: that of a hash of seed and name. */
function shuffled<T extends { readonly name: string }>(ones: readonly T[]): readonly T[] {
  const place = ({ name }: T): string => createHash('sha256').update(`${SEED}\0${name}`).digest('hex');
  return ones
    .map((one) => ({ one, at: place(one) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ one }) => one);
}
