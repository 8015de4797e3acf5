import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../layer-facts.ts';
import { buildTree } from './build-tree.ts';
import type { ImageTree } from './image-tree.ts';

type Some = Partial<LayerEntry> & { readonly path: string };

const file = (path: string, content = path, more: Partial<LayerEntry> = {}): Some => ({
  path,
  kind: 'file',
  sha256: content,
  ...more,
});
const folder = (path: string, mode = 0o755): Some => ({ path, kind: 'directory', mode });
const symlink = (path: string, target: string): Some => ({ path, kind: 'symlink', target });
const hardlink = (path: string, target: string): Some => ({ path, kind: 'hardlink', target });
const whiteout = (path: string): Some => ({ path, kind: 'whiteout' });
const opaque = (path: string): Some => ({ path, kind: 'opaque' });

function layer(...entries: readonly Some[]): LayerFacts {
  return {
    diffId: `sha256:${'0'.repeat(64)}`,
    size: 0,
    unknowns: [],
    entries: entries.map((entry) => ({ kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, ...entry })),
  };
}

function paths(tree: ImageTree): string[] {
  return [...tree.nodes.keys()];
}

function gone(tree: ImageTree): string[] {
  return tree.gone.map((some) => `${some.path} of ${some.layer} ${some.how} in ${some.goneIn}`);
}

describe('buildTree', () => {
  it('has a root even of nothing', () => {
    const tree = buildTree([]);
    expect(paths(tree)).toEqual(['']);
    expect(tree.get('')).toMatchObject({ implicit: true, entry: { kind: 'directory', mode: 0o755 } });
    expect(tree.resolve('/').kind).toBe('found');
  });

  it('takes the root from the layer that describes it, and only as a folder', () => {
    const tree = buildTree([layer(folder('', 0o700)), layer(file(''))]);
    expect(tree.get('')).toMatchObject({ layer: 0, entry: { kind: 'directory', mode: 0o700 } });
    expect(tree.get('')?.implicit).toBeUndefined();
  });

  it('sorts by component, folders before their content', () => {
    const tree = buildTree([layer(file('a.b'), file('a/z'), file('a-b'), file('a/b'), file('B'))]);
    expect(paths(tree)).toEqual(['', 'B', 'a', 'a/b', 'a/z', 'a-b', 'a.b']);
    expect(tree.children('')).toEqual(['B', 'a', 'a-b', 'a.b']);
    expect(tree.children('a')).toEqual(['b', 'z']);
    expect(tree.children('a.b')).toEqual([]);
    expect(tree.children('missing')).toEqual([]);
  });

  it('counts layers that were not read, and takes nothing from them', () => {
    const tree = buildTree([layer(file('a')), undefined, layer(file('b'))]);
    expect(tree.get('b')?.layer).toBe(2);
    expect(paths(tree)).toEqual(['', 'a', 'b']);
  });

  it('leaves out what lies inside of an archive', () => {
    const inside = { host: 'a.zip' };
    const tree = buildTree([layer(file('a.zip!/etc/passwd', 'x', inside), file('a.zip'))]);
    expect(paths(tree)).toEqual(['', 'a.zip']);
  });

  it('makes the folders that nothing describes', () => {
    const tree = buildTree([layer(file('a/b/c'))]);
    expect(tree.get('a/b')).toMatchObject({ implicit: true, layer: 0, entry: { mode: 0o755, uid: 0 } });
    expect(buildTree([layer(file('a/b/c')), layer(folder('a', 0o700))]).get('a')).not.toHaveProperty(
      'implicit',
    );
  });
});

