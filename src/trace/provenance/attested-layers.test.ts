import { expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { BUILT, buildkitSteps } from '../../../testkit/provenance.ts';
import { attestedLayers } from './attested-layers.ts';
import { buildSteps } from './build-steps.ts';

const image = buildImage(BUILT);
const digests = image.layers.map(({ digest }) => digest);

function told(lines: readonly (readonly [number, number])[], info = 0) {
  const { locations, layers } = buildkitSteps(image, lines);
  return attestedLayers(buildSteps({ source: { locations }, layers }, info), digests);
}

it('a step made the layer that its chain of layers ends with', () => {
  expect(
    told([
      [2, 2],
      [4, 4],
      [5, 7],
    ]),
  ).toEqual([
    { layer: 0, firstLine: 2, lastLine: 2 },
    { layer: 1, firstLine: 4, lastLine: 4 },
    { layer: 2, firstLine: 5, lastLine: 7 },
  ]);
});

it('chains of other layers, and lines of other files, say nothing', () => {
  const steps = [{ firstLine: 1, lastLine: 1, chains: [['sha256:0'], [], [...digests, 'x']] }];
  expect(attestedLayers(steps, digests)).toEqual([]);
  expect(told([[2, 2]], 1)).toEqual([]);
});

it('a layer that steps of different lines end with is nobody of theirs', () => {
  const step = (line: number) => ({ firstLine: line, lastLine: line, chains: [digests] });
  expect(attestedLayers([step(4), step(5), step(4)], digests)).toEqual([]);
  expect(attestedLayers([step(4), step(4)], digests)).toHaveLength(1);
});

it.each([
  ['no object', [1, null, 'x']],
  ['odd names', { '__proto__:0': [[]], step1: [[]], 'stepx:0': [[]] }],
  ['odd chains', { 'step0:0': [null, 1, [{ digest: 3 }], [[]]] }],
  ['many chains', { 'step0:0': Array.from({ length: 10_000 }, () => [{ digest: 'sha256:0' }]) }],
  ['a long chain', { 'step0:0': [Array.from({ length: 5000 }, () => ({ digest: 'sha256:0' }))] }],
])('layers that are %s are not believed', (_name, layers) => {
  const { locations } = buildkitSteps(image, [[4, 4]]);
  const steps = buildSteps({ source: { locations }, layers }, 0);
  expect(steps.flatMap(({ chains }) => chains).length).toBeLessThanOrEqual(16);
  expect(attestedLayers(steps, digests)).toEqual([]);
});

it.each([
  [{ step0: { locations: [{ ranges: [{ start: { line: -1 } }] }] } }],
  [{ step0: { locations: [{ ranges: [{ start: { line: 1e300 }, end: null }] }] } }],
  [{ step0: { locations: 'x' } }],
])('lines that are none are not believed: %j', (locations) => {
  const { layers } = buildkitSteps(image, [[4, 4]]);
  expect(buildSteps({ source: { locations }, layers }, 0)).toEqual([]);
});
