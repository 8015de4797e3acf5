import type { LinkName, LinkStatus, TraceLevel, TraceLink } from './trace-link.ts';

/**
 * The level that links reach; each needs the one before. A contradiction in a link that a level does not need is shown
 * in that link, and changes no level.
 */
export function levelOf(
  links: readonly TraceLink[],
  { baseByDigest }: { readonly baseByDigest: boolean },
): TraceLevel {
  const is = (name: LinkName, ...statuses: readonly LinkStatus[]): boolean =>
    links.some((link) => link.name === name && statuses.includes(link.status));
  const described = is('history', 'claimed', 'verified') && is('base', 'claimed', 'verified') && baseByDigest;
  if (!described) return 'T0';
  const linked = is('source', 'claimed', 'verified') && is('dockerfile', 'claimed', 'verified');
  if (!linked) return 'T1';
  const attested = is('provenance', 'verified') && is('signature', 'verified') && is('bytes', 'verified');
  if (!attested) return 'T2';
  return is('rebuild', 'verified') ? 'T4' : 'T3';
}
