import { describe, expect, it } from 'vitest';
import type { LayerEntry } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { lookUpProgram } from './path-lookup.ts';

function file(path: string, mode = 0o755): LayerEntry {
  return { path, kind: 'file', size: 1, mode, uid: 0, gid: 0 };
}

function treeOf(...entries: LayerEntry[]) {
  return buildTree([{ diffId: `sha256:${'0'.repeat(64)}`, size: 0, entries, unknowns: [] }]);
}

function find(name: string, entries: LayerEntry[], path?: string, cwd = '/') {
  const place = path === undefined ? { cwd } : { cwd, path };
  const found = lookUpProgram(treeOf(...entries), name, place);
  return found.kind === 'found'
    ? `${found.node.path}${found.executable ? '' : ' (not executable)'}`
    : found.why;
}

describe('looking up a program', () => {
  it('takes the first folder of PATH that has it', () => {
    const entries = [file('usr/bin/x'), file('opt/x')];
    expect(find('x', entries, '/opt:/usr/bin')).toBe('opt/x');
    expect(find('x', entries, '/none:/usr/bin:/opt')).toBe('usr/bin/x');
  });

  it('prefers an executable file to an earlier one that is not', () => {
    expect(find('x', [file('a/x', 0o644), file('b/x')], '/a:/b')).toBe('b/x');
    expect(find('x', [file('a/x', 0o644)], '/a:/b')).toBe('a/x (not executable)');
  });

  it('has a default PATH, and takes an empty folder for the working directory', () => {
    expect(find('x', [file('usr/sbin/x')])).toBe('usr/sbin/x');
    expect(find('x', [file('srv/x')], ':/bin', '/srv')).toBe('srv/x');
  });

  it('takes a name with a slash for a path, relative to the working directory', () => {
    expect(find('./x', [file('srv/x')], '/bin', '/srv')).toBe('srv/x');
    expect(find('../x', [file('x')], '/bin', '/srv/../srv')).toBe('not found in the image');
    expect(find('bin/x', [file('srv/bin/x')], '/bin', '/srv/')).toBe('srv/bin/x');
  });

  it('follows links inside the image, and knows circles', () => {
    const link = (path: string, target: string): LayerEntry => ({ ...file(path), kind: 'symlink', target });
    expect(
      find('x', [link('bin', 'usr/bin'), link('usr/bin/x', '../lib/y'), file('usr/lib/y')], '/bin'),
    ).toBe('usr/lib/y');
    expect(find('/x', [link('x', '/y'), link('y', '/x')])).toContain('circle');
    expect(find('/x', [link('x', '/../../etc/passwd')])).toBe('not found in the image');
  });

  it('wants a regular file', () => {
    expect(find('/d', [{ ...file('d'), kind: 'directory' }])).toBe('a directory, not a file');
  });

  it('stops after a thousand folders', () => {
    const path = `${Array.from({ length: 5000 }, (_, index) => `/p${index}`).join(':')}:/bin`;
    expect(find('x', [file('bin/x')], path)).toContain('first 1000 folders');
    expect(find('x', [file('p999/x')], path)).toBe('p999/x');
  });
});
