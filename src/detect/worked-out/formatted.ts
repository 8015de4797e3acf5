import { Dict, HOLE, List, shown, textOf, UNKNOWN, type Value } from './value.ts';

const PERCENT = /%(?:\((\w{1,60})\))?[-+ #0]{0,5}(\d{0,4})(?:\.\d{1,4})?([sdrixXcfo%])/g;
const BRACES = /\{\{|\}\}|\{(\w{0,60})([.[][^{}:!]{0,60})?(?:![rsa])?(?::[^{}]{0,40})?\}/g;

/** `'run %s' % name` of Python, and `util.format` of Node. */
export function formatted(format: string, given: Value): Value {
  const values = given instanceof List ? given.items : [given];
  let index = 0;
  const text = format.replace(PERCENT, (_whole, name: string | undefined, _width, kind: string) => {
    if (kind === '%') return '%';
    const value = name === undefined ? values[index++] : given instanceof Dict ? given.get(name) : undefined;
    if (kind === 'c' && typeof value === 'number') return String.fromCharCode(value);
    if ((kind === 'x' || kind === 'X') && typeof value === 'number') return value.toString(16);
    return shown(value ?? UNKNOWN);
  });
  return textOf(text);
}

/** `'run {} {name}'.format(…)` of Python. */
export function filled(format: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
  let index = 0;
  const text = format.replace(BRACES, (whole, name: string | undefined, part: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    const key = name ?? '';
    const value = key === '' ? args[index++] : /^\d+$/.test(key) ? args[Number(key)] : named.get(key);
    if (part === undefined) return shown(value ?? UNKNOWN);
    const inner = part.replace(/^[.[]|\]$/g, '');
    if (value instanceof List) return shown(value.items[Number(inner)] ?? UNKNOWN);
    return value instanceof Dict ? shown(value.get(inner) ?? UNKNOWN) : HOLE;
  });
  return textOf(text);
}
