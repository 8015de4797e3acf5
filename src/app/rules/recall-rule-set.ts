import type { LayerCache } from '../../store/layer-cache.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { RuleSet, RuleSource, SetRule } from './rule-set.ts';

export type RuleSetCache = Pick<LayerCache, 'ruleSet'>;

/** Raise it when `ruleSet` makes something else of the same files: what it made is kept under it. */
export const RULE_SET_VERSION = 2;

/** A rule without its source, which `layer.source` tells. */
type StoredRule = Omit<SetRule, 'from'>;

/**
 * The rules of some files: from the cache where they were made of the same files before, for taking them apart is a tenth
 * of a check whose layers are all known, and compiling the user's own takes longer than all of it.
 *
 * @param make their rules, found to be right; what it throws is passed on, and nothing is kept
 */
export async function recallRuleSet(
  sources: readonly RuleSource[],
  cache: RuleSetCache | undefined,
  make: () => RuleSet,
): Promise<RuleSet> {
  if (cache === undefined) return make();
  const part = cache.ruleSet([RULE_SET_VERSION, ENGINE_VERSION, sources]);
  const stored = await part.read();
  if (stored !== undefined) return restored(JSON.parse(stored.toString()) as readonly StoredRule[], sources);
  const set = make();
  await part.write(Buffer.from(JSON.stringify(set.rules.map(withoutSource))));
  return set;
}

function withoutSource(rule: SetRule): StoredRule {
  const { from: _, ...rest } = rule;
  return rest;
}

function restored(rules: readonly StoredRule[], sources: readonly RuleSource[]): RuleSet {
  return {
    sources,
    rules: rules.flatMap((rule) => {
      const from = sources[rule.layer.source];
      return from === undefined ? [] : [{ ...rule, from }];
    }),
  };
}
