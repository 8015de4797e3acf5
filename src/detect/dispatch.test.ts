import { describe, expect, it } from 'vitest';
import { judge, layerView } from '../../testkit/detect.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { Detector } from './detector.ts';
import { DETECTORS } from './detectors.ts';
import { inspectAutostarts, inspectImports, inspectLayer, inspectLayers } from './dispatch.ts';
import type { Finding, Severity } from './finding.ts';
import type { ImageParts } from './image-parts.ts';

function detector(id: string, parts: Partial<Detector>): Detector {
  return { id, version: 1, title: id, rules: [], judge: () => [], ...parts };
}

function finding(rule: string, severity: Severity): Finding {
  const evidence = [{ path: '/a', excerpt: 'x' }] as const;
  return {
    rule,
    title: rule,
    category: 'hidden',
    severity,
    confidence: 'high',
    why: 'w',
    fix: 'f',
    evidence,
  };
}

describe('the dispatcher', () => {
  it('tells where what starts by itself, or what programs import, cannot be looked at', () => {
    const parts = new Proxy<ImageParts>({} as ImageParts, {
      get: () => {
        throw new RangeError('the stack ends');
      },
    });
    const detail = 'was not judged: the stack ends';
    expect(inspectAutostarts(DETECTORS, parts)).toMatchObject({
      files: [],
      unknowns: [{ reason: 'detector-failed', detail: `What starts by itself ${detail}` }],
    });
    expect(inspectImports(DETECTORS, parts, [])).toMatchObject({ modules: [] });
  });

  it('turns a detector that throws into an Unknown and lets the others go on', () => {
    const broken = detector('broken', {
      inspect: () => {
        throw new Error('no');
      },
      judge: () => {
        throw new Error('neither');
      },
    });
    const good = detector('good', { judge: () => [finding('good/x', 'low')] });
    const { findings, unknowns } = judge([broken, good], { layers: [{ a: 'x' }] });
    expect(findings).toHaveLength(1);
    expect(unknowns.map(({ reason }) => reason)).toEqual(['detector-failed', 'detector-failed']);
  });

  it('shows each text to all detectors that want it, in entry order, also where one of them fails', () => {
    const seen: string[] = [];
    const looking = (id: string, last: string): Detector =>
      detector(id, {
        texts: {
          wants: (_role, { path }) => path !== 'app/b.sh',
          look: ({ path, units }) => {
            seen.push(`${id} ${path}`);
            if (path === last) throw new Error('no');
            return [{ excerpt: units[0]?.text ?? '', data: {} }];
          },
        },
        inspect: () => [{ entry: 0, excerpt: 'besides', data: {} }],
      });
    const detectors = [looking('one', 'app/c.sh'), looking('two', ''), detector('three', {})];
    const files = { 'app/a.sh': 'true a', 'app/b.sh': 'true b', 'app/c.sh': 'true c', 'app/d.sh': 'true d' };
    const views = detectors.map((each) => ({ detector: each, layer: layerView(each, files) }));
    const facts = views[0]?.layer.facts;
    const [one, two, three] = inspectLayers(
      views.map(({ detector: each }) => ({
        detector: each,
        layer: views[0]?.layer ?? layerView(each, files),
      })),
    );
    expect(facts?.entries.map(({ path }) => path)).toContain('app/b.sh');
    expect(seen).toEqual(['one app/a.sh', 'two app/a.sh', 'one app/c.sh', 'two app/c.sh', 'two app/d.sh']);
    expect(one).toMatchObject({ observations: [], unknowns: [{ reason: 'detector-failed' }] });
    expect(two?.observations.map(({ excerpt }) => excerpt)).toEqual([
      'true a',
      'true c',
      'true d',
      'besides',
    ]);
    expect(three).toEqual({ observations: [], unknowns: [] });
  });

  it('cuts a flood of observations and says so', () => {
    const flood = detector('flood', {
      inspect: () =>
        Array.from({ length: DEFAULT_LIMITS.maxObservations + 1 }, () => ({
          entry: 0,
          excerpt: 'x',
          data: {},
        })),
    });
    const { observations, unknowns } = inspectLayer(flood, layerView(flood, { a: 'x' }));
    expect(observations).toHaveLength(DEFAULT_LIMITS.maxObservations);
    expect(unknowns).toMatchObject([{ reason: 'limit-reached' }]);
  });

  it('sorts by severity and drops twins', () => {
    const many = detector('many', {
      judge: () => [finding('b', 'low'), finding('a', 'low'), finding('c', 'critical'), finding('a', 'low')],
    });
    expect(judge([many], { layers: [{}] }).findings.map(({ rule }) => rule)).toEqual(['c', 'a', 'b']);
  });

  it('gives sightings ready evidence, with the layer that took the file away', () => {
    const seen = detector('seen', {
      inspect: () => [{ entry: 0, line: 3, excerpt: 'x', data: {} }],
      judge: (view) =>
        view.sightings.map(({ evidence }) => ({ ...finding('s', 'low'), evidence: [evidence] as const })),
    });
    const { findings } = judge([seen], { layers: [{ a: '1' }, { a: null }] });
    expect(findings[0]?.evidence[0]).toEqual({ path: '/a', layer: 0, line: 3, excerpt: 'x', goneIn: 1 });
  });
});

describe('every detector', () => {
  it('has an id, rules and literals of its own that the byte pass can look for', () => {
    expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
    const rules = DETECTORS.flatMap((each) => each.rules.map(({ id }) => id));
    expect(new Set(rules).size).toBe(rules.length);
    for (const literal of DETECTORS.flatMap(({ triggers }) => triggers?.literals ?? [])) {
      expect(literal).toMatch(/^[\x20-\x7e]{6,}$/);
    }
  });
});
