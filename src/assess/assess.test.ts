import { describe, expect, it } from 'vitest';
import { testDigest } from '../../testkit/assessment.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import type { Finding } from '../detect/finding.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import type { NestedFacts } from '../image/nested-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { type AssessInput, assess } from './assess.ts';
import type { LayerResult } from './coverage.ts';
import { DEFAULT_POLICY } from './policy/default-policy.ts';

function entry(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, sha256: 'a'.repeat(64), ...more };
}

function layer(name: string, entries: readonly LayerEntry[], unknowns: readonly Unknown[] = []): LayerResult {
  const facts: LayerFacts = { diffId: testDigest(name), size: 1000, entries, unknowns };
  return { facts, unread: [] };
}

function imageOf(names: readonly string[], diffIds = names): Image {
  const descriptor = { mediaType: 'm', digest: testDigest('c'), size: 1 };
  return {
    reference: 'docker.io/a/b:1',
    digest: testDigest('m'),
    hasManifest: true,
    platform: { os: 'linux', architecture: 'amd64' },
    manifest: { schemaVersion: 2, config: descriptor, layers: [] },
    config: {
      created: '2024-01-01T00:00:00Z',
      architecture: 'amd64',
      os: 'linux',
      config: { ExposedPorts: { '80/tcp': {}, '22/tcp': {} }, Labels: { b: '2', a: '1' } },
      rootfs: { diff_ids: diffIds.map(testDigest) },
      history: [],
    },
    annotations: {},
    attestations: [],
    layers: names.map((name, index) => ({
      index,
      blob: { digest: testDigest(`blob ${name}`), size: 400, mediaType: 'm' },
      diffId: testDigest(name),
      open: () => Promise.reject(new Error('not opened here')),
    })),
  };
}

function input(layers: readonly LayerResult[], more: Partial<AssessInput> = {}): AssessInput {
  return {
    image: imageOf(layers.map((_, index) => `layer ${index}`)),
    layers,
    tree: buildTree(layers.map(({ facts }) => facts)),
    explanation: {
      instructions: [],
      instructionOfLayer: [{ text: 'RUN x', keyword: 'RUN', certainty: 'normalised' }],
      base: { claimedBy: 'none' },
      dockerfile: '',
      startChain: [],
      notes: [],
    },
    findings: [],
    unknowns: [],
    policy: DEFAULT_POLICY,
    rules: [],
    text: () => undefined,
    limits: DEFAULT_LIMITS,
    ...more,
  };
}

