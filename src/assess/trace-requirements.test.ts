import { describe, expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../testkit/provenance.ts';
import { traceInput } from '../../testkit/traced-image.ts';
import type { SignatureResult } from '../trace/signature/result.ts';
import { readStatement } from '../trace/statement/statement.ts';
import { DEFAULT_POLICY } from './policy/default-policy.ts';
import type { TraceRequirement } from './policy/trace-requirement.ts';
import { requirementsFor, traceUnderPolicy } from './trace-requirements.ts';

const built = buildImage(BUILT);
const REQUIREMENT: TraceRequirement = {
  name: 'ours',
  images: ['ghcr.io/acme/*'],
  expected: { level: 'T3', sources: ['git.example.com/app'], acceptClaimed: false },
  signers: [],
  keys: [],
  decision: 'block',
};

function attested(status: 'verified' | 'unnamed') {
  const signature: SignatureResult = { status, signer: { kind: 'key', key: 'k' }, notes: [] };
  const statement = readStatement(buildkitProvenance(built, { gitContext: true }), 'it', 10);
  const claim = { where: 'it', statement, material: { form: 'unchecked', format: 'x' } as const, signature };
  return { claims: [claim], notes: [] };
}

describe('what a policy asks of a trace', () => {
  it('speaks of images by their full name in a registry, or as they were given', () => {
    const names = (images: readonly string[], reference: string) =>
      requirementsFor({ ...DEFAULT_POLICY, trace: [{ ...REQUIREMENT, images }] }, reference).length;
    expect(names(['ghcr.io/acme/*'], 'ghcr.io/acme/app:1.4')).toBe(1);
    expect(names(['ghcr.io/acme/*'], 'registry:ghcr.io/acme/app@sha256:' + 'a'.repeat(64))).toBe(1);
    expect(names(['ghcr.io/acme/*'], 'ghcr.io/acme/group/app')).toBe(0);
    expect(names(['ghcr.io/acme/**'], 'ghcr.io/acme/group/app')).toBe(1);
    expect(names(['ghcr.io/acme/*'], 'ghcr.io/acme-evil/app')).toBe(0);
    expect(names(['docker.io/library/nginx'], 'nginx:1')).toBe(1);
    expect(names(['docker.io/library/nginx'], 'docker-daemon:nginx:1')).toBe(1);
    expect(names(['**'], './image.tar')).toBe(1);
    expect(names(['docker.io/**'], './image.tar')).toBe(0);
    expect(requirementsFor(DEFAULT_POLICY, 'nginx')).toEqual([]);
  });

  it('is met by what a signer who counts says, and told in the reasons', () => {
    const { trace, findings, reasons } = traceUnderPolicy(
      traceInput(built),
      [{ requirement: REQUIREMENT, attested: attested('verified') }],
      'policy p',
    );
    expect(trace.level).toBe('T3');
    expect(findings).toEqual([]);
    expect(reasons).toEqual([
      {
        decision: 'allow',
        text: 'Traced to T3, as asked: level T3; source git.example.com/app, vouched for; no link contradicted',
        policy: 'policy p, "ours"',
      },
    ]);
  });

  it('is a finding with the links that fall short, and the decision that goes with it', () => {
    const other: TraceRequirement = {
      ...REQUIREMENT,
      name: 'mild',
      expected: { level: 'T1' },
      decision: 'review',
    };
    const asked = [
      { requirement: other, attested: attested('unnamed') },
      { requirement: { ...REQUIREMENT, reason: 'see the handbook' }, attested: attested('unnamed') },
    ];
    const { trace, findings, reasons } = traceUnderPolicy(traceInput(built), asked, 'policy p');
    expect(trace.level).toBe('T2');
    expect(reasons.map(({ decision }) => decision)).toEqual(['allow', 'block']);
    expect(reasons[1]?.text).toMatch(
      /^It is traceable to T2, and T3 was asked for.* only claimed: .*\(see the handbook\)$/,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ rule: 'trace/below-policy', category: 'trace', severity: 'high' });
    expect(findings[0]?.evidence.map(({ excerpt }) => excerpt.split(':', 1)[0])).toEqual([
      'link source, claimed',
      'link provenance, claimed',
      'link signature, claimed',
    ]);
  });
});
