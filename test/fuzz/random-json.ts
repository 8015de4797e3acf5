import type { Random } from '../../testkit/random.ts';
import { mutate } from './mutate.ts';

const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  '',
  'text',
  '\x1b[2J',
  '\u202e',
  '\ud800',
  [],
  {},
  [[]],
  [null],
  'sha256:',
  `sha256:${'0'.repeat(64)}`,
  `sha256:${'A'.repeat(64)}`,
  `sha512:${'0'.repeat(128)}`,
  'md5:0',
  '../../x',
  { __proto__: null, constructor: 1 },
  'x'.repeat(5000),
  Array.from({ length: 300 }, () => 0),
];

/** The document as JSON, with values of other types in some places, fields doubled or gone, and bytes changed. */
export function hostileJson(random: Random, document: unknown): Buffer {
  let text = JSON.stringify(random.chance(0.8) ? disturbed(random, document, 0.06) : document);
  if (random.chance(0.05)) text = text.replace('{', `{"constructor":{"prototype":1},"__proto__":{"x":1},`);
  if (random.chance(0.05)) text = text.replace('"config"', '"Config":[],"config"');
  if (random.chance(0.03)) text = deep(random, text);
  const bytes = Buffer.from(random.chance(0.05) ? `\ufeff ${text}\n` : text);
  return random.chance(0.25) ? mutate(random, bytes) : bytes;
}

function disturbed(random: Random, value: unknown, rate: number): unknown {
  if (random.chance(rate)) return random.pick(ODD);
  if (Array.isArray(value)) {
    const items = value.map((item) => disturbed(random, item, rate));
    if (random.chance(rate)) items.push(random.pick(items.length > 0 ? items : ODD));
    return items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(() => !random.chance(rate))
    .map(([key, field]) => [
      random.chance(rate / 2) ? key.toUpperCase() : key,
      disturbed(random, field, rate),
    ]);
  return Object.fromEntries(entries);
}

function deep(random: Random, text: string): string {
  const depth = random.pick([60, 65, 1000, 100_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  return text.replace('{', `{"deep":${open.repeat(depth)}0${random.chance(0.8) ? close.repeat(depth) : ''},`);
}
