import { describe, expect, it } from 'vitest';
import { ruleNeed } from './condition-need.ts';
import { CLOSE_LOOK, type LiteralChoice, searched } from './literal.ts';
import { literalsOf, type Need } from './need.ts';
import { parseRuleFile } from './rule-file.ts';

function needOf(strings: string, condition: string, choice: LiteralChoice = searched(4)): Need {
  const [rule] = parseRuleFile(`rule r { strings: ${strings} condition: ${condition} }`).rules;
  if (rule === undefined) throw new Error('no rule');
  return ruleNeed(rule, new Map(), choice);
}

describe('what a file must hold for a rule to match', () => {
  it.each([
    ['a text', '$a = "Wallet-Address"', '$a', 'wallet-address'],
    ['the fixed bytes of a hex string', '$a = { 6d 69 6e ?? 6d 69 6e 65 72 [2-4] 00 }', '$a', 'miner'],
    ['the longest stretch of an expression', String.raw`$a = /ab+c?\d{2}stratum\+tcp/`, '$a', 'stratum+tcp'],
    ['what a repeated group holds', '$a = /x(wallet){2}/', '$a', 'wallet'],
    ['a text as UTF-16', '$a = "coin" wide', '$a', 'c\0o\0i\0n\0'],
    ['a count of at least one', '$a = "wallet"', '2 <= #a', 'wallet'],
    ['a place', '$a = "wallet"', '$a at 0', 'wallet'],
  ])('is %s', (_, strings, condition, need) => {
    expect(needOf(strings, condition)).toBe(need);
  });

  it.each([
    ['short strings', '$a = "abc"', '$a'],
    ['padding', '$a = { 00 00 00 00 00 00 00 00 }', '$a'],
    ['an optional part', '$a = /(wallet)?/', '$a'],
    ['no match at all', '$a = "wallet"', 'not $a'],
    ['a count that may be nothing', '$a = "wallet"', '#a < 2'],
    ['a loop', '$a = "wallet"', 'for any of them : ( # == 0 )'],
    ['what is not understood', '$a = "wallet"', 'with x = 1 : ( $a )'],
    ['an expression that is not understood', String.raw`$a = /(?i:wallet)/`, '$a'],
    ['either of two, one of which needs nothing', '$a = "wallet"', '$a or filesize < 10'],
  ])('is nothing for %s', (_, strings, condition) => {
    expect(needOf(strings, condition)).toBe(true);
  });

  it('follows "and", "or" and how many of them', () => {
    const strings = '$a = "first" $b = "second" $c = "third"';
    expect(needOf(strings, '$a and ($b or $c)')).toEqual({
      atLeast: 2,
      of: ['first', { atLeast: 1, of: ['second', 'third'] }],
    });
    expect(needOf(strings, '2 of them')).toEqual({ atLeast: 2, of: ['first', 'second', 'third'] });
    expect(needOf(strings, 'any of ($a, $b) and filesize < 9')).toEqual({
      atLeast: 1,
      of: ['first', 'second'],
    });
    // A string that may be anywhere counts as there.
    expect(needOf('$a = "first" $b = "xy"', '2 of them')).toBe('first');
  });

  it('asks of a close look short literals too, and every stretch', () => {
    expect(needOf('$a = "xy" $b = { 00 00 00 }', 'all of them', CLOSE_LOOK)).toEqual({
      atLeast: 2,
      of: ['xy', '\0\0\0'],
    });
    expect(needOf('$a = /ab\\d{2}stratum/', '$a', CLOSE_LOOK)).toEqual({ atLeast: 2, of: ['ab', 'stratum'] });
  });

  it('looks for base64 at each of three offsets, and for each key of xor', () => {
    const base64 = needOf('$a = "stratum+tcp://" base64', '$a');
    expect(base64).toMatchObject({ atLeast: 1 });
    const forms = [...literalsOf(base64)];
    for (const [i, before] of ['', 'x', 'xy'].entries()) {
      const text = Buffer.from(`${before}stratum+tcp://pool`).toString('base64').toLowerCase();
      expect(text).toContain(forms[i]);
    }
    expect(literalsOf(needOf('$a = "stratum" xor(1-3)', '$a')).size).toBe(3);
  });

  it('knows the rules that stand before in the file', () => {
    const { rules } = parseRuleFile(
      'private rule a { strings: $x = "wallet" condition: $x } rule b { condition: a and filesize > 1 }',
    );
    const needs = new Map<string, Need>();
    for (const rule of rules) needs.set(rule.name, ruleNeed(rule, needs, searched(4)));
    expect(needs.get('b')).toBe('wallet');
  });
});
