import { describe, expect, it } from 'vitest';
import { openTestImage, type TestImage } from '../../../testkit/explain.ts';
import { assess, DEFAULT_POLICY } from '../../assess/index.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Finding } from '../../detect/finding.ts';
import { explain } from '../../explain/index.ts';
import { textWidth } from '../../report/text/text-width.ts';
import { Explorer } from './explorer.ts';
import { frame } from './frame.ts';
import { decodeKeys } from './keys.ts';
import { plainText } from './line.ts';
import { Model } from './model.ts';
import { HELP } from './pages.ts';
import { initialState, type Size, type State } from './state.ts';

const IMAGE: TestImage = {
  config: { Entrypoint: ['/entry.sh'] },
  history: [
    { created_by: 'ADD root /' },
    { created_by: 'COPY app /opt/app' },
    { created_by: 'RUN rm -r /opt/tmp' },
  ],
  layers: [
    {
      'entry.sh': '#!/bin/sh\necho one\nexec /opt/app/run\n',
      'etc/passwd': 'root:x:0:0\n',
      'opt/tmp/a/old': 'gone text',
    },
    { 'opt/app/run': '#!/bin/sh\nmine\n', 'opt/app/lib/deep.so': { elf: 'x' } },
    { 'opt/.wh.tmp': '' },
  ],
};

const FINDING: Finding = {
  rule: 'test/rule',
  title: 'Something is hidden',
  category: 'hidden',
  severity: 'high',
  confidence: 'high',
  why: 'Because.',
  fix: 'Remove it.',
  evidence: [{ path: '/opt/app/run', layer: 1, line: 2, excerpt: 'mine' }],
};

function explorer(spec: TestImage = IMAGE, findings: readonly Finding[] = [FINDING]): Explorer {
  const { image, facts, tree, text } = openTestImage(spec);
  const explanation = explain({ image, tree, text, limits: DEFAULT_LIMITS });
  const assessment = assess({
    image,
    layers: facts.map((one) => ({ facts: one, unread: [] })),
    tree,
    explanation,
    findings,
    unknowns: [],
    policy: DEFAULT_POLICY,
    rules: [],
    text,
    limits: DEFAULT_LIMITS,
  });
  const opened = { assessment, tree, text: (_: number, { path }: { path: string }) => text(path) };
  return new Explorer(new Model(opened), (columns) => [
    'overview',
    `${columns} columns`,
    ...Array(100).fill('line'),
  ]);
}

const SIZE: Size = { columns: 80, rows: 24 };

/** Presses keys as a terminal sends them; `^` is Escape, `$` Enter. */
function pressed(one: Explorer, keys: string, from: State = initialState(SIZE)): State {
  const sent = keys.replaceAll('^', '\x1b').replaceAll('$', '\r');
  return decodeKeys(sent).reduce((state, key) => one.press(state, key), from);
}

function shown(one: Explorer, state: State): string[] {
  return frame(one, state).map(({ line }) => plainText(line).trimEnd());
}

function chosen(one: Explorer, state: State): string {
  return frame(one, state)
    .filter((row) => row.chosen === true)
    .map(({ line }) => plainText(line).trim())
    .join('|');
}

