import { type LayerRule, RuleCollector, type RuleResult, type TextPack } from '../../analyze/index.ts';
import type { Limits } from '../../base/limits.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import type { RuleThread } from '../rules/rule-thread.ts';

/**
 * Tries rules on texts that were kept of a layer, as they would have been tried while its bytes passed. The collector takes
 * its close look at candidates that passed one already; of a text in memory it costs less than a second way in would.
 *
 * @param candidates for each rule, the entries that can match it
 */
export function ruleKeptTexts(
  rules: readonly LayerRule[],
  candidates: readonly (readonly number[])[],
  facts: LayerFacts,
  texts: TextPack,
  limits: Limits,
  thread: RuleThread,
): readonly RuleResult[] {
  const collector = new RuleCollector(rules, limits, (files) => thread.tryRules(files));
  const rulesOf = new Map<number, number[]>();
  for (const [rule, entries] of candidates.entries()) {
    for (const entry of entries) rulesOf.set(entry, [...(rulesOf.get(entry) ?? []), rule]);
  }
  for (const [index, asked] of [...rulesOf].sort(([a], [b]) => a - b)) {
    const entry = facts.entries[index];
    if (entry?.text === undefined) continue;
    const { path, size } = entry;
    collector.take({ entry: index, path, size, bytes: texts.bytesAt(entry.text) }, asked);
  }
  return collector.finish().results;
}
