import type { Link } from './links.ts';

/** How an image comes to its group: by `link`, which it shares with the image `from`; absent for those at the hinge. */
export interface Way {
  readonly link: Link;
  /** Index of an image that is nearer to the hinge. */
  readonly from: number;
}

/** What most images of a group have in common, and how each other one hangs on it. */
export interface Hinge {
  readonly link: Link;
  /** By index of the image. Those that have what the hinge is are not in it. */
  readonly ways: ReadonlyMap<number, Way>;
}

/**
 * The strong indicator that most of a group's images have (of several, the first in order), or the account where
 * there is none; and for each other image the way to it over the fewest accounts, then the fewest links. Linear.
 * `links`: those of the group that join, in order.
 */
export function hingeOf(links: readonly Link[]): Hinge {
  const link = largest(links.filter(({ strength }) => strength === 'strong')) ?? largest(links);
  if (link === undefined) throw new Error('a group without a link');
  const byImage = new Map<number, Link[]>();
  for (const one of links) {
    for (const image of one.images) {
      const own = byImage.get(image) ?? [];
      own.push(one);
      byImage.set(image, own);
    }
  }
  const ways = new Map<number, Way>();
  const reached = new Set(link.images);
  const used = new Set<Link>([link]);
  const spread = (from: readonly number[], strong: boolean): number[] => {
    const fresh: number[] = [];
    for (const image of from) {
      for (const one of byImage.get(image) ?? []) {
        if (used.has(one) || (one.strength === 'strong') !== strong) continue;
        used.add(one);
        for (const other of one.images) {
          if (reached.has(other)) continue;
          reached.add(other);
          ways.set(other, { link: one, from: image });
          fresh.push(other);
        }
      }
    }
    return fresh;
  };
  let edge = [...link.images];
  while (edge.length > 0) {
    const level = [...edge];
    for (let next = edge; next.length > 0; ) {
      next = spread(next, true);
      for (const image of next) level.push(image);
    }
    edge = spread(level, false);
  }
  return { link, ways };
}

function largest(links: readonly Link[]): Link | undefined {
  return links.reduce<Link | undefined>(
    (best, link) => (best === undefined || link.images.length > best.images.length ? link : best),
    undefined,
  );
}
