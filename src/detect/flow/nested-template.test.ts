import assert from 'node:assert/strict';
import { test } from 'vitest';
import { templateEnd } from './nested-template.ts';
import { NODE_SYNTAX } from './node-syntax.ts';
import { tokensOf } from './tokens.ts';

test.each([
  ['a` b', 'a'],
  ['a ${b ? `x ${c}` : "`"} d` e', 'a ${b ? `x ${c}` : "`"} d'],
  ['${{ a: { b: 1 } }}` e', '${{ a: { b: 1 } }}'],
  ["${it's}` e", "${it's}"],
  ['\\` \\${` e', '\\` \\${'],
])('a template ends behind what it holds: `%s', (text, inside) => {
  assert.equal(text.slice(0, templateEnd(text, 0)), inside);
});

test('one without an end has none, and costs little', () => {
  assert.equal(templateEnd('${`', 0), undefined);
  const tokens = tokensOf('`${'.repeat(100_000), NODE_SYNTAX);
  assert.ok(tokens.length > 0);
});

test('a slash in a class of a regular expression does not end it', () => {
  const tokens = tokensOf('a.replace(/(^|\\/)[^/`]*$/, "x"); f(b)', NODE_SYNTAX);
  assert.deepEqual(
    tokens.map(({ text }) => text),
    ['a', '.', 'replace', '(', '/', ',', 'x', ')', ';', 'f', '(', 'b', ')'],
  );
  assert.ok(tokensOf('=/['.repeat(50_000), NODE_SYNTAX).length > 0);
});
