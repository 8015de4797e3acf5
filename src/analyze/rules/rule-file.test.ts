import { describe, expect, it } from 'vitest';
import { parseRuleFile } from './rule-file.ts';
import { RuleSyntaxError } from './rule-tokens.ts';

const FILE = String.raw`
import "elf"
/* not a rule { } */
private rule helper { condition: elf.type == elf.ET_EXEC }
rule one : tag_a tag_b // a comment
{
  meta:
    id = "one"
    why = "says \"so\" and é"
    number = -3
    reference = "a"
    reference = "b"
  strings:
    $a = "x\x41\n\\" nocase wide
    $b = { 6A /* why */ ?? [2-4] ( 61 | 62 ) }
    $c = /ab\/c[/]?/is fullword
    $ = "nobody" xor(1-5)
  condition:
    helper and any of them and filesize < 2MB
}
`.replace('[/]?', '');

describe('a rule file', () => {
  it('is taken apart', () => {
    const { imports, rules } = parseRuleFile(FILE);
    expect(imports).toEqual(['elf']);
    expect(rules.map(({ name, isPrivate, line }) => [name, isPrivate, line])).toEqual([
      ['helper', true, 4],
      ['one', false, 5],
    ]);
    const [, one] = rules;
    expect(one?.tags).toEqual(['tag_a', 'tag_b']);
    expect(one?.meta).toEqual([
      ['id', 'one'],
      ['why', 'says "so" and é'],
      ['number', '-3'],
      ['reference', 'a'],
      ['reference', 'b'],
    ]);
    expect(
      one?.strings.map(({ name, value, modifiers }) => [name, value.kind, value.text, [...modifiers.keys()]]),
    ).toEqual([
      ['$a', 'text', 'xA\n\\', ['nocase', 'wide']],
      ['$b', 'hex', ' 6A   ?? [2-4] ( 61 | 62 ) ', []],
      ['$c', 'regex', String.raw`ab\/c`, ['fullword']],
      ['$', 'text', 'nobody', ['xor']],
    ]);
    expect(one?.strings[2]?.value.flags).toBe('is');
    expect(one?.condition.map(({ text }) => text).join(' ')).toBe(
      'helper and any of them and filesize < 2MB',
    );
  });

  it.each([
    ['an include', 'include "/etc/passwd"', 1, 'include'],
    ['a global rule', '\nglobal rule a { condition: true }', 2, 'global'],
    ['something else', 'rule a { condition: true }\nhello', 2, 'a rule is expected'],
    ['an end in the middle', 'rule a { condition: true', 1, 'ends in the middle'],
    ['a string that does not end', 'rule a {\n strings:\n $a = "x\n condition: $a }', 3, 'cannot be read'],
    ['a string that is none', 'rule a { strings: $a = 5 condition: $a }', 1, 'no text'],
    ['bytes that are no text', 'rule a { condition: \u0001 }', 1, 'cannot be read'],
  ])('is refused with %s, naming the line', (_, text, line, why) => {
    try {
      parseRuleFile(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(RuleSyntaxError);
      expect(error).toMatchObject({ line, message: expect.stringContaining(why) });
    }
  });

  it('is read in linear time, whatever it is', () => {
    const parts = ['/*', '"\\', '{ ', '/a', '$', '(', 'rule ', '// ', '*'];
    for (const part of parts) {
      const text = `rule a { strings: $a = ${part.repeat(200_000 / part.length)}`;
      expect(() => parseRuleFile(text)).toThrow(RuleSyntaxError);
    }
  });
});
