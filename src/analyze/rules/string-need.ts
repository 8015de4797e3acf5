import { hexNeed } from './hex-literals.ts';
import { type LiteralChoice, literalIn } from './literal.ts';
import { anyOf, type Need } from './need.ts';
import { regexNeed } from './regex-literals.ts';
import type { RuleString } from './rule-file.ts';
import type { RuleToken } from './rule-tokens.ts';

/** What must stand in a file for a rule's string to be there, in the literals that are looked for. */
export function stringNeed({ value, modifiers }: RuleString, choice: LiteralChoice): Need {
  const isWide = modifiers.has('wide');
  const isAscii = modifiers.has('ascii') || !isWide;
  if (value.kind === 'hex') return hexNeed(value.text, choice);
  if (value.kind === 'regex') {
    // "x" is a flag that makes spaces mean nothing, and others may come.
    if (/[^is]/.test(value.flags ?? '')) return true;
    return anyOf([
      ...(isAscii ? [regexNeed(value.text, choice, (run) => run)] : []),
      ...(isWide ? [regexNeed(value.text, choice, wide)] : []),
    ]);
  }
  const forms = [...(isAscii ? [value.text] : []), ...(isWide ? [wide(value.text)] : [])];
  const coded = ['base64', 'base64wide'].filter((name) => modifiers.has(name));
  if (coded.length > 0) {
    if (coded.some((name) => modifiers.get(name)?.length !== 0)) return true;
    const texts = coded.flatMap((name) =>
      forms.flatMap(base64Forms).map((text) => (name === 'base64wide' ? wide(text) : text)),
    );
    return anyOf(texts.map((text) => literalIn(text, choice)));
  }
  const keys = modifiers.get('xor');
  if (keys === undefined) return anyOf(forms.map((text) => literalIn(text, choice)));
  return anyOf(xorKeys(keys).flatMap((key) => forms.map((text) => literalIn(xored(text, key), choice))));
}

function wide(text: string): string {
  return [...text].map((char) => `${char}\0`).join('');
}

/** The parts of the base64 of some bytes that are the same whatever stands around them, for each of three offsets. */
function base64Forms(text: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from('\0'.repeat(before) + text, 'latin1');
    const whole = bytes.toString('base64').replace(/=+$/, '');
    return whole.slice([0, 2, 3][before], bytes.length % 3 === 0 ? undefined : -1);
  });
}

function xorKeys(inside: readonly RuleToken[]): readonly number[] {
  const numbers = inside.filter(({ kind }) => kind === 'number').map(({ text }) => Number(text));
  const from = numbers[0] ?? 0;
  const to = numbers[1] ?? numbers[0] ?? 255;
  const keys: number[] = [];
  for (let key = from; key <= to && key <= 255; key++) keys.push(key);
  return keys;
}

function xored(text: string, key: number): string {
  return [...text].map((char) => String.fromCharCode(char.charCodeAt(0) ^ key)).join('');
}