describe('whiteouts', () => {
  it('hide a lower file, and a lower folder with all that lies in it', () => {
    const tree = buildTree([layer(file('a'), folder('d'), file('d/x')), layer(whiteout('a'), whiteout('d'))]);
    expect(paths(tree)).toEqual(['']);
    expect(gone(tree).sort()).toEqual([
      'a of 0 removed in 1',
      'd of 0 removed in 1',
      'd/x of 0 removed in 1',
    ]);
  });

  it('leave alone what their own layer holds, wherever they stand', () => {
    const tree = buildTree([
      layer(file('a', 'old'), file('d/x', 'old')),
      layer(file('a', 'new'), file('d/y', 'new'), whiteout('a'), opaque('d')),
    ]);
    expect(paths(tree)).toEqual(['', 'a', 'd', 'd/y']);
    expect(tree.get('a')?.entry.sha256).toBe('new');
    expect(gone(tree)).toEqual(['a of 0 removed in 1', 'd/x of 0 removed in 1']);
  });

  it('of nothing, of the root and in what is no folder are without effect', () => {
    const tree = buildTree([
      layer(file('a')),
      layer(whiteout('b'), whiteout(''), whiteout('a/x'), opaque('a')),
    ]);
    expect(paths(tree)).toEqual(['', 'a']);
    expect(tree.gone).toEqual([]);
  });

  it('go through the links of lower layers', () => {
    const tree = buildTree([
      layer(file('usr/lib/a'), file('usr/lib/b'), symlink('lib', 'usr/lib')),
      layer(whiteout('lib/a')),
      layer(opaque('lib')),
    ]);
    expect(gone(tree)).toEqual(['usr/lib/a of 0 removed in 1', 'usr/lib/b of 0 removed in 2']);
    expect(tree.get('lib')?.entry.kind).toBe('symlink');
  });

  it('hide nothing behind a link that their own layer replaces with a folder', () => {
    const tree = buildTree([
      layer(file('usr/lib/a'), symlink('lib', 'usr/lib')),
      layer(folder('lib'), opaque('lib'), whiteout('lib/a')),
    ]);
    expect(paths(tree)).toEqual(['', 'lib', 'usr', 'usr/lib', 'usr/lib/a']);
  });

  it('of the last component itself do not follow a link', () => {
    const tree = buildTree([layer(file('a'), symlink('l', 'a')), layer(whiteout('l'))]);
    expect(paths(tree)).toEqual(['', 'a']);
  });
});

describe('an entry over another', () => {
  it('merges a folder into a folder, with the new metadata', () => {
    const tree = buildTree([layer(folder('d', 0o755), file('d/x')), layer(folder('d', 0o700))]);
    expect(tree.get('d')).toMatchObject({ layer: 1, entry: { mode: 0o700 } });
    expect(tree.get('d/x')?.layer).toBe(0);
    expect(tree.gone).toEqual([]);
  });

  it('replaces a folder and everything in it', () => {
    const tree = buildTree([layer(folder('d'), file('d/e/x')), layer(file('d'))]);
    expect(paths(tree)).toEqual(['', 'd']);
    // The implicit folder d/e is in no layer.
    expect(gone(tree)).toEqual(['d of 0 replaced in 1', 'd/e/x of 0 replaced in 1']);
  });

  it('puts nothing into a folder that is gone, though the entry before lay in it', () => {
    const same = layer(file('d/a'), symlink('d', '/e'), file('d/b'), folder('d'), file('d/c'));
    expect(paths(buildTree([same]))).toEqual(['', 'd', 'd/c', 'e', 'e/b']);
    const above = layer(whiteout('x/y'), file('x/y/b'), file('x/y/c'), file('x/z'));
    expect(paths(buildTree([layer(file('x/y/a')), above]))).toEqual([
      '',
      'x',
      'x/y',
      'x/y/b',
      'x/y/c',
      'x/z',
    ]);
    const prefix = layer(file('ab/c'), file('a/c'), file('ab'), file('c'));
    expect(paths(buildTree([prefix]))).toEqual(['', 'a', 'a/c', 'ab', 'c']);
  });

  it('replaces a file with a folder', () => {
    const tree = buildTree([layer(file('d')), layer(folder('d'), file('d/x'))]);
    expect(paths(tree)).toEqual(['', 'd', 'd/x']);
    expect(gone(tree)).toEqual(['d of 0 replaced in 1']);
  });

  it('is a node of its own layer even with the same content, and then nothing is gone', () => {
    const tree = buildTree([layer(file('a', '1')), layer(file('a', '1', { mode: 0o4755 }))]);
    expect(tree.get('a')).toMatchObject({ layer: 1, contentLayer: 1, entry: { mode: 0o4755 } });
    expect(tree.gone).toEqual([]);
  });

  it('takes away content whose hash nobody knows', () => {
    const unread = { path: 'a' };
    expect(gone(buildTree([layer(unread), layer(unread)]))).toEqual(['a of 0 replaced in 1']);
  });

  it('of the same layer wins, and what it overwrote is kept', () => {
    const tree = buildTree([layer(file('a', '1'), file('a', '2'), file('a', '2'))]);
    expect(tree.get('a')?.entry.sha256).toBe('2');
    expect(gone(tree)).toEqual(['a of 0 replaced in 0']);
    expect(tree.gone[0]?.entry.sha256).toBe('1');
  });

  it('takes nothing away that the layer puts back as it was', () => {
    const tree = buildTree([layer(file('d/a', '1'), file('d/b', '1')), layer(opaque('d'), file('d/a', '1'))]);
    expect(gone(tree)).toEqual(['d/b of 0 removed in 1']);
    expect(tree.get('d/a')?.layer).toBe(1);
  });
});

