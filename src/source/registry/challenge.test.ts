import { describe, expect, it } from 'vitest';
import { parseChallenges } from './challenge.ts';

function parse(header: string | string[] | undefined): unknown {
  return parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
}

describe('a challenge', () => {
  it('is read as registries write it', () => {
    expect(
      parse(
        'Bearer realm="https://auth.example/token",service="reg.example",scope="repository:a/b:pull,push"',
      ),
    ).toEqual([
      [
        'bearer',
        { realm: 'https://auth.example/token', service: 'reg.example', scope: 'repository:a/b:pull,push' },
      ],
    ]);
  });

  it('may be one of several, with blanks, unquoted values and escapes', () => {
    expect(parse('Negotiate, Basic realm = "a \\"b\\"" , Bearer Realm=x')).toEqual([
      ['negotiate', {}],
      ['basic', { realm: 'a "b"' }],
      ['bearer', { realm: 'x' }],
    ]);
    expect(parse(['Basic realm="a"', 'Bearer realm="b"'])).toEqual([
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b' }],
    ]);
  });

  it('that makes no sense ends the list', () => {
    expect(parse(undefined)).toEqual([]);
    expect(parse('')).toEqual([]);
    expect(parse('"x"')).toEqual([]);
    expect(parse('Bearer realm="unclosed')).toEqual([['bearer', {}]]);
    expect(parse(`Bearer realm="${'\\'.repeat(100_000)}`)).toEqual([['bearer', {}]]);
  });
});
