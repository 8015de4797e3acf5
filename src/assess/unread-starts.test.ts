import { describe, expect, it } from 'vitest';
import { openTestImage } from '../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import { explain } from '../explain/explain.ts';
import { unreadStarts } from './unread-starts.ts';

const UNACCOUNTED: Accounting = {
  total: 1,
  accounted: 0,
  withoutDigest: 0,
  changed: 0,
  unlisted: 1,
  databases: [],
  changedFiles: [],
  unaccounted: [{ path: '/x', kind: 'script', size: 1, layer: 0, atStart: true, why: 'nothing lists it' }],
  notes: [],
};

/** What is told of a script of one byte that starts and was not kept. */
function unread(maxTextBytes: number) {
  const { image, tree, text } = openTestImage({
    config: { Cmd: ['/x'] },
    layers: [{ x: { text: '#!/bin/sh\n', kept: false } }],
  });
  const explanation = explain({ image, tree, text, limits: DEFAULT_LIMITS });
  return unreadStarts(explanation, UNACCOUNTED, tree, { maxTextBytes });
}

describe('a start that was not read', () => {
  it('is told with the limit that kept it out, as the run set it', () => {
    expect(unread(0)).toMatchObject([{ path: 'x', reason: 'limit-reached', limit: 'maxTextBytes' }]);
  });

  it('is told where only its beginning was kept', () => {
    const content = { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8', cut: true } as const;
    const { image, tree, text } = openTestImage({ config: { Cmd: ['/x'] }, layers: [{ x: { content } }] });
    const explanation = explain({
      image,
      tree,
      text: (path) => text(path) ?? 'true\n',
      limits: DEFAULT_LIMITS,
    });
    expect(unreadStarts(explanation, UNACCOUNTED, tree, { maxTextBytes: 0 })).toMatchObject([
      { path: 'x', limit: 'maxTextBytes', detail: expect.stringContaining('only its beginning') },
    ]);
  });

  it('is told without one where the limit did not', () => {
    const [told] = unread(1);
    expect(told).toMatchObject({ path: 'x', reason: 'unreadable' });
    expect(told).not.toHaveProperty('limit');
  });
});