describe('an entry below a link', () => {
  it.each([
    ['usr/lib', 'usr/lib/x'],
    ['/usr/lib', 'usr/lib/x'],
    ['../../usr/./lib', 'usr/lib/x'],
    ['not/there', 'not/there/x'],
    ['usr/../not/../opt', 'opt/x'],
    ['..', 'x'],
  ])('to %s lands at %s', (target, path) => {
    const tree = buildTree([layer(folder('usr/lib'), symlink('l', target)), layer(file('l/x'))]);
    expect(tree.get(path)?.layer).toBe(1);
    expect(tree.get('l')?.entry.kind).toBe('symlink');
  });

  it('is put at its own path when the links go in a circle', () => {
    const tree = buildTree([layer(symlink('a', 'b'), symlink('b', 'a'), file('a/x'))]);
    expect(paths(tree)).toEqual(['', 'a', 'a/x', 'b']);
    expect(gone(tree)).toEqual(['a of 0 replaced in 0']);
  });

  it('does not follow the last component', () => {
    const tree = buildTree([layer(file('a', '1'), symlink('l', 'a')), layer(file('l', '2'))]);
    expect(tree.get('a')?.entry.sha256).toBe('1');
    expect(gone(tree)).toEqual(['l of 0 replaced in 1']);
  });

  it('or below a file gets folders', () => {
    const tree = buildTree([layer(file('a')), layer(file('a/b/c'))]);
    expect(paths(tree)).toEqual(['', 'a', 'a/b', 'a/b/c']);
    expect(tree.get('a')?.implicit).toBe(true);
    expect(gone(tree)).toEqual(['a of 0 replaced in 1']);
  });
});

describe('a hard link', () => {
  it('is the file in a lower layer, where its bytes are', () => {
    const tree = buildTree([layer(file('usr/a', '1'), symlink('s', 'usr')), layer(hardlink('b', 's/a'))]);
    expect(tree.get('b')).toMatchObject({ layer: 1, contentLayer: 0, hardlinkTo: 'usr/a' });
    expect(tree.get('b')?.entry).toBe(tree.get('usr/a')?.entry);
  });

  it('keeps the bytes it was made with', () => {
    const tree = buildTree([layer(file('a', '1'), hardlink('b', 'a'), file('a', '2')), layer(whiteout('a'))]);
    expect(tree.get('b')?.entry.sha256).toBe('1');
  });

  it('is a link where its target is one', () => {
    const tree = buildTree([layer(file('a'), symlink('s', 'a'), hardlink('h', 's'))]);
    expect(tree.get('h')?.entry.kind).toBe('symlink');
    expect(tree.resolve('h')).toMatchObject({ kind: 'found', node: { path: 'a' }, via: ['h'] });
  });

  it('holds the file that a whiteout of the same layer hides', () => {
    const tree = buildTree([layer(file('d/a', '1')), layer(hardlink('b', 'd/a'), whiteout('d'))]);
    expect(tree.get('b')).toMatchObject({ contentLayer: 0, entry: { sha256: '1' } });
  });

  it.each(['missing', 'folder', 'h', ''])('to "%s" stays what it is', (target) => {
    const tree = buildTree([layer(folder('folder'), hardlink('h', target))]);
    expect(tree.get('h')?.entry).toMatchObject({ kind: 'hardlink', target });
    expect(tree.get('h')?.hardlinkTo).toBeUndefined();
  });
});

