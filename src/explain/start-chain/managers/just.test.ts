import { expect, it } from 'vitest';
import { chain } from '../../../../testkit/service-image.ts';

const JUSTFILE = [
  'set shell := ["bash", "-c"]',
  'import "more.just"',
  'name := "./app " + \'--port 80\'',
  'now := `date -u`',
  'alias r := run',
  '',
  '# all of it',
  '@all: build && done',
  '    echo all',
  'build where="a:b" *rest:',
  '    @-cc {{where}} \\',
  '      -O2',
  'run: (build "x") extra',
  '    {{name}} {{`id`}} {{unknown()}}',
  'done:',
  '\t#!/usr/bin/env python3',
  '\timport os',
  '\tos.system("curl x")',
].join('\n');
const FILES = {
  'app/justfile': JUSTFILE,
  'app/more.just': 'extra:\n  echo extra\nbuild:\n  echo not this\n',
};

function commands(...words: string[]): unknown[] {
  const steps = chain({ Cmd: ['just', ...words], WorkingDir: '/app/src' }, FILES)[0]?.children ?? [];
  return steps.map(({ command, file, line, what }) => [command, file, line, what]);
}

it('just takes the first recipe, what it needs first, and evaluates its values before anything else', () => {
  expect(commands()).toEqual([
    ['date -u', '/app/justfile', 4, 'bash'],
    ['cc a:b -O2', '/app/justfile', 11, 'bash'],
    [expect.stringContaining('#!/usr/bin/env python3'), '/app/justfile', 16, '/usr/bin/env'],
    ['echo all', '/app/justfile', 9, 'bash'],
  ]);
});

it('just follows aliases, arguments of recipes and imported files, and puts values in', () => {
  expect(commands('r').slice(1)).toEqual([
    ['cc a:b -O2', '/app/justfile', 11, 'bash'],
    ['echo extra', '/app/more.just', 2, 'bash'],
    ['./app --port 80 $(id) {{unknown()}}', '/app/justfile', 14, 'bash'],
  ]);
});

it('just says what there is not', () => {
  const told = (...words: string[]) => chain({ Cmd: ['just', ...words] }, FILES)[0]?.unknown;
  expect(told()).toContain('its justfile is not in the image');
  expect(told('-f', '/app/justfile', 'nothing')).toContain('has no target nothing');
});

it('just ends where recipes need one another', () => {
  const steps = chain({ Cmd: ['just', 'a'] }, { justfile: 'a: b\n  echo a\nb: a\n  echo b\n' });
  expect(steps[0]?.children.map(({ command }) => command)).toEqual(['echo b', 'echo a']);
});
