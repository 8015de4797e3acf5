import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClearpullError } from '../../src/base/errors.ts';
import { parseLimits } from '../../src/cli/limits-option.ts';
import { checkedReports, checkInThread, checkShowable } from '../../testkit/check-in-thread.ts';
import { HOSTILE_GROUPS } from './cases.ts';
import type { HostileCase } from './hostile-case.ts';
import { complaint, type Outcome } from './outcome.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-hostile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(HOSTILE_GROUPS.map((group) => [group.title, group] as const))('%s', (_, { cases }) => {
  const light = cases.filter(({ heavy }) => heavy !== true);
  it.each(light.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    expect(complaint(one, await outcomeOf(one))).toBeUndefined();
  });
});

async function outcomeOf(one: HostileCase): Promise<Outcome> {
  const target = await one.make(folder);
  try {
    const assessments = await checkInThread(target, parseLimits(one.limits ?? []), folder);
    await checkedReports(assessments);
    return {
      kind: 'checked',
      unread: assessments.flatMap(({ coverage }) => coverage.unread),
      findings: assessments.flatMap(({ findings }) => findings.map(({ title }) => title)),
      unopened: assessments.reduce((sum, { coverage }) => sum + coverage.unopened.count, 0),
    };
  } catch (error) {
    if (!(error instanceof ClearpullError)) throw error;
    checkShowable(error.message.replaceAll(folder, ''), 'the error');
    return {
      kind: 'error',
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
}
