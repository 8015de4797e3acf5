import type { CheckOptions, checkTarget } from '../app/check.ts';
import type { RuleSet } from '../app/rules/rule-set.ts';
import type { Assessment } from '../assess/index.ts';
import { DEFAULT_POLICY, loadPolicy, type Policy } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { type FailedTarget, FORMATS, type ReportInput } from '../report/index.ts';
import { buildId } from '../store/build-id.ts';
import { checkTrust } from '../trace/index.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { interruption, notReached, orInterrupted, watchTarget } from './interrupted.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { checkWritable, parseOutputs } from './outputs.ts';
import { ruleSetCache } from './own-rules.ts';
import { tellUnknownRules } from './policy-notes.ts';
import { printReport } from './print-report.ts';
import { readGiven } from './read-given.ts';
import { checkLogin, readOptions } from './read-options.ts';
import { readingEvents } from './reading-events.ts';
import { hintOf, messageOf } from './report-error.ts';
import type { CheckSettings } from './settings.ts';
import { loadSuppressions, tellUnused } from './suppressions.ts';
import { trustRoots } from './trust.ts';

export type CheckTarget = typeof checkTarget;

const WHERE_SIGNATURES_ARE_ASKED_FOR =
  'Ask for one with "trace" in the file of --policy (docs/policy.md), or see what is signed: clearpull trace IMAGE';

export interface CheckSurroundings {
  readonly io: Io;
  readonly log: Log;
  readonly version: string;
}

/** Options that were typed on the command line, by name. */
export type Typed = (name: keyof CheckSettings) => boolean;

/**
 * `clearpull check`: every target is checked even when one fails; the report goes to standard output,
 * everything else to standard error. Throws for what is wrong with the call itself, and `interrupted`.
 */
export async function runCheck(
  targets: readonly string[],
  settings: CheckSettings,
  { io, log, version }: CheckSurroundings,
  check: CheckTarget,
  typed: Typed,
): Promise<ExitCode> {
  const outputs = parseOutputs(settings.output, FORMATS, settings.format);
  for (const output of outputs) await checkWritable(output);
  checkLogin(targets, settings);
  const shown = [settings.format, ...outputs.map(({ format }) => format)];
  const options = {
    ...(await checkOptions(targets.length, settings, io, log)),
    files: shown.includes('html'),
  };
  // A configuration file may name it for "trace" alone.
  if (typed('trustRoot') && options.trustRoots === undefined) {
    await log.note(
      '--trust-root is not used: the policy asks for no signature.',
      WHERE_SIGNATURES_ARE_ASKED_FOR,
    );
  }
  const { rules, rulesetVersion } = await rulesFor(options);
  const checked = await checkAll(targets, { ...options, rules }, settings, { io, log, version }, check);
  const { input } = checked;
  // What was done so far is worth a report, which lists the rest as not checked; nothing is worth none.
  if (checked.interruption !== undefined && input.assessments.length === 0) throw checked.interruption;
  // No time and no duration: the same bytes under the same policy print the same report.
  const context = { toolVersion: version, rulesetVersion };
  await printReport(input, context, outputs, settings, io);
  if (checked.interruption !== undefined) throw checked.interruption;
  if (settings.policy !== undefined) await tellUnknownRules(options.policy, log, rules);
  await tellUnused(options.suppressions?.ignore, input, io.now().toISOString(), log, rules);
  const outcome = {
    decisions: input.assessments.map(({ verdict }) => verdict.decision),
    failed: input.failed.map(({ code }) => code),
    allRead: input.assessments.every(({ coverage }) => coverage.complete),
  };
  return exitCodeOf(outcome, settings.failOn, settings.strict);
}

async function checkAll(
  targets: readonly string[],
  options: CheckOptions,
  settings: CheckSettings,
  { io, log }: CheckSurroundings,
  check: CheckTarget,
): Promise<{ readonly input: ReportInput; readonly interruption?: ClearpullError }> {
  const { bar: progress, events } = readingEvents(settings, io, log);
  const underWay = watchTarget(events, options.cacheFolder !== undefined);
  const assessments: Assessment[] = [];
  const failed: FailedTarget[] = [];
  for (const [index, target] of targets.entries()) {
    progress?.begin(target, index + 1, targets.length);
    underWay.begin();
    try {
      assessments.push(...(await orInterrupted(check(target, options, underWay.events), io.signal)));
    } catch (error) {
      await progress?.clear();
      if (io.signal.aborted) {
        assessments.push(...underWay.assessments());
        const left = targets.slice(index);
        return {
          input: { assessments, failed: [...failed, ...left.map(notReached)], several: true },
          interruption: interruption(assessments.length, left.length, underWay.read()),
        };
      }
      failed.push(failureOf(target, error));
      await log.error(error);
    }
  }
  await progress?.clear();
  return { input: { assessments, failed, several: targets.length > 1 || assessments.length > 1 } };
}

/** The rules that all targets are held against, and their digest. */
async function rulesFor({
  rules: given,
  limits,
  cacheFolder,
}: Pick<CheckOptions, 'rules' | 'limits' | 'cacheFolder'>): Promise<{
  readonly rules: RuleSet;
  readonly rulesetVersion: string;
}> {
  const { NO_OWN_RULES, openRules } = await import('../app/rules/open-rules.ts');
  const { recallRulesDigest } = await import('../app/rules/recall-rules-digest.ts');
  const cache = ruleSetCache(cacheFolder, limits);
  const rules = given ?? (await openRules(NO_OWN_RULES, limits, cache));
  return { rules, rulesetVersion: await recallRulesDigest(rules, buildId(), cache) };
}

export function failureOf(target: string, error: unknown): FailedTarget {
  const hint = hintOf(error);
  return {
    target,
    code: error instanceof ClearpullError ? error.code : 'internal',
    message: messageOf(error),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Settings of `check` for commands that have no such options. */
export const NO_SUPPRESSIONS = { ignoreBase: false, showSuppressed: false, format: 'text' } as const;

/** What the settings of the command line come to for a check. */
export async function checkOptions(
  targets: number,
  settings: CheckSettings,
  io: Io,
  log: Log,
): Promise<CheckOptions> {
  const { base } = settings;
  const policy = settings.policy === undefined ? DEFAULT_POLICY : await policyOf(settings.policy);
  return {
    ...(await readOptions(settings, io, log)),
    policy,
    ...(await rootsFor(policy.trace, settings)),
    suppressions: await loadSuppressions(settings, targets),
    ...(base === undefined ? {} : { base }),
    now: io.now().toISOString(),
  };
}

/**
 * The roots for what the policy asks of traces. Those that were named are looked at whatever it asks. Throws `usage` for
 * what is no root, and for signers that nobody could be.
 */
async function rootsFor(
  requirements: Policy['trace'],
  settings: CheckSettings,
): Promise<Pick<CheckOptions, 'trustRoots'>> {
  if (requirements === undefined && settings.trustRoot.length === 0) return {};
  const roots = await trustRoots(settings);
  for (const { keys, signers } of requirements ?? []) await checkTrust({ roots, keys, signers });
  return requirements === undefined ? {} : { trustRoots: roots };
}

async function policyOf(file: string): Promise<Policy> {
  return loadPolicy(await readGiven(file, '--policy'), file);
}
