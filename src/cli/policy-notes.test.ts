import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { minerAssessment } from '../../testkit/assessment.ts';
import { fakeIo } from '../../testkit/fake-io.ts';
import { runCli } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'clearpull-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a policy that names rules', () => {
  const policy = join(folder, 'policy.yaml');
  writeFileSync(
    policy,
    [
      'version: 1',
      'extends: built-in',
      'rules:',
      '  - { name: no miners, decision: block, when: { rule: [miner/proof, miner/prof] } }',
      '  - { name: known, decision: block, when: { rule: [miner/*, coverage/not-fully-read, trace/below-policy] } }',
      'combinations:',
      '  - { name: both, decision: review, all: [{ category: wallet }, { rule: walet/* }] }',
    ].join('\n'),
  );
  const run = async (...argv: readonly string[]) => {
    const io = fakeIo();
    await runCli([...argv], io, async () => [minerAssessment()]);
    return io.err();
  };

  it('is told of those that there are not', async () => {
    const told =
      `clearpull: policy ${policy}: "no miners" names a rule that there is not: miner/prof.\n  Did you mean "miner/proof"?\n` +
      `clearpull: policy ${policy}: "both" names a rule that there is not: walet/*.\n  All rules: clearpull rules list\n`;
    expect(await run('check', 'miner', '--policy', policy)).toBe(told);
    // A verdict that is wrong for it is what a script goes by.
    expect(await run('check', 'miner', '-q', '--policy', policy)).toBe(told);
  });
});
