import { unescaped } from './escapes.ts';
import type { Step } from './step.ts';

export const TR = { tr: (step: Step) => step.decoded('substitution', translate(step.args, step.input)) };

function translate(args: readonly string[], input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  if (args[0] === '-d' && args[1] !== undefined) {
    const gone = new Set(expandSet(args[1]));
    return [...input].filter((character) => !gone.has(character)).join('');
  }
  const [from, to] = [expandSet(args[0] ?? ''), expandSet(args[1] ?? '')];
  if (from.length === 0 || to.length === 0 || args[0]?.startsWith('-')) return undefined;
  const map = new Map(from.map((character, index) => [character, to[Math.min(index, to.length - 1)] ?? '']));
  return [...input].map((character) => map.get(character) ?? character).join('');
}

function expandSet(set: string): readonly string[] {
  const text = unescaped(set).replace(/\[:(\w+):\]/g, (_match, name: string) => {
    return { lower: 'a-z', upper: 'A-Z', digit: '0-9', space: ' \t\n\r' }[name] ?? '';
  });
  const characters: string[] = [];
  for (let at = 0; at < text.length && characters.length < 1024; at++) {
    const from = text.charCodeAt(at);
    const to = text.charCodeAt(at + 2);
    if (text[at + 1] === '-' && at + 2 < text.length && to >= from && to - from < 256) {
      for (let code = from; code <= to; code++) characters.push(String.fromCharCode(code));
      at += 2;
    } else {
      characters.push(text.charAt(at));
    }
  }
  return characters;
}
