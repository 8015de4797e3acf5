import { assess, DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { type ImageProfile, profileOf } from '../src/compare/index.ts';
import { explain } from '../src/explain/explain.ts';
import { openTestImage, type TestImage } from './explain.ts';

/** An image that exists only as facts, as it is compared. Without findings: no detector looks at it. */
export function profileImage(spec: TestImage): ImageProfile {
  const { image, facts, tree, text } = openTestImage(spec);
  const limits = { ...DEFAULT_LIMITS, ...spec.limits };
  const explanation = explain({ image, tree, text, limits });
  const assessment = assess({
    image,
    layers: facts.map((one) => ({ facts: one, unread: [] })),
    tree,
    explanation,
    findings: [],
    unknowns: [],
    policy: DEFAULT_POLICY,
    rules: [],
    text,
    limits,
  });
  return profileOf({ image, assessment, tree, text });
}
