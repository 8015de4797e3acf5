import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../explain/explanation.ts';
import { imagesOfDockerfile } from '../provenance/dockerfile-images.ts';
import { LINK_NAMES, type LinkName, type TraceLink } from '../trace-link.ts';
import { BUILD_TOOLS } from './build-tools.ts';
import { diagnose } from './diagnose.ts';
import { RECIPES } from './recipes.ts';

function trace(links: Partial<Record<LinkName, Partial<TraceLink>>>): Parameters<typeof diagnose>[0] {
  return {
    level: 'T0',
    links: LINK_NAMES.map((name) => ({
      name,
      status: 'missing',
      evidence: [],
      reason: 'why',
      ...links[name],
    })),
  };
}

const NOTHING: Explanation = {
  instructions: [],
  instructionOfLayer: [],
  base: { claimedBy: 'none' },
  dockerfile: "# Reconstructed from the image's history, written by kaniko.\n",
  startChain: [],
  notes: [],
};

function steps(links: Parameters<typeof trace>[0]): string[] {
  return diagnose(trace(links), NOTHING).steps.map(({ id }) => id);
}

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('the diagnosis', () => {
  it('names everything that is missing, the most valuable first, and levels that only rise', () => {
    expect(steps({})).toEqual(RECIPES.map(({ id }) => id));
    const levels = RECIPES.map(({ reaches }) => reaches);
    expect(levels).toEqual(levels.toSorted());
  });

  it('leaves out what is there already', () => {
    const revision = ['label org.opencontainers.image.revision=abc'];
    const there = {
      base: { status: 'claimed', evidence: ['debian', DIGEST] },
      source: { status: 'claimed', evidence: revision },
      provenance: { status: 'claimed' },
      signature: { status: 'verified' },
      sbom: { status: 'claimed' },
      rebuild: { status: 'verified' },
    } as const;
    expect(steps(there)).toEqual([]);
    expect(steps({ ...there, base: { status: 'claimed', evidence: ['debian'] } })).toEqual(['pinned-base']);
    expect(steps({ ...there, base: { status: 'claimed', evidence: ['scratch'] } })).toEqual([]);
    // A stage that only builds decides as much as the last one what is in the image.
    const stage = 'FROM docker.io/library/node:24: no digest is known';
    expect(steps({ ...there, base: { status: 'claimed', evidence: ['scratch', stage] } })).toEqual([
      'pinned-base',
    ]);
    expect(steps({ ...there, source: { status: 'claimed', evidence: ['label image.source=x'] } })).toEqual([
      'labels',
    ]);
    expect(steps({ ...there, signature: { status: 'claimed' } })).toEqual(['signature']);
  });

  it("says of clearpull's own Dockerfile what it is, pinned or not", () => {
    const text = readFileSync('Dockerfile', 'utf8');
    const images = imagesOfDockerfile({ dockerfile: { text }, args: new Map(), materials: [] });
    const pinned = /^FROM \S+@sha256:[0-9a-f]{64} AS build$/m.test(text);
    const found = steps({ base: { status: 'claimed', evidence: ['scratch', ...images] } });
    expect(images).toHaveLength(1);
    expect(found.includes('pinned-base')).toBe(!pinned);
  });

  it('tells of contradictions first, and of what built the image', () => {
    const found = diagnose(trace({ bytes: { status: 'contradicted', reason: 'other bytes' } }), NOTHING);
    expect(found.contradicted).toEqual([{ name: 'bytes', reason: 'other bytes' }]);
    expect(found.builtWith).toBe('kaniko');
    const podman = NOTHING.dockerfile.replace('kaniko', 'buildah');
    expect(diagnose(trace({}), { ...NOTHING, dockerfile: podman }).builtWith).toBe('buildah');
    expect(diagnose(trace({}), { ...NOTHING, dockerfile: '' }).builtWith).toBe('buildx');
  });

  it('has lines for at least three tools of five in every step', () => {
    for (const { id, lines } of RECIPES) {
      expect(BUILD_TOOLS.filter((tool) => lines[tool].length > 0).length, id).toBeGreaterThanOrEqual(3);
    }
  });
});
