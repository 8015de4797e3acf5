import { describe, expect, it } from 'vitest';
import { dockerignore } from './dockerignore.ts';
import { matchesPath, parsePattern } from './glob.ts';

function matches(pattern: string, path: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed !== undefined && matchesPath(parsed, path.split('/'));
}

describe('a pattern', () => {
  it.each([
    ['a/b', 'a/b'],
    ['/a/./b/', 'a/b'],
    ['*.go', 'main.go'],
    ['a*b*c', 'aXbYbZc'],
    ['a?', 'ab'],
    ['[a-c]x', 'bx'],
    ['[^a-c]x', 'dx'],
    ['[a-cx]', 'x'],
    [String.raw`\*`, '*'],
    [String.raw`[\]-z]`, 'm'],
    ['**', 'a/b/c'],
    ['**/c', 'c'],
    ['**/c', 'a/b/c'],
    ['a/**/c', 'a/c'],
    ['a/**', 'a/b/c'],
    ['**/b/**/d', 'a/b/c/b/d'],
    ['a/../b', 'b'],
  ])('%j matches %j', (pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  it.each([
    ['*.go', 'cmd/main.go'],
    ['a', 'a/b'],
    ['a/b', 'a'],
    ['[a-c', 'a'],
    ['[]', ']'],
    ['[]a]', ']'],
    ['a*b', 'aXc'],
    ['../a', 'a'],
    ['**/c', 'a/c/d'],
    ['?', ''],
  ])('%j does not match %j', (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it('made to be slow is not', () => {
    expect(matches('*a'.repeat(400), 'a'.repeat(900))).toBe(true);
    expect(matches(`${'*a'.repeat(400)}b`, 'a'.repeat(900))).toBe(false);
    expect(matches(`${'**/a/'.repeat(90)}b`, 'a/'.repeat(150))).toBe(false);
  });
});

describe('a .dockerignore', () => {
  it('leaves out what lies below a folder that it names, and takes in again what a later rule keeps', () => {
    const leavesOut = dockerignore('# why\nnode_modules\n*.md\n!README.md\n\n/build/\n**/*.pyc\n');
    const left = ['node_modules/a/b.js', 'docs.md', 'build/x', 'a/b/c.pyc'];
    const kept = ['README.md', 'docs/x.md', 'src/build/x', 'a/node_modules/b'];
    expect(left.map(leavesOut)).toEqual(left.map(() => true));
    expect(kept.map(leavesOut)).toEqual(kept.map(() => false));
  });

  it('may name everything and take in little', () => {
    const leavesOut = dockerignore('*\n!src\nsrc/secret');
    expect(['a', 'src/a', 'src/secret'].map(leavesOut)).toEqual([true, false, true]);
  });

  it('that is empty or nonsense leaves nothing out', () => {
    expect(dockerignore('')('a')).toBe(false);
    expect(dockerignore('../x\n!\n[\n')('a')).toBe(false);
  });
});