describe('assess', () => {
  it('describes the image, with defaults for what it does not say', () => {
    const { image } = assess(input([layer('layer 0', [])]));
    expect(image).toMatchObject({
      user: 'root',
      exposedPorts: ['22/tcp', '80/tcp'],
      size: 400,
      attestations: 0,
    });
    expect(Object.keys(image.labels)).toEqual(['a', 'b']);
  });

  it('reads the distribution, through the link that os-release usually is', () => {
    const layers = [
      layer('layer 0', [
        entry('etc/os-release', { kind: 'symlink', target: '../usr/lib/os-release' }),
        entry('usr/lib/os-release'),
      ]),
    ];
    const text = (path: string) =>
      path === 'usr/lib/os-release' ? '# x\nPRETTY_NAME="Debian \\"12\\""\n' : undefined;
    expect(assess(input(layers, { text })).image.distribution).toBe('Debian "12"');
    expect(assess(input(layers)).image.distribution).toBeUndefined();
  });

  it('counts what each layer added, changed and removed', () => {
    const layers = [
      layer('layer 0', [entry('d', { kind: 'directory' }), entry('d/a'), entry('d/b'), entry('c')]),
      layer('layer 1', [
        entry('d', { kind: 'directory' }),
        entry('d/a', { sha256: 'b'.repeat(64) }),
        entry('c', { kind: 'whiteout' }),
        entry('new'),
        entry('d/b', { mode: 0o755 }),
      ]),
      layer('layer 2', [entry('d', { kind: 'opaque' })]),
    ];
    const counts = assess(input(layers)).layers.map(({ files, added, changed, removed }) => [
      files,
      added,
      changed,
      removed,
    ]);
    expect(counts).toEqual([
      [3, 3, 0, 0],
      [3, 1, 2, 1],
      [0, 0, 0, 2],
    ]);
  });

  it('names the instruction of a layer and the sizes on both sides', () => {
    expect(assess(input([layer('layer 0', [])])).layers[0]).toMatchObject({
      digest: testDigest('blob layer 0'),
      diffId: testDigest('layer 0'),
      instruction: 'RUN x',
      compressedSize: 400,
      size: 1000,
    });
  });

  it('is complete when nothing was left unread, and counts archives apart', () => {
    const jar = entry('app.jar', { content: { kind: 'archive', format: 'zip' } });
    const { coverage, verdict, findings } = assess(input([layer('layer 0', [jar, entry('x')])]));
    expect(coverage).toMatchObject({
      complete: true,
      files: 2,
      bytes: 1000,
      unopened: { count: 0, examples: [] },
    });
    expect([verdict.decision, findings]).toEqual(['allow', []]);
  });

  it('counts what lies in archives apart, and lists what could not be looked into without asking for a review', () => {
    const nested: NestedFacts = {
      archives: 2,
      files: 7,
      bytes: 900,
      opaque: [{ path: 'a.zip', reason: 'encrypted', detail: 'files in it are encrypted', bytes: 80 }],
      unlisted: { count: 3, bytes: 20 },
    };
    const inside = entry('a.zip!/x', { host: 'a.zip' });
    const one = layer('layer 0', [inside, entry('a.zip')]);
    const read = { ...one, facts: one.facts && { ...one.facts, nested } };
    const { coverage, verdict, layers } = assess(input([read, layer('layer 1', [])]));
    expect(coverage).toMatchObject({
      complete: true,
      files: 1,
      nested: { archives: 2, files: 7, bytes: 900 },
      unopened: { count: 4, examples: ['/a.zip'] },
      opaque: { bytes: 100, listed: [{ layer: 0, path: 'a.zip', bytes: 80 }] },
    });
    expect([verdict.decision, layers[0]?.files]).toEqual(['allow', 1]);
  });

  it('turns everything unread into one finding that asks for a review', () => {
    const limit: Unknown = { reason: 'limit-reached', path: 'big', detail: 'Too big.' };
    const missing: LayerResult = { unread: [{ reason: 'layer-missing', detail: 'Gone.' }] };
    const result = assess(
      input([layer('layer 0', [], [limit]), missing], {
        unknowns: [{ reason: 'detector-failed', detail: 'It threw.' }],
      }),
    );
    expect(result.coverage).toMatchObject({ complete: false, layers: 2, layersRead: 1 });
    expect(result.coverage.unread).toHaveLength(3);
    expect(result.findings.map(({ rule }) => rule)).toEqual(['coverage/not-fully-read']);
    expect(result.findings[0]?.evidence).toEqual([
      { path: '/big', layer: 0, excerpt: 'Too big.' },
      { path: '/', layer: 1, excerpt: 'Gone.' },
      { path: '/', excerpt: 'It threw.' },
    ]);
    expect(result.verdict.decision).toBe('review');
    expect(result.rules.map(({ id }) => id)).toEqual(['coverage/not-fully-read']);
  });

  it('names what is unread once, even if it was handed over twice', () => {
    const limit: Unknown = { reason: 'limit-reached', detail: 'Too big.' };
    const twice = { ...layer('layer 0', [], [limit]), unread: [limit] };
    expect(assess(input([twice], { unknowns: [{ ...limit, layer: 0 }] })).coverage.unread).toHaveLength(1);
  });

  it('never takes a layer without facts for a read one', () => {
    const { coverage, verdict } = assess(input([{ unread: [] }]));
    expect([coverage.complete, verdict.decision]).toEqual([false, 'review']);
  });

  it.each(['digest-mismatch', 'size-mismatch', 'diff-id-mismatch'] as const)('blocks on %s', (reason) => {
    const broken = { ...layer('layer 0', []), unread: [{ reason, detail: 'Other bytes.' }] };
    const { findings, verdict, rules } = assess(input([broken]));
    expect(findings).toMatchObject([
      { rule: `integrity/${reason}`, severity: 'critical', confidence: 'certain' },
    ]);
    expect(verdict.decision).toBe('block');
    expect(rules.map(({ id }) => id)).toEqual([`integrity/${reason}`]);
  });

  it('notices itself when the computed diffID is not the one claimed', () => {
    const { findings } = assess(input([layer('another', [])]));
    expect(findings.map(({ rule }) => rule)).toEqual(['integrity/diff-id-mismatch']);
  });

  it('does not compare the diffID of a layer that was cut off', () => {
    const cut = layer('another', [], [{ reason: 'limit-reached', detail: 'Cut off.' }]);
    expect(assess(input([cut])).findings.map(({ rule }) => rule)).toEqual(['coverage/not-fully-read']);
  });

  it('blocks when the configuration lists another number of layers', () => {
    const image = imageOf(['layer 0'], ['layer 0', 'layer 1']);
    const { findings, verdict } = assess(input([layer('layer 0', [entry('x')])], { image }));
    expect(findings).toMatchObject([{ rule: 'integrity/layer-count-mismatch', severity: 'high' }]);
    expect(verdict.decision).toBe('block');
  });

  it('sorts findings by severity, confidence, rule and path', () => {
    const make = (
      rule: string,
      severity: Finding['severity'],
      confidence: Finding['confidence'],
      path: string,
    ) => ({
      rule,
      severity,
      confidence,
      title: '',
      category: 'miner' as const,
      why: '',
      fix: '',
      evidence: [{ path, excerpt: '' }] as const,
    });
    const findings = [
      make('b/x', 'low', 'certain', '/1'),
      make('b/x', 'high', 'low', '/2'),
      make('a/x', 'high', 'high', '/4'),
      make('a/x', 'high', 'high', '/3'),
    ];
    const sorted = assess(input([layer('layer 0', [entry('x')])], { findings })).findings;
    expect(sorted.map(({ evidence }) => evidence[0].path)).toEqual(['/3', '/4', '/2', '/1']);
  });

  it('gives the same for the same', () => {
    const given = input([layer('layer 0', [entry('x')])]);
    expect(JSON.stringify(assess(given))).toBe(JSON.stringify(assess(given)));
  });
});
