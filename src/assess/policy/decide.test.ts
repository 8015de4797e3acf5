import { describe, expect, it } from 'vitest';
import type { Confidence, Evidence, Finding, Severity } from '../../detect/finding.ts';
import type { Coverage } from '../assessment.ts';
import { notFullyRead } from '../coverage.ts';
import { decide } from './decide.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import type { Policy, PolicyCombination, PolicyRule } from './policy.ts';

const COVERAGE: Coverage = {
  complete: true,
  layers: 5,
  layersRead: 5,
  files: 1204,
  bytes: 9,
  unread: [],
  unopened: { count: 0, examples: [] },
};
const PARTLY: Coverage = {
  ...COVERAGE,
  complete: false,
  unread: [{ reason: 'layer-missing', layer: 1, detail: 'x' }],
};

function finding(severity: Severity, confidence: Confidence, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'miner/binary',
    title: 'A miner is in it',
    category: 'miner',
    severity,
    confidence,
    why: '',
    fix: '',
    evidence: [{ path: '/usr/bin/x', layer: 2, excerpt: '' }],
    ...more,
  };
}

function at(...paths: [string, ...string[]]): { evidence: Finding['evidence'] } {
  const [first, ...rest] = paths.map((path): Evidence => ({ path, layer: 0, excerpt: '' }));
  return { evidence: [first as Evidence, ...rest] };
}

function policy(...rules: PolicyRule[]): Policy {
  return { ...DEFAULT_POLICY, name: 'policy p', rules: [...rules, ...DEFAULT_POLICY.rules] };
}

describe('the built-in policy', () => {
  it.each([
    ['critical', 'certain', 'block'],
    ['critical', 'high', 'block'],
    ['critical', 'medium', 'review'],
    ['critical', 'low', 'allow'],
    ['high', 'certain', 'block'],
    ['high', 'high', 'review'],
    ['medium', 'medium', 'review'],
    ['medium', 'low', 'allow'],
    ['low', 'certain', 'allow'],
    ['info', 'certain', 'allow'],
  ] as const)('on %s, %s says %s', (severity, confidence, decision) => {
    expect(decide([finding(severity, confidence)], COVERAGE, DEFAULT_POLICY).decision).toBe(decision);
  });

  it('says what was looked at when it allows', () => {
    expect(decide([], COVERAGE, DEFAULT_POLICY).reasons).toEqual([
      {
        decision: 'allow',
        text: '1,204 files in 5 layers were read; nothing that the policy asks about was found',
        policy: 'built-in policy',
      },
    ]);
    expect(decide([finding('info', 'certain')], COVERAGE, DEFAULT_POLICY).reasons[0]?.text).toMatch(
      /were read; 1 finding is below what the policy asks about$/,
    );
  });

  it('gives the strongest reason first, with place and line of the policy', () => {
    const { decision, reasons } = decide(
      [finding('medium', 'high', { rule: 'a/b' }), finding('critical', 'certain')],
      COVERAGE,
      DEFAULT_POLICY,
    );
    expect(decision).toBe('block');
    expect(reasons[0]).toEqual({
      decision: 'block',
      text: 'A miner is in it (/usr/bin/x, layer 3)',
      rule: 'miner/binary',
      policy: 'built-in policy, "critical with good evidence"',
    });
    expect(reasons.map((reason) => reason.decision)).toEqual(['block', 'review']);
  });
});

describe('what was not read', () => {
  const unread = notFullyRead(PARTLY) as Finding;

  it.each(['allow', 'review', 'block'] as const)('is decided by unread: %s', (decision) => {
    expect(decide([unread], PARTLY, { ...DEFAULT_POLICY, unread: decision }).decision).toBe(decision);
  });

  it('can be named by a rule', () => {
    const rule: PolicyRule = { name: 'n', decision: 'block', when: { category: ['coverage'] } };
    expect(decide([unread], PARTLY, policy(rule)).decision).toBe('block');
  });
});

describe('what was not read, by what it is', () => {
  const decisions = { layers: 'block', programs: 'review', rest: 'allow' } as const;
  const decision = (...parts: NonNullable<Coverage['unread'][number]['part']>[]) => {
    const coverage: Coverage = {
      ...PARTLY,
      unread: parts.map((part) => ({ reason: 'limit-reached', detail: 'x', part })),
    };
    const unread = notFullyRead(coverage) as Finding;
    return decide([unread], coverage, { ...DEFAULT_POLICY, unread: decisions }).decision;
  };

  it('comes to the strictest of what its parts come to', () => {
    expect(decision('rest')).toBe('allow');
    expect(decision('rest', 'programs')).toBe('review');
    expect(decision('rest', 'layers', 'programs')).toBe('block');
  });

  it('counts as layers where nobody said what it is', () => {
    const unread = notFullyRead(PARTLY) as Finding;
    expect(decide([unread], PARTLY, { ...DEFAULT_POLICY, unread: decisions }).decision).toBe('block');
  });
});

