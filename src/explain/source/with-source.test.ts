import { expect, it } from 'vitest';
import type { Instruction } from '../explanation.ts';
import { withSource } from './with-source.ts';

function rows(...texts: readonly string[]): Instruction[] {
  return texts.map((text, row) => ({
    text,
    keyword: text.split(' ', 1)[0] ?? '',
    row,
    certainty: 'normalised',
  }));
}

function told(text: string, instructions: readonly Instruction[], args: Record<string, string> = {}) {
  return withSource(instructions, { text, path: 'Dockerfile', args: new Map(Object.entries(args)) });
}

it('replaces the variables of the Dockerfile by what the base, it itself and the build arguments set', () => {
  const history = rows('ENV A=1', 'ARG B=3', 'ENV C="1 3"', 'RUN make');
  const { instructions } = told('FROM x\nARG B=2\nENV C="$A $B"\nRUN make\n', history, { B: '3' });
  expect(instructions.slice(2).map(({ text, certainty }) => [text, certainty])).toEqual([
    ['ENV C="$A $B"', 'exact'],
    ['RUN make', 'exact'],
  ]);
});

it('keeps what the history says where the Dockerfile says otherwise', () => {
  const { instructions, notes } = told('FROM x\nRUN make\n', rows('RUN make && curl evil'));
  expect(instructions[0]).toMatchObject({
    text: 'RUN make && curl evil',
    certainty: 'contradicted',
    note: expect.stringContaining('says RUN make'),
  });
  expect(notes[1]).toContain('1 of them');
});

it("takes the stage that fits, and tells what labels are the base's", () => {
  const history = rows('LABEL a=1 b=2', 'LABEL b=3', 'CMD ["x"]');
  const { notes } = told('FROM x AS one\nLABEL b=3\nCMD ["x"]\nFROM one\nRUN test\n', history);
  expect(notes).toContain('Labels that the base set and this image only inherited: a.');
});

it('of a hostile size stays bounded', () => {
  const many = rows(...Array.from({ length: 20_000 }, () => 'RUN a'));
  expect(told(`FROM x\n${'RUN a\n'.repeat(100_000)}`, many).instructions).toHaveLength(20_000);
  expect(told('FROM x\n'.repeat(100_000), many).notes[0]).toContain('no stage');
});

it('names what only one side has, and then keeps to the history', () => {
  const history = rows('RUN make', 'COPY x /x', 'CMD ["x"]');
  const { instructions, odd, fit, notes } = told('FROM scratch\nRUN make\nCMD ["x"]\nUSER 1\n', history);
  expect(instructions).toEqual(history);
  expect(fit).toBeUndefined();
  expect(odd).toEqual(['the Dockerfile has no COPY x /x', 'the history has no USER 1']);
  expect(notes[0]).toContain('no stage of it');
});

it('follows stages that are built on one another, and takes labels of the command line for none of its own', () => {
  const history = rows('ENV A=1', 'RUN make', 'CMD ["x"]', 'LABEL given=1');
  const { instructions, fit } = told('FROM debian:12 AS one\nRUN make\nFROM one\nCMD ["x"]\n', history);
  expect(instructions.map(({ certainty }) => certainty)).toEqual([
    'normalised',
    'exact',
    'exact',
    'normalised',
  ]);
  expect(fit).toMatchObject({ from: 'debian:12', contradicted: [] });
});
