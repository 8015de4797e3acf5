import { plural } from '../../base/quantities.ts';
import type { GivenBases, TracedBase, TraceLink } from '../trace-link.ts';

const name = 'base';

/**
 * What the images that the user named as bases say: one whose layers lie below is the base, and its own trace is the rest
 * of the chain. `claimed`: digests by which annotations, labels and provenance name the base.
 */
export function givenBaseLink({ below, others, stopped }: GivenBases, claimed: readonly string[]): TraceLink {
  const swapped = others.find((one) => claimed.some((digest) => isOf(one, digest)));
  const unused = others.map(({ reference, digest }) => `not below it: ${reference} ${digest}`);
  if (swapped !== undefined) {
    const reason = 'It names a base by digest whose layers are not below it.';
    return {
      name,
      status: 'contradicted',
      evidence: [`${swapped.reference} ${swapped.digest}`, ...unused],
      reason,
    };
  }
  if (below === undefined) {
    return { name, status: 'missing', evidence: unused, reason: 'No image given lies below it.' };
  }
  const evidence = [
    `${below.reference} ${below.digest}, ${plural(below.layers, 'layer')}`,
    ...claimed.map((digest) =>
      isOf(below, digest)
        ? `it is named by this very digest, ${digest}`
        : `it is named by another digest, ${digest}`,
    ),
    ...chainOf(below),
    ...(stopped === undefined ? [] : [stopped]),
    ...unused,
  ];
  const wrong = below.trace.links.filter(contradicts).map((link) => link.name);
  if (wrong.length > 0) {
    const reason = `Its lowest layers are those of ${below.reference}, whose own trace is contradicted: ${wrong.join(', ')}.`;
    return { name, status: 'contradicted', evidence, reason, vouchedBy: [{ by: 'clearpull' }] };
  }
  const reason = `Its lowest ${below.layers === 1 ? 'layer is that' : `${below.layers} layers are those`} of ${below.reference}, which reaches ${below.trace.level} itself.`;
  return { name, status: 'verified', evidence, reason, vouchedBy: [{ by: 'clearpull' }] };
}

/** Whose signatures count is said of the image, not of its base: there a signature may fail for want of a root. */
function contradicts({ name: link, status }: TraceLink): boolean {
  return status === 'contradicted' && link !== 'signature' && link !== 'provenance';
}

/** The base's own links, among them that to what it was built on in turn. */
function chainOf({ trace }: TracedBase): readonly string[] {
  const links = trace.links.map((link) => `${link.name} ${link.status}`).join(', ');
  const base = trace.links.find((link) => link.name === name);
  return [
    `its trace: ${trace.level}: ${links}`,
    ...(base?.evidence ?? []).map((text) => `below that: ${text}`),
  ];
}

function isOf({ digest, indexDigest }: Pick<TracedBase, 'digest' | 'indexDigest'>, named: string): boolean {
  return named === digest || named === indexDigest;
}
