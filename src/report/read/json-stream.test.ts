import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  string,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonPart, jsonParts } from './json-stream.ts';

async function partsOf(text: string, limit = 1e6, size = 7): Promise<readonly JsonPart[]> {
  const bytes = Buffer.from(text);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const parts: JsonPart[] = [];
  for await (const part of jsonParts(chunks(), limit)) parts.push(part);
  return parts;
}

function valuesOf(parts: readonly JsonPart[]): readonly unknown[] {
  return parts.map((part) => (part.kind === 'text' ? JSON.parse(part.text) : part.what));
}

const object = dictionary(string(), jsonValue({ maxDepth: 3 }), {
  maxKeys: 4,
  noNullPrototype: true,
});

describe('jsonParts', () => {
  it('gives back every object, however they are put together and cut', async () => {
    await assert(
      asyncProperty(
        array(object, { maxLength: 6 }),
        constantFrom('lines', 'side by side', 'array', 'indented array', 'arrays'),
        integer({ min: 1, max: 40 }),
        async (objects, form, size) => {
          const each = objects.map((one) => JSON.stringify(one));
          const text = {
            lines: each.join('\n'),
            'side by side': each.join(''),
            array: `[${each.join(',')}]`,
            'indented array': `\ufeff${JSON.stringify(objects, undefined, 2)}\n`,
            arrays: each.map((one) => `[${one}]`).join(' '),
          }[form];
          expect(valuesOf(await partsOf(text, 1e6, size))).toEqual(JSON.parse(JSON.stringify(objects)));
        },
      ),
    );
  });

  it('goes on behind an object that is too large, and holds nothing of it', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(1000) });
    expect(valuesOf(await partsOf(`{"a":1}${large}{"b":2}`, 100))).toEqual([
      { a: 1 },
      'holds a report of more than 100 bytes',
      { b: 2 },
    ]);
  });

  it.each([
    ['{"a": [1, 2', ['ends in the middle']],
    ['{"a": "}', ['ends in the middle']],
    ['hello', ['holds something that is no JSON object']],
    ['{"a":1} x {"b":2}', [{ a: 1 }, 'holds something that is no JSON object', { b: 2 }]],
    ['', []],
    ['[]', []],
  ])('says what is wrong with %j', async (text, values) => {
    expect(valuesOf(await partsOf(text))).toEqual(values);
  });
});
