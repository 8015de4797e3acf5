import type { Explanation } from '../../explain/explanation.ts';
import { NO_DIGEST } from '../provenance/dockerfile-images.ts';
import type { LinkName, LinkStatus, Trace, TraceLevel } from '../trace-link.ts';
import type { BuildTool } from './build-tools.ts';
import { RECIPES, type Recipe } from './recipes.ts';

/** What would let an image be traced further. */
export interface Diagnosis {
  readonly level: TraceLevel;
  /** Links that contradict: to be looked into before anything else. */
  readonly contradicted: readonly { readonly name: LinkName; readonly reason: string }[];
  /** In order of value. */
  readonly steps: readonly Recipe[];
  /** What seems to have built it. */
  readonly builtWith: BuildTool;
}

/** The statuses of a link with which there is nothing left to add to the build. */
const ENOUGH: Readonly<Record<string, readonly LinkStatus[]>> = {
  labels: ['verified', 'claimed'],
  provenance: ['verified', 'claimed'],
  signature: ['verified'],
  sbom: ['verified', 'claimed'],
  reproducible: ['verified'],
};

/** Goes by the links alone; an image without a history, or a plain root file system, gets the same advice. */
export function diagnose(trace: Pick<Trace, 'level' | 'links'>, explanation: Explanation): Diagnosis {
  const status = (name: LinkName): LinkStatus =>
    trace.links.find((link) => link.name === name)?.status ?? 'missing';
  const steps = RECIPES.filter((recipe) => {
    if (recipe.id === 'pinned-base') return !baseIsPinned(trace);
    if (recipe.id === 'labels' && !namesRevision(trace)) return true;
    return !(ENOUGH[recipe.id] ?? []).includes(status(recipe.link));
  });
  return {
    level: trace.level,
    contradicted: trace.links
      .filter((link) => link.status === 'contradicted')
      .map(({ name, reason }) => ({ name, reason })),
    steps,
    builtWith: toolOf(explanation),
  };
}

/** Named by digest, or there is none; and so is every other image that the Dockerfile takes something from. */
function baseIsPinned({ links }: Pick<Trace, 'links'>): boolean {
  const base = links.find(({ name }) => name === 'base');
  if (base?.evidence.some((text) => text.endsWith(NO_DIGEST)) === true) return false;
  if (base?.status !== 'verified' && base?.status !== 'claimed') return false;
  return base.evidence.some((text) => text === 'scratch' || /sha\d{3}:[0-9a-f]{64}/.test(text));
}

/** An address alone does not say which commit. */
function namesRevision({ links }: Pick<Trace, 'links'>): boolean {
  const evidence = links.find(({ name }) => name === 'source')?.evidence ?? [];
  return evidence.some((text) => /(?:image\.revision|vcs-ref)=/.test(text));
}

function toolOf({ dockerfile }: Explanation): BuildTool {
  const by = /^# Reconstructed from the image's history, written by (.*)\.$/m.exec(dockerfile)?.[1] ?? '';
  if (by.includes('kaniko')) return 'kaniko';
  return by.includes('buildah') ? 'buildah' : 'buildx';
}
