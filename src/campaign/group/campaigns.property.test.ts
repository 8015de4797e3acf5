import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  property,
  record,
  shuffledSubarray,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenImage, sighting } from '../../../testkit/campaign.ts';
import { compareText } from '../../base/compare-text.ts';
import { publisherOf } from '../account.ts';
import { keyOf, type Sighting, strengthOf } from '../indicator.ts';
import type { SeenImage } from '../seen-image.ts';
import { campaignsOf } from './campaigns-of.ts';
import { SeenImages } from './seen-images.ts';

const someSighting = record({
  kind: constantFrom('wallet', 'host', 'file', 'password-hash', 'public-pool', 'program' as const),
  value: constantFrom('v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'),
  layer: constantFrom('sha256:l1', 'sha256:l2', undefined),
  inheritable: boolean(),
  firm: boolean(),
}).map(({ kind, value, layer, inheritable, firm }) =>
  sighting(kind as Sighting['kind'], value, { inheritable, firm, ...(layer === undefined ? {} : { layer }) }),
);

const someImages = array(
  record({
    // Digests come from names, so that the same image is seen more than once now and then.
    name: tuple(constantFrom('acme', 'bcme', 'library', 'ccme'), integer({ min: 1, max: 30 })).map(
      ([account, number]) => `${account}/app${number}:1`,
    ),
    sightings: array(someSighting, { maxLength: 3 }),
    suspicious: boolean(),
  }).map(({ name, sightings, suspicious }) =>
    seenImage(name, sightings, { suspicious, decision: suspicious ? 'block' : 'allow' }),
  ),
  { maxLength: 40 },
);

function gather(images: readonly SeenImage[]): readonly SeenImage[] {
  const seen = new SeenImages();
  for (const image of images) seen.add(image);
  return seen.sorted();
}

/** Every pair of images is asked whether something ties it; then each set is walked. */
function naiveGroups(images: readonly SeenImage[]): readonly (readonly string[])[] {
  const left = new Set(images);
  const groups: string[][] = [];
  for (const start of images) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const at of group) {
      for (const other of left) {
        if (!tied(at, other, images)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    if (group.length > 1) groups.push(group.map(({ digest }) => digest).sort());
  }
  return groups.sort(byFirst);
}

function byFirst([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return compareText(a, b);
}

function tied(a: SeenImage, b: SeenImage, all: readonly SeenImage[]): boolean {
  const account = (image: SeenImage) =>
    image.suspicious ? image.references.map((reference) => publisherOf(reference)?.account) : [];
  if (account(a).some((one) => one !== undefined && account(b).includes(one))) return true;
  return a.sightings.some(
    (one) =>
      strengthOf(one.kind) === 'strong' &&
      b.sightings.some((other) => keyOf(other) === keyOf(one)) &&
      !fromOneLayer(keyOf(one), all) &&
      all.some(({ sightings }) => sightings.some((other) => other.firm && keyOf(other) === keyOf(one))),
  );
}

function fromOneLayer(key: string, all: readonly SeenImage[]): boolean {
  const own = all.flatMap(({ sightings }) => sightings.filter((one) => keyOf(one) === key));
  const [first] = own;
  return (
    first?.layer !== undefined && own.every(({ inheritable, layer }) => inheritable && layer === first.layer)
  );
}

describe('grouping', () => {
  it('is what a walk over all pairs gives', () => {
    assert(
      property(someImages, (images) => {
        const seen = gather(images);
        const groups = campaignsOf(seen).campaigns.map(({ members }) =>
          members.map(({ image }) => image.digest).sort(),
        );
        expect(groups.sort(byFirst)).toEqual(naiveGroups(seen));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same in whatever order images are seen, to the last word', () => {
    const shuffled = someImages.chain((images) =>
      tuple(constant(images), shuffledSubarray(images, { minLength: images.length })),
    );
    assert(
      property(shuffled, ([images, other]) => {
        const text = (seen: readonly SeenImage[]): string => JSON.stringify(campaignsOf(gather(seen)));
        expect(text(other)).toBe(text(images));
      }),
      { numRuns: 300 },
    );
  });

  it('gives every image outside the hinge a way that leads to it', () => {
    assert(
      property(someImages, (images) => {
        for (const { members } of campaignsOf(gather(images)).campaigns) {
          const byDigest = new Map(members.map((member) => [member.image.digest as string, member]));
          for (const member of members) {
            let at = member;
            for (let steps = 0; !at.atHinge; steps++) {
              expect(steps).toBeLessThan(members.length);
              at = byDigest.get(at.way?.digest ?? '') ?? expect.fail('leads out of the group');
            }
          }
        }
      }),
    );
  });
});
