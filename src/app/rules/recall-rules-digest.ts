import type { LayerCache } from '../../store/layer-cache.ts';
import type { RuleSet } from './rule-set.ts';

/** `rulesDigest`, without loading a detector where the same build told it of the same rules before. */
export async function recallRulesDigest(
  { sources }: Pick<RuleSet, 'sources'>,
  build: string | undefined,
  cache: Pick<LayerCache, 'ruleSet'> | undefined,
): Promise<string> {
  const part = build === undefined ? undefined : cache?.ruleSet(['digest', build, sources]);
  const stored = await part?.read();
  if (stored !== undefined) return stored.toString();
  const { rulesDigest } = await import('./rules-digest.ts');
  const digest = rulesDigest({ sources });
  await part?.write(Buffer.from(digest));
  return digest;
}
