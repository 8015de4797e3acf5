import { describe, expect, it } from 'vitest';
import { type ImageSpec, judge } from '../../../testkit/detect.ts';
import { digestOf } from '../../base/digest.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { compareTable } from './compare.ts';
import { lazyLayer } from './index.ts';
import { parseTable } from './table.ts';

interface Row {
  readonly name: string;
  readonly [key: string]: unknown;
}

function row(name: string, data: string, more: object = {}): Row {
  const digest = digestOf(Buffer.from(data));
  const mode = 0o100644;
  return { name, type: 'reg', size: data.length, mode, digest, chunkDigest: digest, ...more };
}

const table = (...entries: readonly Row[]): string => JSON.stringify({ version: 1, entries });
const HONEST = [row('etc/hello', 'hello'), row('usr/bin/tool', '#!/bin/sh\n', { mode: 0o100755 })];
const FILES = { 'etc/hello': 'hello', 'usr/bin/tool': '#!/bin/sh\n' };

function excerpts(layer: ImageSpec['layers'][number]): readonly string[] {
  return judge([lazyLayer], { layers: [layer] }).findings.flatMap(({ evidence }) =>
    evidence.map(({ path, excerpt }) => `${path}: ${excerpt}`),
  );
}

describe('an eStargz layer', () => {
  it('whose table is true has nothing to be said of', () => {
    const folders = [
      { name: 'etc/', type: 'dir' },
      { name: 'dev/null', type: 'char' },
    ];
    expect(excerpts({ ...FILES, 'stargz.index.json': table(...folders, ...HONEST) })).toEqual([]);
    expect(excerpts(FILES)).toEqual([]);
  });

  it('whose table names another content is blocked', () => {
    const lies = [row('etc/hello', 'other'), HONEST[1] as Row];
    const { findings } = judge([lazyLayer], { layers: [{ ...FILES, 'stargz.index.json': table(...lies) }] });
    expect(findings).toMatchObject([
      {
        rule: 'lazy-layer/other-content',
        severity: 'critical',
        confidence: 'certain',
        evidence: [{ path: '/etc/hello', layer: 0, excerpt: 'the table names another digest' }],
      },
    ]);
  });

  it.each([
    ['leaves a file out', [HONEST[0] as Row], '/usr/bin/tool: the table leaves it out'],
    [
      'has a file more',
      [...HONEST, row('etc/cron.d/x', '* * * * *')],
      '/stargz.index.json: /etc/cron.d/x is only in the table',
    ],
    [
      'hides the file behind a link',
      [HONEST[0] as Row, { name: 'usr/bin/tool', type: 'symlink', linkName: '/x' }],
      '/usr/bin/tool: the table calls it symlink',
    ],
    [
      'gives a set-id bit',
      [HONEST[0] as Row, row('usr/bin/tool', '#!/bin/sh\n', { mode: 0o104755 })],
      '/usr/bin/tool: the table has other set-id bits',
    ],
    [
      'has something else verified',
      [row('etc/hello', 'hello', { chunkDigest: digestOf(Buffer.from('other')) }), HONEST[1] as Row],
      '/etc/hello: the table has another digest verified when it is read',
    ],
    [
      'says it twice, the second time otherwise',
      [...HONEST, row('./etc/hello', 'other')],
      '/etc/hello: the table names another digest',
    ],
    [
      'says another size',
      [row('etc/hello', 'hello', { size: 4 }), HONEST[1] as Row],
      '/etc/hello: the table says 4 bytes, it has 5',
    ],
  ] as const)('whose table %s is told', (_, rows, expected) => {
    expect(excerpts({ ...FILES, 'stargz.index.json': table(...rows) })).toEqual([expected]);
  });

  it('is compared piece by piece only as a whole where it has several', () => {
    const pieces = [
      row('etc/hello', 'hello', { chunkSize: 3, chunkDigest: digestOf(Buffer.from('hel')) }),
      { name: 'etc/hello', type: 'chunk', chunkOffset: 3 },
      HONEST[1] as Row,
    ];
    expect(excerpts({ ...FILES, 'stargz.index.json': table(...pieces) })).toEqual([]);
  });

  it('may have a table of any nonsense', () => {
    for (const text of ['', '[]', '{}', '{"entries":1}', '{"entries":[null,1,[],{}]}', '['.repeat(100_000)]) {
      const layer = { 'stargz.index.json': text };
      expect(excerpts(layer), text.slice(0, 20)).toEqual([]);
    }
    expect(parseTable('{"entries":[{"name":["x"],"type":"reg","size":-0.5,"mode":"x"}]}')).toEqual([
      { path: '', type: 'reg', size: 0, target: '', mode: 0, digest: '', chunkDigest: '', pieces: false },
    ]);
  });
});

describe('compareTable', () => {
  const entry = (path: string, kind: LayerEntry['kind'], more: Partial<LayerEntry> = {}): LayerEntry => ({
    path,
    kind,
    size: 0,
    mode: 0o777,
    uid: 0,
    gid: 0,
    ...more,
  });

  it('compares links by where they lead', () => {
    const entries = [
      entry('a', 'symlink', { target: '../x' }),
      entry('b', 'hardlink', { target: 'etc/x' }),
      entry('gone', 'whiteout'),
      entry('d', 'directory'),
    ];
    const rows = (a: string, b: string) =>
      parseTable(
        table(
          { name: 'a', type: 'symlink', linkName: a },
          { name: 'b', type: 'hardlink', linkName: b },
          { name: '.wh.gone', type: 'reg' },
        ),
      ) ?? [];
    expect(compareTable(rows('../x', './etc/x'), entries, -1)).toEqual([]);
    expect(compareTable(rows('../y', 'etc/y'), entries, -1).map(({ entry: index }) => index)).toEqual([0, 1]);
  });

  it('stops at twenty', () => {
    const rows = parseTable(table(...Array.from({ length: 50 }, (_, i) => row(`f${i}`, 'x')))) ?? [];
    expect(compareTable(rows, [], -1)).toHaveLength(20);
  });
});
