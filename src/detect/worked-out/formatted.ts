import { Dict, joinedTexts, List, UNKNOWN, type Value } from './value.ts';

const PERCENT = /%(?:\((\w{1,60})\))?[-+ #0]{0,5}(\d{0,4})(?:\.\d{1,4})?([sdrixXcfo%])/g;
const BRACES = /\{\{|\}\}|\{(\w{0,60})([.[][^{}:!]{0,60})?(?:![rsa])?(?::[^{}]{0,40})?\}/g;

/** `'run %s' % name` of Python, and `util.format` of Node. */
export function formatted(format: string, given: Value): Value {
  const values = given instanceof List ? given.items : [given];
  let index = 0;
  return filledIn(format, PERCENT, ([, name, , kind]) => {
    if (kind === '%') return '%';
    const value = name === undefined ? values[index++] : given instanceof Dict ? given.get(name) : undefined;
    if (kind === 'c' && typeof value === 'number') return String.fromCharCode(value);
    if ((kind === 'x' || kind === 'X') && typeof value === 'number') return value.toString(16);
    return value ?? UNKNOWN;
  });
}

/** `'run {} {name}'.format(…)` of Python. */
export function filled(format: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  let index = 0;
  return filledIn(format, BRACES, ([whole, name, part]) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    const key = name ?? '';
    const value = key === '' ? args[index++] : /^\d+$/.test(key) ? args[Number(key)] : named.get(key);
    if (part === undefined) return value ?? UNKNOWN;
    const inner = part.replace(/^[.[]|\]$/g, '');
    if (value instanceof List) return value.items[Number(inner)] ?? UNKNOWN;
    return value instanceof Dict ? (value.get(inner) ?? UNKNOWN) : UNKNOWN;
  });
}

/** A text with a value in each place that an expression finds. */
function filledIn(format: string, places: RegExp, valueAt: (match: RegExpExecArray) => Value): Value {
  const parts: Value[] = [];
  let at = 0;
  for (const match of format.matchAll(places)) {
    parts.push(format.slice(at, match.index), valueAt(match));
    at = match.index + match[0].length;
  }
  return joinedTexts([...parts, format.slice(at)]);
}
