import { describe, expect, it } from 'vitest';
import { openTestImage, type TestImage } from '../../../testkit/explain.ts';
import { digestOf } from '../../base/digest.ts';
import { rebuildLink } from './rebuild-link.ts';
import type { RebuildSide } from './rebuild-side.ts';

function side(spec: TestImage, more: { readonly complete?: boolean } = {}): RebuildSide {
  const { image, facts, text } = openTestImage(spec);
  return {
    image: { ...image, digest: digestOf(Buffer.from(JSON.stringify(spec))) },
    layers: facts,
    complete: true,
    text: (_, { path }) => text(path),
    ...more,
  };
}

function link(original: TestImage, rebuilt: TestImage) {
  return rebuildLink(side(original), side(rebuilt));
}

const IMAGE: TestImage = {
  config: { Cmd: ['a'], Env: ['A=1'], Labels: { version: '1' } },
  history: [{ created_by: 'COPY a /', created: '2026-01-01T00:00:00Z' }],
  layers: [{ 'bin/a': { elf: 'a' }, 'etc/a': 'a' }],
};

describe('a rebuilt image', () => {
  it('is the same bit for bit, or in all that it holds', () => {
    expect(link(IMAGE, IMAGE)).toMatchObject({
      status: 'verified',
      reason: 'The rebuilt image is the same, bit for bit.',
    });
    const later = { ...IMAGE, history: [{ created_by: 'COPY a /', created: '2026-02-02T00:00:00Z' }] };
    expect(link(IMAGE, later)).toMatchObject({
      status: 'verified',
      evidence: [expect.stringContaining('sha256:')],
    });
  });

  it('is contradicted by a program, a setting, a row or a layer that differs, and names each', () => {
    const other = link(IMAGE, {
      config: { Cmd: ['b'], Env: ['A=1'], Labels: { version: '2' } },
      history: [{ created_by: 'COPY b /' }],
      layers: [{ 'bin/a': { elf: 'changed' }, 'etc/b': 'b' }, { x: 'x' }],
    });
    expect(other.status).toBe('contradicted');
    expect(other.evidence.slice(1)).toEqual([
      'Cmd: ["a"]; rebuilt: ["b"]',
      'Labels.version: 1; rebuilt: 2',
      'history row 1: COPY a /; rebuilt: COPY b /',
      '1 layer; rebuilt: 2',
      'layer 1: /bin/a holds other bytes',
      'layer 1: /etc/a only in the original',
      'layer 1: /etc/b only in the rebuilt image',
    ]);
  });

  it('may differ in times, logs and what is made anew', () => {
    const made = (date: string, day: number, id: string): TestImage => ({
      config: { Labels: { 'org.opencontainers.image.created': date } },
      layers: [
        {
          'etc/build-info': `built ${date} by make\n`,
          'etc/shadow': `root:*:${day}:0:99999:7:::\n`,
          'var/log/dpkg.log': id,
          'etc/machine-id': id,
        },
      ],
    });
    const found = link(made('2026-11-26T10:00:00Z', 20000, 'a'), made('2026-11-27T11:30:00Z', 20001, 'b'));
    expect(found.status).toBe('verified');
    expect(found.evidence.slice(1)).toEqual([
      'explained: the time of the build (1)',
      'explained: times written into a text (1)',
      'explained: the day of the last change of a password (1)',
      'explained: logs (1)',
      'explained: an identity made anew (1)',
    ]);
  });

  it.each([
    ['a password', { 'etc/shadow': 'root:*:1:0:::\n' }, { 'etc/shadow': 'root:$6$x:2:0:::\n' }],
    ['a script among the logs', { 'var/log/a.log': '1' }, { 'var/log/a.log': '#!/bin/sh\nx\n' }],
    [
      'a mode',
      { 'var/log/a.log': { text: '1', mode: 0o644 } },
      { 'var/log/a.log': { text: '1', mode: 0o4755 } },
    ],
    ['compiled Python', { 'a.pyc': { elf: '1' } }, { 'a.pyc': { elf: '2' } }],
    ['a text beside its times', { a: 'at 2026-11-26 x' }, { a: 'at 2026-11-27 y' }],
    ['bytes that are no text', { a: '\ufffd 2026-11-26' }, { a: '\ufffd 2026-11-27' }],
    ['a link', { a: { link: 'b' } }, { a: { link: 'c' } }],
  ])('may not differ in %s', (_, original, rebuilt) => {
    expect(link({ layers: [original] }, { layers: [rebuilt] }).status).toBe('contradicted');
  });

  it('is not compared when one of the two was not read to its end', () => {
    expect(rebuildLink(side(IMAGE), side({ ...IMAGE, config: {} }, { complete: false })).status).toBe(
      'missing',
    );
    expect(rebuildLink(side(IMAGE, { complete: false }), side({ ...IMAGE, config: {} })).status).toBe(
      'missing',
    );
  });
});
