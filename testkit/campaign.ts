import type { SeenImage, Sighting } from '../src/campaign/index.ts';
import { testDigest } from './assessment.ts';

/** A sighting of an indicator in an own layer of the image, that no base can have brought. */
export function sighting(kind: Sighting['kind'], value: string, more: Partial<Sighting> = {}): Sighting {
  return {
    kind,
    value,
    rule: 'miner/proof',
    path: '/etc/cron.d/job',
    line: 1,
    inheritable: false,
    firm: true,
    ...more,
  };
}

/** An image as the grouping sees it; its digest is made from its name. */
export function seenImage(
  name: string,
  sightings: readonly Sighting[],
  more: Partial<SeenImage> = {},
): SeenImage {
  return {
    digest: testDigest(name),
    hasManifest: true,
    platform: 'linux/amd64',
    references: [name],
    decision: 'block',
    suspicious: true,
    findings: [
      { rule: 'miner/proof', title: 'Mines for a Monero wallet', category: 'miner', severity: 'critical' },
    ],
    sightings,
    ...more,
  };
}
