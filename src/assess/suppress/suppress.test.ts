import { describe, expect, it } from 'vitest';
import { testFinding } from '../../../testkit/finding.ts';
import { loadIgnoreFile } from './load-ignore-file.ts';
import { type SuppressInput, suppress } from './suppress.ts';
import { unusedEntries } from './unused-entries.ts';

const NOW = '2026-11-25T03:00:00Z';
const REFERENCE = 'docker.io/a/b:1';

function ignoring(...entries: readonly string[]) {
  return loadIgnoreFile(`version: 1\nignore:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`, 'i');
}

function run(more: Partial<SuppressInput>) {
  return suppress({
    findings: [testFinding()],
    reference: REFERENCE,
    startChain: [],
    counts: () => true,
    now: NOW,
    ...more,
  });
}

describe('the ignore file', () => {
  it('takes out what an entry covers, with its reason and end', () => {
    const ignore = ignoring(
      'rule: x/y, reason: no, expires: never',
      'rule: miner/*, reason: ours, expires: 2027-06-30',
    );
    expect(run({ ignore })).toEqual({
      findings: [],
      suppressed: [
        {
          finding: testFinding(),
          by: 'ignore-file',
          source: 'i, line 4',
          reason: 'ours',
          until: '2027-06-30',
        },
      ],
      notes: [],
    });
  });

  it('counts on the last day of an entry and not after it, and says so', () => {
    const on = run({ ignore: ignoring('rule: miner/*, reason: x, expires: 2026-11-25') });
    expect(on.suppressed).toHaveLength(1);
    const after = run({ ignore: ignoring('rule: miner/*, reason: x, expires: 2026-11-24') });
    expect(after.findings).toHaveLength(1);
    expect(after.notes).toEqual(['i, line 3 (miner/*): no longer counts, because it expired on 2026-11-24.']);
  });

  it('warns fourteen days before the end, and not earlier', () => {
    const notes = (expires: string) =>
      run({ ignore: ignoring(`rule: miner/*, reason: x, expires: ${expires}`) }).notes;
    expect(notes('2026-12-08')).toEqual(['i, line 3 (miner/*): counts only until 2026-12-08.']);
    expect(notes('2026-12-09')).toEqual([]);
    expect(notes('never')).toEqual([]);
  });

  it('lets a later entry take over from one that expired', () => {
    const ignore = ignoring(
      'rule: miner/*, reason: old, expires: 2026-01-01',
      'rule: miner/*, reason: new, expires: never',
    );
    expect(run({ ignore }).suppressed.map(({ reason }) => reason)).toEqual(['new']);
  });

  it('says nothing of expired entries that would cover nothing', () => {
    expect(run({ ignore: ignoring('rule: x/*, reason: x, expires: 2026-01-01') }).notes).toEqual([]);
  });

  it('keeps to the images that an entry names', () => {
    const ignore = ignoring('rule: miner/*, image: docker.io/other/*, reason: x, expires: never');
    expect(run({ ignore }).findings).toHaveLength(1);
  });
});

describe('what may never be suppressed', () => {
  const integrity = testFinding({ rule: 'integrity/digest-mismatch', category: 'integrity' });
  const unread = testFinding({ rule: 'coverage/not-fully-read', category: 'coverage' });
  const baseline = {
    source: 'o',
    anyName: true,
    images: [{ reference: REFERENCE, findings: [integrity, unread] }],
  };
  const boundary = { boundary: { layers: 1, proven: true } };

  it('is a contradiction between bytes and digests, by whatever means', () => {
    const ignore = ignoring('rule: integrity/*, reason: x, expires: never');
    expect(run({ findings: [integrity], ignore, baseline, boundary }).suppressed).toEqual([]);
    expect(unusedEntries(ignore, [assessed([integrity])])).toHaveLength(1);
  });

  it('is what was not read, but by an entry that names it', () => {
    const result = run({ findings: [unread], baseline, boundary });
    expect(result.suppressed).toEqual([]);
    expect(result.findings[0]?.baselineState).toBe('unchanged');
    const ignore = ignoring('rule: coverage/not-fully-read, path: /usr/bin/x, reason: x, expires: never');
    expect(run({ findings: [unread], ignore }).suppressed).toHaveLength(1);
  });
});

describe('the base image', () => {
  it('takes everything with it that it brought, when that is proven', () => {
    const { suppressed, notes } = run({ boundary: { boundary: { layers: 1, proven: true, name: 'd:12' } } });
    expect(suppressed).toMatchObject([{ by: 'base-image', source: 'd:12' }]);
    expect(notes).toEqual([]);
  });

  it('takes nothing that counts, when it is only claimed', () => {
    const boundary = { boundary: { layers: 1, proven: false }, note: 'Only a claim.' };
    const kept = run({ boundary });
    expect(kept.suppressed).toEqual([]);
    expect(kept.notes).toEqual(['Only a claim. 1 such finding is left.']);
    expect(run({ boundary, counts: () => false }).suppressed).toHaveLength(1);
  });
});

describe('several at once', () => {
  it('ask the ignore file first, then the baseline, then the base', () => {
    const findings = ['a/a', 'b/b', 'c/c'].map((rule) => testFinding({ rule }));
    const { suppressed } = run({
      findings,
      ignore: ignoring('rule: a/a, reason: x, expires: never'),
      baseline: {
        source: 'o',
        anyName: true,
        images: [{ reference: REFERENCE, findings: findings.slice(0, 2) }],
      },
      boundary: { boundary: { layers: 1, proven: true } },
    });
    expect(suppressed.map(({ by }) => by)).toEqual(['ignore-file', 'baseline', 'base-image']);
  });
});

describe('entries for nothing', () => {
  it('are those that speak of an image and cover no finding of any', () => {
    const ignore = ignoring(
      'rule: miner/*, reason: used, expires: never',
      'rule: miner/program, reason: used too, expires: never',
      'rule: gone/*, reason: unused, expires: never',
      'rule: gone/*, reason: over, expires: 2020-01-01',
      'rule: gone/*, image: docker.io/other/*, reason: of another image, expires: never',
    );
    const unused = unusedEntries(ignore, [assessed([testFinding()]), assessed([])], NOW);
    expect(unused.map(({ reason }) => reason)).toEqual(['unused']);
  });
});

function assessed(findings: readonly ReturnType<typeof testFinding>[]) {
  return { image: { reference: REFERENCE } as never, findings, suppressed: [] };
}
