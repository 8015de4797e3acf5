import { compareText } from '../../base/compare-text.ts';
import type { Campaign, Member, SeenSpan } from '../campaign.ts';
import type { Pulls } from '../ledgers/pulls.ts';

/** Pulls of the repositories of a group, as far as the file has them. */
export function sizeOf(repositories: readonly string[], pulls: Pulls | undefined): Campaign['size'] {
  if (pulls === undefined) return undefined;
  const counts = repositories.flatMap((repository) => pulls.get(repository)?.pulls ?? []);
  return {
    pulls: counts.reduce((sum, count) => sum + count, 0),
    repositories: repositories.length,
    counted: counts.length,
  };
}

/** From when to when: as the file says of its repositories, or else as the images claim of themselves. */
export function spanOf(
  members: readonly Member[],
  repositories: readonly string[],
  pulls: Pulls | undefined,
): SeenSpan | undefined {
  const told = repositories.flatMap((repository) => {
    const { firstSeen, lastSeen } = pulls?.get(repository) ?? {};
    return [firstSeen, lastSeen].filter((time) => time !== undefined);
  });
  const times = told.length > 0 ? told : members.flatMap(({ image }) => image.created ?? []);
  const sorted = times.sort(compareText);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return { first, last, source: told.length > 0 ? 'file' : 'images' };
}
