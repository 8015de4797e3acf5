import type { Assessment, Description } from '../assess/index.ts';
import type { Finding } from '../detect/index.ts';
import { SecretMask } from '../detect/secret/secret-mask.ts';
import type { Image } from '../image/image.ts';

/** Knows the secrets in an image's configuration and history, to mask them wherever they are told. */
export function secretMaskOf({ config }: Image): SecretMask {
  const mask = new SecretMask();
  const { Env, Labels, Cmd, Entrypoint } = config.config;
  const texts = [
    ...(Env ?? []),
    ...Object.entries(Labels ?? {}).map(([name, value]) => `${name}=${value}`),
    [...(Entrypoint ?? []), ...(Cmd ?? [])].join(' '),
    ...config.history.map((row) => row.created_by ?? ''),
  ];
  for (const text of texts) mask.learn(text);
  return mask;
}

/**
 * Kinds of findings whose evidence stays as it is: `secret` masks its own, a password that everybody knows is the point, and
 * by what stands beside a wallet campaigns are told.
 */
const SHOWN_AS_FOUND: ReadonlySet<Finding['category']> = new Set([
  'secret',
  'access',
  'wallet',
  'pool',
  'miner',
]);

/** A verdict without the secrets of the image in what it is about and what it was found by. */
export function verdictWithoutSecrets(assessment: Assessment, mask: SecretMask): Assessment {
  const { findings, suppressed } = assessment;
  return {
    ...withoutSecrets(assessment, mask),
    findings: findings.map((finding) => withMaskedEvidence(finding, mask)),
    suppressed: suppressed.map((one) => ({ ...one, finding: withMaskedEvidence(one.finding, mask) })),
  };
}

function withMaskedEvidence(finding: Finding, mask: SecretMask): Finding {
  if (SHOWN_AS_FOUND.has(finding.category)) return finding;
  const [first, ...others] = finding.evidence.map((one) => ({
    ...one,
    excerpt: mask.mask(one.excerpt, one.path.replace(/^\//, '')),
  }));
  return first === undefined ? finding : { ...finding, evidence: [first, ...others] };
}

/** What is told of an image without the secrets in its instructions, commands and labels: reports are passed on. */
export function withoutSecrets<T extends Description>(told: T, mask: SecretMask): T {
  const { image, layers, explanation } = told;
  return {
    ...told,
    image: { ...image, labels: maskTexts(image.labels, mask) },
    layers: maskTexts(layers, mask),
    explanation: maskTexts(explanation, mask),
  };
}

/** The same value with each text in it masked. What stands in it twice stays one. */
export function maskTexts<T>(value: T, mask: SecretMask): T {
  const texts = new Map<string, string>();
  const objects = new Map<object, unknown>();
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') {
      const known = texts.get(one);
      if (known !== undefined) return known;
      const shown = mask.mask(one);
      texts.set(one, shown);
      return shown;
    }
    if (typeof one !== 'object' || one === null) return one;
    const known = objects.get(one);
    if (known !== undefined) return known;
    const copy = Array.isArray(one)
      ? one.map(walk)
      : Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]));
    objects.set(one, copy);
    return copy;
  };
  return walk(value) as T;
}
