import type { RuleSet } from '../app/rules/rule-set.ts';
import type { Policy } from '../assess/index.ts';
import type { Log } from './log.ts';
import { unknownRule } from './unknown-rule.ts';

/**
 * Tells which rules and combinations of a policy name a rule that there is not: one that shall block would never do so,
 * and nobody would see it.
 *
 * @param looked the rules that were looked for, with those of the user's own
 */
export async function tellUnknownRules(
  { name, rules, combinations = [] }: Pick<Policy, 'name' | 'rules' | 'combinations'>,
  log: Log,
  looked: RuleSet,
): Promise<void> {
  const naming = [
    ...rules.map((rule) => ({ name: rule.name, globs: rule.when.rule ?? [] })),
    ...combinations.map((one) => ({ name: one.name, globs: one.all.flatMap(({ rule = [] }) => rule) })),
  ].filter(({ globs }) => globs.length > 0);
  if (naming.length === 0) return;
  const { allRules } = await import('../app/all-rules.ts');
  const known = (await allRules(looked)).map(({ rule }) => rule.id);
  for (const each of naming) {
    const unknown = unknownRule(each.globs, known);
    if (unknown === undefined) continue;
    const what = `${name}: "${each.name}" names a rule that there is not: ${unknown.glob}.`;
    await log.warning(what, unknown.hint);
  }
}
