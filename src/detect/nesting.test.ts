import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import type { Finding } from './finding.ts';
import { nestingNoter } from './nesting.ts';

const entry = (path: string, host?: string): LayerEntry => ({
  path,
  kind: 'file',
  size: 1,
  mode: 0o644,
  uid: 0,
  gid: 0,
  ...(host === undefined ? {} : { host }),
});
const FACTS: LayerFacts = {
  diffId: `sha256:${'0'.repeat(64)}`,
  size: 1,
  unknowns: [],
  // The second is called so and lies in no archive.
  entries: [entry('a.zip!/x', 'a.zip'), entry('b.zip!/x'), entry('c.zip!/x', 'c.zip')],
};
const finding = (path: string): Finding => ({
  rule: 'miner/program',
  title: 'A miner',
  category: 'miner',
  severity: 'high',
  confidence: 'high',
  why: 'It mines.',
  fix: 'Do not run it.',
  evidence: [{ path, layer: 0, excerpt: 'x' }],
});

describe('a finding about what lies in an archive', () => {
  const note = nestingNoter([FACTS], (path) => path === 'c.zip');

  it('says that it does, and whether something opens it', () => {
    expect(note(finding('/a.zip!/x')).why).toBe(
      'It mines. It lies inside of the archive /a.zip, which nothing seen here opens when the container starts.',
    );
    expect(note(finding('/c.zip!/x')).why).toContain('is run or opened when the container starts');
  });

  it('goes by the facts, not by the name', () => {
    for (const path of ['/b.zip!/x', '/a.zip', '/d.zip!/x'])
      expect(note(finding(path)).why).toBe('It mines.');
  });
});
