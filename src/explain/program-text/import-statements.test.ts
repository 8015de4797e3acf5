import { describe, expect, it } from 'vitest';
import { importStatements } from './import-statements.ts';

function namesIn(text: string): readonly string[] {
  return [...importStatements(text, 'node')].map(({ name }) => name);
}

describe('import statements of JavaScript', () => {
  it.each([
    ['import "./a  b.js"', './a  b.js'],
    ['import type { A } from "./a.js"', './a.js'],
    ['import  a ,\n {\n  b, // don\'t\n  c /* "it" */\n}\n from\n "./a.js"', './a.js'],
    ['export * as all from\t"./a.js"', './a.js'],
    ['export{a}from"./a.js"', './a.js'],
  ])('%s', (text, name) => {
    expect(namesIn(text)).toEqual([name]);
  });

  it.each(['import a.b from "x"', 'export const a = "x"', 'import(a)', 'import { a } for "x"'])(
    'none: %s',
    (text) => {
      expect(namesIn(text)).toEqual([]);
    },
  );

  it('end, however many blanks stand in each', () => {
    expect(namesIn(`\nimport ${' '.repeat(362)}`.repeat(2700))).toEqual([]);
    expect(namesIn(`\nimport ${'a '.repeat(170)}`.repeat(2700))).toEqual([]);
  });
});
