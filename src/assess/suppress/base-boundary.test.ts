import { describe, expect, it } from 'vitest';
import { testAssessment, testDigest } from '../../../testkit/assessment.ts';
import { testFinding } from '../../../testkit/finding.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { type BaseLayers, findBoundary } from './base-boundary.ts';
import { broughtByBase } from './base-findings.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const DIFF_IDS = ['a', 'b', 'c'].map(testDigest);

function base(names: readonly string[], platform = AMD64): BaseLayers {
  return { name: 'docker.io/library/debian:12', platform, diffIds: names.map(testDigest) };
}

function explanationOf(...texts: readonly string[]) {
  const lines = texts.map((text) => ({ text, ...(/^(?:CMD|ENV|ENTRY)/.test(text) ? {} : { size: 1 }) }));
  return testAssessment({ reference: 'a/b:1', lines }).explanation;
}

const PLAIN = { explanation: explanationOf('ADD x', 'CMD sh', 'RUN y'), platform: AMD64, diffIds: DIFF_IDS };

describe('the boundary of a named base', () => {
  it('is proven when its layers are the lowest ones', () => {
    expect(findBoundary({ ...PLAIN, bases: [base(['a', 'b'])] })).toEqual({
      boundary: { layers: 2, proven: true, name: 'docker.io/library/debian:12' },
    });
  });

  it.each([
    ['one layer differs', ['a', 'x'], /of its 2 layers the lowest 1 are the same/],
    ['it has more layers', ['a', 'b', 'c', 'd'], /of its 4 layers the lowest 3/],
    ['it has none', [], /lowest 0/],
  ])('is not there when %s', (_, names, note) => {
    const found = findBoundary({ ...PLAIN, bases: [base(names)] });
    expect(found.boundary).toBeUndefined();
    expect(found.note).toMatch(note);
  });

  it('is not there when a layer was not read: what the image says of it is not enough', () => {
    const diffIds = [DIFF_IDS[0], undefined, DIFF_IDS[2]];
    expect(findBoundary({ ...PLAIN, diffIds, bases: [base(['a', 'b'])] }).boundary).toBeUndefined();
  });

  it('goes by the platform', () => {
    const arm = { os: 'linux', architecture: 'arm64' };
    const bases = [base(['x'], arm), base(['a'])];
    expect(findBoundary({ ...PLAIN, bases }).boundary?.layers).toBe(1);
    const s390x = { os: 'linux', architecture: 's390x' };
    expect(findBoundary({ ...PLAIN, platform: s390x, bases }).note).toMatch(/no image for this platform/);
  });
});

describe('the boundary that an image claims', () => {
  it('is the last CMD or ENTRYPOINT with layers after it', () => {
    const explanation = explanationOf('ADD x', 'CMD sh', 'RUN y', 'ENTRYPOINT e', 'COPY z', 'CMD z');
    const { boundary, note } = findBoundary({ ...PLAIN, explanation });
    expect(boundary).toEqual({ layers: 2, proven: false });
    expect(note).toMatch(/lowest 2 layers are the base\. That is only a claim/);
  });

  it.each([
    ['nothing comes after it', ['ADD x', 'RUN y', 'CMD sh']],
    ['nothing comes before it', ['CMD sh', 'ADD x']],
    ['there is none', ['ADD x', 'ENV a', 'RUN y']],
    ['there is no history', []],
  ])('is not there when %s', (_, texts) => {
    const found = findBoundary({ ...PLAIN, explanation: explanationOf(...texts) });
    expect(found.boundary).toBeUndefined();
    expect(found.note).toMatch(/Nothing tells where the base image ends/);
  });
});

describe('what the base brought', () => {
  const started: StartStep = {
    what: '/e.sh',
    command: '/e.sh',
    kind: 'script',
    path: '/e.sh',
    file: 'ENTRYPOINT',
    children: [],
  };
  const brought = broughtByBase({ layers: 2, proven: true }, [started]);

  it.each([
    ['all evidence in it', [{ layer: 0 }, { layer: 1 }], true],
    ['a place above it', [{ layer: 0 }, { layer: 2 }], false],
    ['a place in the configuration', [{ layer: 0 }, { path: 'ENV', layer: undefined as never }], false],
    ['what it removed itself', [{ layer: 0, goneIn: 1 }], true],
    ['what was removed above it', [{ layer: 0, goneIn: 2 }], false],
    ['what runs at start', [{ path: '/e.sh', layer: 0 }], false],
    ['what lies in an archive that runs at start', [{ path: '/e.sh!/x', layer: 0 }], false],
  ])('with %s: %#', (_, places, expected) => {
    expect(brought(testFinding({}, ...places))).toBe(expected);
  });
});
