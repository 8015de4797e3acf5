import { familiarName } from '../../catalog/index.ts';
import type { ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import { BASE } from './rules.ts';

/** A claim about the base that the layers contradict. A label may be inherited, and says less. */
export function baseFindings({ explanation: { base } }: ImageView): readonly Finding[] {
  const { claim, name, claimedBy, chain = [] } = base;
  if (claim?.verdict !== 'contradicted') return [];
  const annotated = claimedBy === 'annotation';
  const found = chain.at(-1)?.name;
  return [
    {
      rule: BASE,
      title: `Built on another image than its ${claimedBy} says`,
      category: 'look-alike',
      severity: annotated ? 'medium' : 'low',
      confidence: annotated ? 'medium' : 'low',
      why: `Its ${claimedBy} names ${name ?? 'a base'}. ${claim.why}`,
      fix:
        found === undefined
          ? 'Ask who built it what it was built on.'
          : `Go by ${familiarName(found)} for updates and advisories, and ask who built it.`,
      attack: 'T1036',
      evidence: [{ path: 'LABEL', excerpt: `org.opencontainers.image.base.name=${name ?? ''}` }],
    },
  ];
}