describe('hostile layers', () => {
  const deep = `${'a/'.repeat(8000)}x`;

  it('with paths of 8,000 components are merged, replaced and removed', () => {
    const tree = buildTree([layer(file(deep)), layer(file('a')), layer(file(deep)), layer(whiteout('a'))]);
    expect(paths(tree)).toEqual(['']);
    expect(tree.gone.map((some) => some.goneIn)).toEqual([1, 2, 3]);
  });

  it('that need more folders than the budget allows are cut off, and that is on record', () => {
    const tree = buildTree([layer(...Array.from({ length: 20 }, (_, i) => file(`${i}/${deep}`)))]);
    expect(tree.get(`0/${deep}`)).toBeDefined();
    expect(tree.get(`19/${deep}`)).toBeUndefined();
    expect(tree.unknowns).toMatchObject([{ reason: 'limit-reached' }]);
  });

  it('with long chains of links and many entries behind them are cut off too', () => {
    const chain = Array.from({ length: 40 }, (_, i) => symlink(`l${i}`, `${'d/../'.repeat(3000)}l${i + 1}`));
    const files = Array.from({ length: 5000 }, (_, i) => file(`l0/f${i}`));
    const tree = buildTree([layer(folder('d'), folder('l40'), ...chain, ...files)]);
    expect(tree.get('l40/f0')).toBeDefined();
    expect(tree.unknowns).toHaveLength(1);
  });

  it('with names that objects know are like any others', () => {
    const tree = buildTree([layer(file('__proto__/constructor'))]);
    expect(paths(tree)).toEqual(['', '__proto__', '__proto__/constructor']);
  });
});

describe('resolve', () => {
  const tree = buildTree([
    layer(
      file('usr/bin/sh'),
      symlink('bin', 'usr/bin'),
      symlink('usr/bin/dash', '/bin/sh'),
      symlink('up', '../../../usr'),
      symlink('one', 'two'),
      symlink('two', 'one'),
      symlink('dangling', 'bin/nothing'),
      symlink('empty', ''),
    ),
  ]);

  it('follows links, and names them', () => {
    expect(tree.resolve('/bin/dash')).toMatchObject({
      kind: 'found',
      node: { path: 'usr/bin/sh' },
      via: ['bin', 'usr/bin/dash', 'bin'],
    });
  });

  it('starts relative paths where it is told to', () => {
    expect(tree.resolve('sh', '/bin')).toMatchObject({ kind: 'found', node: { path: 'usr/bin/sh' } });
    expect(tree.resolve('../bin/./sh', 'usr/bin')).toMatchObject({ kind: 'found' });
    expect(tree.resolve('/bin/sh', 'usr')).toMatchObject({ kind: 'found' });
    expect(tree.resolve('', 'usr')).toMatchObject({ kind: 'found', node: { path: 'usr' } });
  });

  it('stays inside the root', () => {
    expect(tree.resolve('/up/bin/../../../usr/bin/sh')).toMatchObject({ kind: 'found', via: ['up'] });
  });

  it.each([
    ['nothing', 'nothing'],
    ['dangling', 'usr/bin/nothing'],
    ['bin/sh/x', 'usr/bin/sh/x'],
    ['bin/sh/', 'usr/bin/sh'],
    ['bin/sh/..', 'usr/bin'],
    ['nothing/../bin', 'usr/bin'],
    ['empty', 'empty'],
  ])('finds nothing at %s', (path, missing) => {
    expect(tree.resolve(path)).toMatchObject({ kind: 'missing', path: missing });
  });

  it('gives up after 40 links', () => {
    const { kind, via } = tree.resolve('one/x');
    expect(kind).toBe('loop');
    expect(via).toHaveLength(40);
    const links = (count: number): ImageTree =>
      buildTree([
        layer(file('l0'), ...Array.from({ length: count }, (_, i) => symlink(`l${i + 1}`, `l${i}`))),
      ]);
    expect(links(40).resolve('l40').kind).toBe('found');
    expect(links(41).resolve('l41').kind).toBe('loop');
  });
});
