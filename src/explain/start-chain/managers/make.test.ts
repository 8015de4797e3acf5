import { expect, it } from 'vitest';
import { chain } from '../../../../testkit/service-image.ts';

const FILES = {
  'app/Makefile':
    'CC ?= gcc\nRUN = ./app \\\n  --port 80\n# all of it\nall: a b\n\techo all\n.PHONY: all\na: b\n\t@-$(RUN) --a\nb:\n\techo $$HOME $(shell id); exit\nc: ; echo c\n',
};

it('make takes the first target, what it needs first, each once, and expands its variables', () => {
  const steps = chain({ Cmd: ['make'], WorkingDir: '/app' }, FILES)[0]?.children ?? [];
  expect(steps.map(({ command, file, line }) => [command, file, line])).toEqual([
    ['echo $HOME $(shell id); exit', '/app/Makefile', 11],
    ['./app --port 80 --a', '/app/Makefile', 9],
    ['echo all', '/app/Makefile', 6],
  ]);
});

it('make takes the targets, the folder and the file that it is told, and says what there is not', () => {
  const told = (...words: string[]) => chain({ Cmd: ['make', ...words] }, FILES)[0];
  expect(told('-C', '/app', 'c')?.children.map(({ command }) => command)).toEqual(['echo c']);
  expect(told('--file=/app/Makefile', 'CC=cc', '-j', '4', 'c')?.children).toHaveLength(1);
  expect(told('-f', '/app/Makefile', 'd')?.unknown).toContain('has no target d');
  expect(told()?.unknown).toContain('no makefile in /');
});

it('make ends where targets need one another', () => {
  const files = { Makefile: 'a: b\n\techo a\nb: a\n\techo b\n' };
  expect(chain({ Cmd: ['make', 'a'] }, files)[0]?.children.map(({ command }) => command)).toEqual([
    'echo b',
    'echo a',
  ]);
});

it('make expands no more than is followed', () => {
  const lines = `${'x'.repeat(9000)}\n`.repeat(7);
  const files = { Makefile: `define A\n${lines}endef\nall:\n\techo ${'$(A)'.repeat(3000)}\n` };
  const [step] = chain({ Cmd: ['make'] }, files)[0]?.children ?? [];
  expect(step?.command.length).toBeLessThan(70_000);
});

it('make takes no more rules than are followed, and says so', () => {
  const targets = Array.from({ length: 1000 }, (_, i) => `t${i}`).join(' ');
  const many = { Makefile: `all:\n\techo all\n${targets}:\n${'\techo x\n'.repeat(1000)}` };
  const [step] = chain({ Cmd: ['make'] }, many);
  expect(step?.children.map(({ command }) => command)).toEqual(['echo all']);
  expect(step?.unknown).toContain('/Makefile has more rules than are followed');
  const needs = { Makefile: `X=${targets}\n${targets}: $(X)\nall:\n\techo all\n` };
  expect(chain({ Cmd: ['make', 't1'] }, needs)[0]?.unknown).toContain('has more rules than are followed');
});
