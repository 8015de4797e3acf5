import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../image/config.ts';
import { parseDocument, parseJson } from './parse-json.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('parsing JSON from an image', () => {
  it('refuses nesting that would overflow the stack, in objects and arrays', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `${open.repeat(200_000)}1${close.repeat(200_000)}`;
      expect(() => parseJson(bytes(deep), 'it')).toThrow('it is nested more than 64 levels deep');
    }
    expect(parseJson(bytes(`${'['.repeat(64)}${']'.repeat(64)}`), 'it')).toBeDefined();
  });

  it('does not count brackets and colons inside of strings', () => {
    const text = JSON.stringify({ a: '['.repeat(500), b: '\\"{:', 'c"\\': ':' });
    expect(parseJson(bytes(text), 'it')).toEqual(JSON.parse(text));
  });

  it('refuses a key that occurs twice in one object, however it is written', () => {
    expect(() => parseJson(bytes('{"a":1,"b":{"a":1},"a":2}'), 'it')).toThrow('has the key "a" twice');
    expect(() => parseJson(bytes('{"a":1,"\\u0061":2}'), 'it')).toThrow('has the key "a" twice');
    expect(parseJson(bytes('[{"a":1},{"a":2},{"b":{"a":"a"},"a":["a","a"]}]'), 'it')).toBeDefined();
  });

  it('names what is not JSON', () => {
    for (const text of ['', '{', '{"a"', '"\\', '<html>', '{"a":1}}', ']', ':', '{:}']) {
      expect(() => parseJson(bytes(text), 'the index')).toThrow('the index is not JSON');
    }
  });
});

describe('parsing a document', () => {
  const schema = z.object({ Name: z.string(), list: z.array(z.object({ Id: z.number() })).nullish() });

  it('names the field that is wrong', () => {
    expect(() => parseDocument(bytes('{"Name":"x","list":[{"Id":"1"}]}'), schema, 'it')).toThrow(
      'it is malformed at "list.0.Id"',
    );
    expect(() => parseDocument(bytes('[]'), schema, 'it')).toThrow('it is malformed');
  });

  it('takes field names in any case, as Go does', () => {
    expect(parseDocument(bytes('{"NAME":"x","Liſt":[{"id":1}]}'), schema, 'it')).toEqual({
      Name: 'x',
      list: [{ Id: 1 }],
    });
  });

  it('refuses two spellings of one field', () => {
    expect(() => parseDocument(bytes('{"Name":"x","name":"y"}'), schema, 'it')).toThrow(
      'the field "Name" in two spellings, "Name" and "name"',
    );
  });

  it('leaves the keys of labels alone', () => {
    const text = '{"rootfs":{},"Config":{"entrypoint":["/x"],"Labels":{"a":"1","A":"2"}}}';
    const config = parseDocument(bytes(text), configSchema, 'it').config;
    expect(config.Entrypoint).toEqual(['/x']);
    expect(config.Labels).toEqual({ a: '1', A: '2' });
  });

  it('does not fall for a key named __proto__', () => {
    const text = '{"Name":"x","__proto__":{"list":[{"Id":1}]}}';
    expect(parseDocument(bytes(text), schema, 'it')).toEqual({ Name: 'x' });
  });
});
