import { describe, expect, it } from 'vitest';
import { honestAssessment, testAssessment } from '../../testkit/assessment.ts';
import type { BaseImage, KnownBase } from '../explain/explanation.ts';
import { databasesLine } from './accounting-words.ts';
import { baseSentences } from './base-words.ts';

const KNOWN: KnownBase = {
  name: 'docker.io/library/debian:bookworm-20260908-slim',
  alsoTagged: [],
  layers: 1,
  matchedBy: 'diff-ids',
  covers: 'lowest-layers',
  created: '2026-09-08',
  newer: 2,
  seen: '2026-10-01',
};

function told(base: BaseImage, distribution?: string): readonly string[] {
  const assessment = testAssessment({
    reference: 'acme/app:1',
    lines: [],
    base,
    ...(distribution === undefined ? {} : { image: { distribution } }),
  });
  return baseSentences(assessment);
}

describe('what an image was built on, in words', () => {
  it('is each known image, with its layers, its day, and how many are newer', () => {
    const ghcr = { ...KNOWN, name: 'ghcr.io/acme/base:1', layers: 3, newer: 1, matchedBy: 'blobs' } as const;
    const { created: _created, ...undated } = { ...KNOWN, newer: 0 };
    expect(told({ claimedBy: 'none', chain: [ghcr, KNOWN, undated] })).toEqual([
      'built on ghcr.io/acme/base:1, all 3 of its layers by their compressed bytes, made 2026-09-08; 1 newer is known',
      'built on debian:bookworm-20260908-slim, all 1 of its layers by their content, made 2026-09-08; 2 newer are known',
      'built on debian:bookworm-20260908-slim, all 1 of its layers by their content; none newer is known as of 2026-10-01',
    ]);
  });

  it('tells the image itself, and its layers under another configuration', () => {
    expect(told({ claimedBy: 'none', chain: [{ ...KNOWN, covers: 'image' }] })).toEqual([
      'is debian:bookworm-20260908-slim itself, made 2026-09-08; 2 newer are known',
    ]);
    expect(told({ claimedBy: 'none', chain: [{ ...KNOWN, covers: 'all-layers' }] })[0]).toMatch(
      /^has all 1 layer of debian:\S+ and no other, under another configuration/,
    );
  });

  it('says what the layers say of a claim', () => {
    const claim = (verdict: 'confirmed' | 'unproven' | 'contradicted') =>
      told({ claimedBy: 'label', name: 'alpine:3', claim: { verdict, why: 'Because.' } });
    expect(claim('confirmed')).toEqual(['built on alpine:3, as its label says: the layers confirm it']);
    expect(claim('unproven')).toEqual(['built on alpine:3, as its label says: not proven (because)']);
    expect(claim('contradicted')).toEqual([
      'built on alpine:3, as its label says: CONTRADICTED by the layers (because)',
    ]);
  });

  it('falls back on os-release, and tells inherited labels', () => {
    expect(told({ claimedBy: 'none' }, 'Debian 12')).toEqual([
      'not built on a known image; its os-release says Debian 12',
    ]);
    expect(told({ claimedBy: 'none' })).toEqual([]);
    expect(
      told({ claimedBy: 'none', chain: [KNOWN], inheritedLabels: ['vendor', 'url'] }, 'Debian 12')[1],
    ).toBe('labels only inherited from its base: vendor, url');
  });

  it('stays short for a chain without end', () => {
    const chain = Array.from({ length: 32 }, () => KNOWN);
    expect(told({ claimedBy: 'none', chain })).toHaveLength(6);
  });

  it('are that there is none, where the history begins with nothing', () => {
    const { image, explanation } = honestAssessment();
    const { distribution: _, ...without } = image;
    const scratch = {
      image: without,
      explanation: {
        ...explanation,
        base: { claimedBy: 'none' as const },
        dockerfile: 'FROM scratch\nCOPY a /a\n',
      },
    };
    expect(baseSentences(scratch)).toEqual(['built on nothing (FROM scratch), as far as its history tells']);
  });
});

describe('what accounts for programs, in words', () => {
  const accounting = {
    total: 3,
    accounted: 3,
    withoutDigest: 0,
    changed: 0,
    unlisted: 0,
    databases: [{ kind: 'dpkg', packages: 1, programs: 2 }],
    changedFiles: [],
    unaccounted: [],
    notes: [],
  };

  it('names the known image first, which may be the base or this very image', () => {
    const base = { name: 'docker.io/library/debian:12', layers: 1, programs: 3, alone: 1 };
    expect(databasesLine({ ...accounting, base })).toBe(
      '3 lie in layers of the known image debian:12, 1 of them by that alone. Listed by dpkg (1 package, 2 of the programs).',
    );
    expect(databasesLine({ ...accounting, databases: [], base: { ...base, programs: 1, alone: 0 } })).toBe(
      '1 lies in layers of the known image debian:12. The image has no package database that clearpull reads.',
    );
  });
});
