import type { RuleSet } from '../app/rules/rule-set.ts';
import {
  baselineOf,
  type IgnoreFile,
  loadIgnoreFile,
  type Suppressions,
  unusedEntries,
} from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import type { ReportInput } from '../report/index.ts';
import type { Log } from './log.ts';
import { readGiven } from './read-given.ts';
import type { CheckSettings } from './settings.ts';
import { unknownRule } from './unknown-rule.ts';

type SuppressionSettings = Pick<CheckSettings, 'ignoreFile' | 'baseline' | 'ignoreBase' | 'base'>;

/**
 * What shall not count, from the files that the user named. No ignore file is looked for: one that lies in a
 * folder may be a stranger's, and would turn a block into an allow without a word. Throws `usage` and
 * `policy-invalid`.
 */
export async function loadSuppressions(
  { ignoreFile, baseline, ignoreBase, base }: SuppressionSettings,
  targets: number,
): Promise<Omit<Suppressions, 'bases'>> {
  if (base !== undefined && !ignoreBase) {
    throw new ClearpullError('usage', '--base needs --ignore-base.', {
      hint: 'For instance: clearpull --ignore-base --base debian:12 app:1.4',
    });
  }
  return {
    ignoreBase,
    ...(ignoreFile === undefined
      ? {}
      : { ignore: loadIgnoreFile(await readGiven(ignoreFile, '--ignore-file'), ignoreFile) }),
    ...(baseline === undefined ? {} : { baseline: await readBaseline(baseline, targets) }),
  };
}

async function readBaseline(file: string, targets: number): Promise<Suppressions['baseline']> {
  const { MAX_REPORT_BYTES, readReport } = await import('../report/read/read-report.ts');
  const { input } = readReport(await readGiven(file, '--baseline', MAX_REPORT_BYTES), `The baseline ${file}`);
  return baselineOf(input.assessments, file, targets);
}

/** Tells which entries of the ignore file were for nothing. */
export async function tellUnused(
  ignore: IgnoreFile | undefined,
  { assessments, failed }: ReportInput,
  now: string,
  log: Log,
  rules: RuleSet | undefined,
): Promise<void> {
  // An image that could not be checked may be the one that an entry is for.
  if (ignore === undefined || failed.length > 0) return;
  const unused = unusedEntries(ignore, assessments, now);
  if (unused.length === 0) return;
  const { allRules } = await import('../app/all-rules.ts');
  const known = (await allRules(rules)).map(({ rule }) => rule.id);
  for (const { line, rule } of unused) {
    await log.note(
      `${ignore.name}, line ${line} (${rule.join(', ').slice(0, 100)}) hides nothing.`,
      adviceOn(rule, known),
    );
  }
}

function adviceOn(globs: readonly string[], known: readonly string[]): string {
  const unknown = unknownRule(globs, known);
  return unknown === undefined
    ? 'Take the entry out if what it was for is gone.'
    : `There is no rule ${unknown.glob}. ${unknown.hint}`;
}
