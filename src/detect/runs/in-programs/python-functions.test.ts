import { describe, expect, it } from 'vitest';
import { pythonFunctions } from './python-functions.ts';

function told(text: string): readonly (readonly [string, string])[] {
  return pythonFunctions(text).map(({ start, body, end }) => [
    text.slice(start, body),
    text.slice(body, end),
  ]);
}

describe('functions of a Python program', () => {
  it('end where a line is no further in, each before those in it', () => {
    const inner = '    async def b(y):\n        return y\n';
    const text = `import x\ndef a(x=(1, 2)):\n\n# note\n${inner}    return b\nprint(1)\n`;
    expect(told(text)).toEqual([
      ['(x=(1, 2))', `:\n\n# note\n${inner}    return b\n`],
      ['(y)', ':\n        return y\n'],
    ]);
  });

  it('may have arguments on lines of their own, and end with the text', () => {
    expect(told('class A:\n    def a(\n  self,\n):\n        pass\n')).toEqual([
      ['(\n  self,\n)', ':\n        pass\n'],
    ]);
  });

  it('are none without an end of their arguments, at no great cost', () => {
    expect(pythonFunctions('def a(\n'.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
