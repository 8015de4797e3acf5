import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';

function matches(pattern: string, text: string): boolean {
  return compileGlob(pattern).matches(text);
}

describe('compileGlob', () => {
  it.each([
    ['miner/*', 'miner/binary'],
    ['*', 'miner'],
    ['/usr/**', '/usr/bin/xmrig'],
    ['/usr/**/xmrig', '/usr/xmrig'],
    ['/usr/**/xmrig', '/usr/local/bin/xmrig'],
    ['**/node_modules/**', '/srv/node_modules/a/b'],
    ['**', ''],
    ['/a?c', '/abc'],
    ['/a.c', '/a.c'],
    ['/[a]', '/[a]'],
    ['/日本*', '/日本語'],
  ])('%s matches %s', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  it.each([
    ['miner/*', 'miner/a/b'],
    ['*', 'miner/binary'],
    ['/usr/**/xmrig', '/usr/notxmrig'],
    ['/a?c', '/a/c'],
    ['/a.c', '/abc'],
    ['/usr', '/usr/bin'],
    ['', 'x'],
  ])('%s does not match %s', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  it('stays quick on the pattern that makes backtracking explode', () => {
    expect(matches(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(matches(`${'**/'.repeat(200)}b`, 'a/'.repeat(3000))).toBe(false);
  });
});