describe('combinations', () => {
  const miner = finding('low', 'low');
  const wallet = finding('low', 'low', { rule: 'wallet/monero', category: 'wallet', title: 'A wallet' });
  const decided = (all: readonly Finding[], combined: object, rules: readonly PolicyRule[] = []) =>
    decide(all, COVERAGE, {
      ...policy(...rules),
      combinations: [{ name: 'c', decision: 'block', ...combined } as PolicyCombination],
    });
  const both = {
    all: [
      { rule: ['miner/*'], count: 1 },
      { category: ['wallet'], count: 1 },
    ],
  };

  it('decide when every condition is met, and name what met them', () => {
    expect(decided([miner], both).decision).toBe('allow');
    expect(decided([miner, wallet], { ...both, reason: 'they belong together' })).toEqual({
      decision: 'block',
      reasons: [
        {
          decision: 'block',
          text: '2 findings together: A miner is in it (/usr/bin/x, layer 3); A wallet (/usr/bin/x, layer 3): they belong together',
          policy: 'policy p, "c"',
        },
      ],
    });
  });

  it('count findings', () => {
    const three = { decision: 'review', all: [{ severity: 'medium', count: 3 }] };
    const one = finding('medium', 'low');
    expect(decided([one, finding('medium', 'low'), miner], three).decision).toBe('allow');
    expect(decided([one, finding('medium', 'low'), finding('high', 'low')], three).decision).toBe('review');
  });

  it('leave out what a rule accepts, but not what is merely below the policy', () => {
    const accepted: PolicyRule = { name: 'ours', decision: 'allow', when: { rule: ['wallet/*'] } };
    expect(decided([miner, wallet], both, [accepted]).decision).toBe('allow');
  });

  it('never make the verdict milder', () => {
    const mild = { decision: 'review', all: [{ rule: ['miner/*'], count: 1 }] };
    expect(decided([finding('critical', 'certain')], mild).decision).toBe('block');
  });

  it('and rules can ask what runs at start, and for a technique', () => {
    const started = new Set(['usr/bin/x']);
    const decisionOn = (when: PolicyRule['when'], one: Finding) =>
      decide([one], COVERAGE, policy({ name: 'n', decision: 'block', when }), { started }).decision;
    expect(decisionOn({ atStart: true }, miner)).toBe('block');
    expect(decisionOn({ atStart: false }, miner)).toBe('allow');
    const gone = finding('low', 'low', {
      evidence: [{ path: '/usr/bin/x', layer: 0, excerpt: '', goneIn: 1 }],
    });
    expect(decisionOn({ atStart: true }, gone)).toBe('allow');
    const inside = finding('low', 'low', { evidence: [{ path: '/usr/bin/x!/y', layer: 0, excerpt: '' }] });
    expect(decisionOn({ atStart: true }, inside)).toBe('block');
    const command = finding('low', 'low', { evidence: [{ path: 'CMD', excerpt: '' }] });
    expect(decisionOn({ atStart: true }, command)).toBe('block');
    expect(
      decisionOn({ atStart: true }, finding('low', 'low', { evidence: [{ path: 'LABEL', excerpt: '' }] })),
    ).toBe('allow');
    expect(decisionOn({ attack: 'T1496*' }, finding('low', 'low', { attack: 'T1496.001' }))).toBe('block');
    expect(decisionOn({ attack: 'T1496*' }, miner)).toBe('allow');
  });
});

describe('rules', () => {
  const critical = finding('critical', 'certain');

  it('count in their order: the first that matches decides', () => {
    const allow: PolicyRule = {
      name: 'ours',
      decision: 'allow',
      when: { rule: ['miner/*'] },
      reason: 'declared',
    };
    const verdict = decide([critical], COVERAGE, policy(allow));
    expect(verdict.decision).toBe('allow');
    expect(verdict.reasons[1]).toMatchObject({
      text: 'Accepted: A miner is in it (/usr/bin/x, layer 3): declared',
      policy: 'policy p, "ours"',
    });
  });

  it('need all their conditions', () => {
    const when = { rule: ['miner/*'], category: ['pool'] } as const;
    expect(decide([critical], COVERAGE, policy({ name: 'n', decision: 'allow', when })).decision).toBe(
      'block',
    );
  });

  it('that allow a path do not cover what was also seen elsewhere', () => {
    const rule: PolicyRule = { name: 'docs', decision: 'allow', when: { path: '/usr/share/doc/**' } };
    const inDocs = finding('critical', 'certain', at('/usr/share/doc/a', '/usr/share/doc/b'));
    const both = finding('critical', 'certain', at('/usr/share/doc/a', '/usr/bin/x'));
    expect(decide([inDocs], COVERAGE, policy(rule)).decision).toBe('allow');
    expect(decide([both], COVERAGE, policy(rule)).decision).toBe('block');
  });

  it('that block a path need one place there', () => {
    const rule: PolicyRule = { name: 'tmp', decision: 'block', when: { path: 'tmp/**' } };
    expect(decide([finding('info', 'low', at('/a', '/tmp/x'))], COVERAGE, policy(rule)).decision).toBe(
      'block',
    );
  });

  it('expire after their last day, and the reason says so', () => {
    const rule: PolicyRule = { name: 'ours', decision: 'allow', when: {}, expires: '2026-11-24' };
    expect(decide([critical], COVERAGE, policy(rule)).decision).toBe('allow');
    expect(decide([critical], COVERAGE, policy(rule), { now: '2026-11-24T23:59:59Z' }).decision).toBe(
      'allow',
    );
    const after = decide([critical], COVERAGE, policy(rule), { now: '2026-11-25T00:00:00Z' });
    expect(after.decision).toBe('block');
    expect(after.reasons[0]?.text).toMatch(/; the exception "ours" expired on 2026-11-24$/);
  });

  it('leave the rest to the default', () => {
    const verdict = decide([critical], COVERAGE, {
      name: 'p',
      rules: [],
      unread: 'allow',
      default: 'review',
    });
    expect(verdict).toMatchObject({ decision: 'review', reasons: [{ policy: 'p, default' }] });
  });
});
