import { describe, expect, it } from 'vitest';
import { whiteoutOf } from './whiteout.ts';

describe('whiteoutOf', () => {
  it.each([
    ['etc/passwd', undefined],
    ['etc/.whx', undefined],
    ['x.wh.y', undefined],
    ['.wh.x/file', undefined],
    ['.wh.x', { kind: 'whiteout', path: 'x' }],
    ['a/b/.wh.c', { kind: 'whiteout', path: 'a/b/c' }],
    ['.wh..hidden', { kind: 'whiteout', path: '.hidden' }],
    ['.wh..wh..opq', { kind: 'opaque', path: '' }],
    ['a/.wh..wh..opq', { kind: 'opaque', path: 'a' }],
    ['.wh..wh.plnk', { kind: 'metadata' }],
    ['a/.wh.', { kind: 'invalid' }],
    ['a/.wh..', { kind: 'invalid' }],
    ['a/.wh...', { kind: 'invalid' }],
    ['a/.wh....', { kind: 'whiteout', path: 'a/...' }],
  ])('of %s', (path, whiteout) => {
    expect(whiteoutOf(path)).toEqual(whiteout);
  });
});
