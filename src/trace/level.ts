import type { LinkName, LinkStatus, Trace, TraceLevel, TraceLink } from './trace-link.ts';

/** What each level needs beyond the one before. */
const NEEDS: readonly {
  readonly level: TraceLevel;
  readonly links: readonly LinkName[];
  readonly statuses: readonly LinkStatus[];
}[] = [
  { level: 'T1', links: ['history', 'base'], statuses: ['claimed', 'verified'] },
  { level: 'T2', links: ['source', 'dockerfile'], statuses: ['claimed', 'verified'] },
  { level: 'T3', links: ['provenance', 'signature', 'bytes'], statuses: ['verified'] },
  { level: 'T4', links: ['rebuild'], statuses: ['verified'] },
];

/**
 * The level that links reach; each needs the one before. A contradiction in a link that a level does not need is shown
 * in that link, and changes no level.
 */
export function levelOf(
  links: readonly TraceLink[],
  { baseByDigest }: { readonly baseByDigest: boolean },
): TraceLevel {
  let reached: TraceLevel = 'T0';
  for (const need of NEEDS) {
    if (shortLinks(links, need).length > 0 || !baseByDigest) return reached;
    reached = need.level;
  }
  return reached;
}

/** The links that keep a trace below a level that it does not reach, in their order. */
export function shortOf(
  { links, level }: Pick<Trace, 'links' | 'level'>,
  wanted: TraceLevel,
): readonly LinkName[] {
  const upTo = NEEDS.findIndex((need) => need.level === wanted);
  const short = NEEDS.slice(0, upTo + 1).flatMap((need) => shortLinks(links, need));
  // A base that is named without a digest counts for no level.
  return level === 'T0' && !short.includes('base') && !short.includes('history') ? ['base', ...short] : short;
}

function shortLinks(
  links: readonly TraceLink[],
  { links: needed, statuses }: (typeof NEEDS)[number],
): readonly LinkName[] {
  return needed.filter((name) => !links.some((link) => link.name === name && statuses.includes(link.status)));
}
