import { classify, compileTriggers, MarkCollector, RuleFilter } from '../../analyze/index.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import type { NamedText } from './read-rules.ts';
import type { RuleSet, SetRule } from './rule-set.ts';
import { ruleTestFile, type TestedFile } from './rule-test-file.ts';
import { RuleThread } from './rule-thread.ts';

/** How one rule did in its own tests. */
export interface RuleTestResult {
  readonly rule: SetRule;
  /** Files tried. */
  readonly tried: number;
  /** One sentence each; none when it passed. */
  readonly failures: readonly string[];
}

/**
 * Tries rules on the inert files that their tests describe, in the way in which they are tried on a layer: what a rule's
 * literals keep from it does not reach it here either. A rule without a file that it must match, or must leave, fails.
 *
 * @throws ClearpullError `usage` for tests that cannot be read, or are of no rule of the set
 */
export function testRules(
  { sources, rules }: RuleSet,
  tests: readonly NamedText[],
  limits: Limits,
): readonly RuleTestResult[] {
  const files = tests.flatMap((file) => ruleTestFile(file));
  for (const { rule, from } of files) {
    if (rules.some(({ id }) => id === `yara/${rule}`)) continue;
    throw new ClearpullError(
      'usage',
      `${visible(from)} tests a rule "${visible(rule)}", which there is not.`,
      {
        hint: 'The name is the "id" of the rule\'s metadata.',
      },
    );
  }
  const thread = new RuleThread(
    sources.map(({ text }) => text),
    rules.map(({ layer }) => layer),
    limits,
  );
  try {
    return rules.map((rule, index) => {
      const own = files.filter((file) => rule.id === `yara/${file.rule}`);
      const failures = own.flatMap((file) => failureOf(file, rule, index, thread, limits) ?? []);
      if (!own.some(({ matches }) => matches)) failures.push('It has no file that it must match.');
      if (own.every(({ matches }) => matches)) failures.push('It has no file that it must leave alone.');
      return { rule, tried: own.length, failures };
    });
  } finally {
    thread.close();
  }
}

function failureOf(
  { matches, bytes, number }: TestedFile,
  { layer }: SetRule,
  index: number,
  thread: RuleThread,
  limits: Limits,
): string | undefined {
  const what = `file ${number} that it must ${matches ? 'match' : 'leave alone'}`;
  const filter = new RuleFilter([layer]);
  const marks = new MarkCollector(compileTriggers([], filter.literals), limits);
  marks.scanWhole(bytes);
  const found = marks.takeNoted();
  if (filter.possible(found, classify(bytes, true)).length === 0) {
    return matches
      ? `It does not look at ${what}: it is no file of its kind, or has none of its strings.`
      : undefined;
  }
  const [answer] = thread.tryRules([{ bytes, rules: [index] }]);
  const failed = answer?.find((one) => one.failed !== undefined)?.failed;
  if (failed !== undefined) return `It could not be tried on ${what}: ${failed.detail}.`;
  const matched = answer?.some((one) => one.places !== undefined) === true;
  if (matched === matches) return undefined;
  return matches ? `It does not match ${what}.` : `It matches ${what}.`;
}
