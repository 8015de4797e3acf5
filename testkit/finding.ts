import type { Evidence, Finding } from '../src/detect/finding.ts';

/** A finding made by hand, at the places given. */
export function testFinding(
  more: Partial<Omit<Finding, 'evidence'>> = {},
  ...places: readonly Partial<Evidence>[]
): Finding {
  const [first, ...rest] = (places.length === 0 ? [{}] : places).map(
    (place): Evidence => ({ path: '/usr/bin/x', layer: 0, excerpt: 'x', ...place }),
  );
  return {
    rule: 'miner/program',
    title: 'Mining program',
    category: 'miner',
    severity: 'critical',
    confidence: 'high',
    why: 'It mines.',
    fix: 'Do not run it.',
    evidence: [first as Evidence, ...rest],
    ...more,
  };
}