describe('the explorer', () => {
  it('fills the screen exactly, whatever its size', () => {
    const one = explorer();
    for (const size of [
      SIZE,
      { columns: 40, rows: 10 },
      { columns: 200, rows: 60 },
      { columns: 10, rows: 3 },
    ]) {
      for (const keys of ['', '2', '3', '4', '5', '5$', '?']) {
        const rows = frame(one, pressed(one, keys, initialState(size)));
        expect(rows).toHaveLength(size.rows);
        for (const { line } of rows) expect(textWidth(plainText(line))).toBe(size.columns);
      }
    }
  });

  it('leads from a layer to its files, and back to all', () => {
    const one = explorer();
    const layer = pressed(one, '2j$');
    expect(layer).toMatchObject({ view: 'files', layer: 1 });
    expect(shown(one, layer)[1]).toContain('only layer 2');
    expect(shown(one, layer).join('\n')).toContain('opt/');
    expect(shown(one, layer).join('\n')).not.toContain('etc/');
    expect(shown(one, pressed(one, 'a', layer)).join('\n')).toContain('etc/');
  });

  it('opens and closes folders, and goes to the one above', () => {
    const one = explorer();
    const open = pressed(one, '3G');
    expect(chosen(one, open)).toContain('entry.sh');
    const opt = pressed(one, '3j$j');
    expect(chosen(one, opt)).toContain('app/');
    expect(chosen(one, pressed(one, 'h', opt))).toContain('opt/');
    expect(pressed(one, 'hh', opt).open.size).toBe(0);
  });

  it('finds a file in folders that are closed, and the next one, round the end', () => {
    const one = explorer();
    const found = pressed(one, '3/DEEP$');
    expect(chosen(one, found)).toContain('deep.so');
    expect(chosen(one, pressed(one, '3/e$'))).not.toBe('');
    expect(chosen(one, pressed(one, 'n', found))).toContain('deep.so');
    expect(shown(one, pressed(one, '3/nowhere$')).at(-1)).toContain('No file is named like "nowhere"');
    expect(pressed(one, '3/abc^').search).toBe('');
  });

  it('leads from a finding to the line that it means, with its text and origin', () => {
    const one = explorer();
    const finding = pressed(one, '5j$');
    expect(shown(one, finding).join('\n')).toContain('What to do');
    const file = pressed(one, '$', finding);
    const screen = shown(one, file);
    expect(screen[1]).toBe(' /opt/app/run');
    expect(screen).toContain('layer 2, COPY app /opt/app');
    expect(screen).toContain('2 mine');
    expect(screen.join('\n')).toContain('! high: Something is hidden');
    expect(pressed(one, 'q', file).pages).toHaveLength(1);
    expect(pressed(one, 'qqq', file).ended).toBe(true);
  });

  it('leads from a start step to its file', () => {
    const one = explorer();
    const view = pressed(one, '4');
    expect(shown(one, view).join('\n')).toContain('ENTRYPOINT /entry.sh');
    expect(shown(one, pressed(one, '$', view))[1]).toBe(' /entry.sh');
  });

  it('marks what runs at start and what findings point at, folders above them too', () => {
    const one = explorer();
    const rows = shown(one, pressed(one, '3'));
    expect(rows.find((row) => row.includes('opt/'))).toContain('! a finding');
    expect(rows.find((row) => row.includes('entry.sh'))).toContain('» runs at start');
    expect(rows.find((row) => row.includes('etc/'))).not.toContain('!');
  });

  it('counts the places of a finding in words that fit', () => {
    const [place] = FINDING.evidence;
    const two = { ...FINDING, evidence: [place, { ...place, line: 3 }] } as Finding;
    expect(shown(explorer(), pressed(explorer(), '5j')).join()).toContain('confidence high, 1 place');
    expect(shown(explorer(IMAGE, [two]), pressed(explorer(IMAGE, [two]), '5j')).join()).toContain('2 places');
  });

  it('survives every key in every view, and text that would move the cursor', () => {
    const hostile: TestImage = {
      config: { Entrypoint: ['/\x1b[2J.sh', '\x1b]0;x\x07'] },
      layers: [{ '\x1b[2J.sh': '#!/bin/sh\n\x1b[31mred\n', 'a\nb/\u202ec': 'x' }],
    };
    const one = explorer(hostile, []);
    const keys = 'jkghlGqrna?N/ \t\x1b[A\x1b[B\x1b[C\x1b[D\x1b[5~\x1b[6~\x1b[Z';
    let state = initialState(SIZE);
    for (const view of '12345') {
      for (const key of decodeKeys(`${view}${keys}${'\r'.repeat(4)}${view}\r${keys}\r`)) {
        const next = one.press(state, key);
        state = next.ended ? state : next;
        for (const { line } of frame(one, state)) {
          expect(plainText(line)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
        }
      }
    }
  });
});

describe('keys', () => {
  it('are told from what terminals send', () => {
    expect(decodeKeys('\x1b[A\x1bOB\x1b[1;5C\x1b[5~\x1b[Z')).toEqual([
      'up',
      'down',
      'right',
      'page-up',
      'back-tab',
    ]);
    expect(decodeKeys('\x1b')).toEqual(['escape']);
    expect(decodeKeys('é\r\x7f\x03')).toEqual([{ text: 'é' }, 'enter', 'backspace', 'interrupt']);
    expect(decodeKeys('\x1b[99~\x00')).toEqual([]);
  });
});

it('explains its keys within the narrowest terminal that is asked for', () => {
  for (const line of HELP.lines) expect(textWidth(plainText(line))).toBeLessThanOrEqual(60);
});
