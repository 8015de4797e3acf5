import { expect, it } from 'vitest';
import { templateParts } from './templates.ts';

const codeOf = (text: string, style: '$' | '${' | '{' | '#{'): readonly string[] =>
  templateParts(text, style).flatMap((part) => (part.code ? part.text : []));

it('takes code of any length out of a template, with braces of its own', () => {
  const code = `f({ a: 1 }, "${'x'.repeat(10_000)}")`;
  expect(codeOf(`a \${${code}} b`, '${')).toEqual([code]);
  expect(codeOf(`a {$${'x'.repeat(3000)}['y']} b`, '$')).toEqual([`$${'x'.repeat(3000)}['y']`]);
  expect(codeOf('a ${b c', '${')).toEqual([]);
});

it('goes over a text of braces that are never closed once', () => {
  expect(codeOf('${'.repeat(400_000), '${')).toEqual([]);
});
