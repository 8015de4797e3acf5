import { expect, it } from 'vitest';
import { openTestImage, type TestImage } from '../../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { compareContent, explain } from '../../explain/index.ts';
import type { ImageView } from '../detector.ts';
import type { Finding } from '../finding.ts';
import { layerContent } from './index.ts';

const COMMENT = 'buildkit.dockerfile.v0';

function findings(spec: TestImage): readonly Finding[] {
  const { image, facts, tree, text } = openTestImage(spec);
  const explained = explain({ image, tree, text, limits: DEFAULT_LIMITS });
  const instructions = compareContent({ instructions: explained.instructions, layers: facts });
  return layerContent.judge({ image, explanation: { ...explained, instructions } } as unknown as ImageView);
}

it('tells of layers that no builder makes so, once for all, with the files as evidence', () => {
  const [found, ...others] = findings({
    history: [
      { created_by: 'COPY app /app # buildkit', comment: COMMENT },
      { created_by: 'ENV A=b', comment: COMMENT },
    ],
    layers: [{ 'app/x': 'x', 'usr/sbin/sshd': { elf: 'sshd' } }, { 'etc/x': 'x' }],
  });
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    rule: 'layer-content/not-as-instructed',
    severity: 'low',
    why: 'Layer 1 (COPY) holds 1 file outside /app; 1 more do not fit either: something else than that instruction made or changed it.',
    evidence: [
      { path: '/usr/sbin/sshd', layer: 0, excerpt: 'the history says COPY app /app' },
      { path: '/etc/x', layer: 1, excerpt: 'the history says ENV A=b' },
    ],
  });
});

it.each<[string, TestImage]>([
  [
    'what is copied lies where it should',
    { history: [{ created_by: 'COPY app /app # buildkit', comment: COMMENT }], layers: [{ 'app/x': 'x' }] },
  ],
  [
    'kaniko wrote one row for all',
    {
      history: [{ created_by: 'COPY app /app', author: 'kaniko' }],
      layers: [{ 'app/x': 'x', 'usr/bin/y': 'y' }],
    },
  ],
  [
    'RUN may write anywhere',
    {
      history: [{ created_by: 'RUN /bin/sh -c curl -o /usr/local/bin/x # buildkit', comment: COMMENT }],
      layers: [{ 'usr/local/bin/x': { elf: 'x' } }],
    },
  ],
  ['there is no history', { layers: [{ a: 'a' }, { b: 'b' }] }],
])('says nothing where %s', (_, spec) => {
  expect(findings(spec)).toEqual([]);
});

it('tells, as information, that rows and layers differ in number', () => {
  const history = [{ created_by: 'COPY app /app # buildkit', comment: COMMENT }];
  expect(
    findings({ history, layers: [{ 'app/x': 'x' }, { 'usr/sbin/sshd': { elf: 'sshd' } }] }),
  ).toMatchObject([
    {
      rule: 'layer-content/other-layer-count',
      severity: 'info',
      why: expect.stringContaining('tells of 1 layer, the image has 2'),
    },
  ]);
});
