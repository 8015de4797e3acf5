import { describe, expect, it } from 'vitest';
import { testDigest } from '../../testkit/assessment.ts';
import { explainImage, openTestImage } from '../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { explain } from '../explain/explain.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { coverageOf } from './coverage.ts';
import { noFiles } from './no-files.ts';
import { decide } from './policy/decide.ts';
import { DEFAULT_POLICY } from './policy/default-policy.ts';

function told(spec: Parameters<typeof openTestImage>[0], complete = true) {
  const { image, tree, text } = openTestImage(spec);
  const coverage = { ...coverageOf([], []), complete };
  const finding = noFiles(tree, coverage, explain({ image, tree, text, limits: DEFAULT_LIMITS }));
  const { decision } = decide(finding === undefined ? [] : [finding], coverage, DEFAULT_POLICY);
  return { finding, decision };
}

function entry(path: string, kind: LayerEntry['kind']): LayerEntry {
  return { path, kind, size: 1, mode: 0o644, uid: 0, gid: 0 };
}

describe('an image without a file', () => {
  it('is asked about when it starts something, which can only come from elsewhere', () => {
    const { finding, decision } = told({
      config: { Entrypoint: ['/app/server', '-v'] },
      layers: [{ app: { link: '/srv' } }],
    });
    expect(decision).toBe('review');
    expect(finding).toMatchObject({
      rule: 'coverage/no-files',
      evidence: [{ path: 'ENTRYPOINT', excerpt: '/app/server -v' }],
    });
  });

  it('is told of when it starts nothing', () => {
    const { finding, decision } = told({ config: {}, layers: [] });
    expect(decision).toBe('allow');
    expect(finding).toMatchObject({
      severity: 'info',
      evidence: [{ path: '/', excerpt: '0 files in 0 layers' }],
    });
  });

  it('is nothing to speak of where there is a file, or where not all was read', () => {
    expect(told({ config: { Cmd: ['/x'] }, layers: [{ y: { text: 'y' } }] }).finding).toBeUndefined();
    expect(told({ config: { Cmd: ['/x'] }, layers: [] }, false).finding).toBeUndefined();
  });

  it('is what is left when a layer removes the last file', () => {
    const layers = [[entry('x', 'file')], [entry('x', 'whiteout')]];
    const tree = buildTree(
      layers.map((entries) => ({ diffId: testDigest('x'), size: 1, entries, unknowns: [] })),
    );
    expect(noFiles(tree, coverageOf([], []), explainImage({}))).toMatchObject({ rule: 'coverage/no-files' });
  });
});
