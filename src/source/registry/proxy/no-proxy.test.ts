import { describe, expect, it } from 'vitest';
import { noProxyMatcher } from './no-proxy.ts';

const matches = (text: string, host: string, port = '443'): boolean => noProxyMatcher(text)({ host, port });

describe('NO_PROXY', () => {
  it('takes out a host and all below it, or with a dot in front those below alone', () => {
    for (const [text, host, expected] of [
      ['example.com', 'example.com', true],
      ['example.com', 'registry.example.com', true],
      ['example.com', 'notexample.com', false],
      ['Example.COM', 'example.com', true],
      ['example.com', 'example.com.', true],
      ['.example.com', 'registry.example.com', true],
      ['.example.com', 'example.com', false],
      ['*.example.com', 'a.b.example.com', true],
      ['*.example.com', 'example.com', false],
      ['a.example, b.example\tc.example', 'c.example', true],
      [' , ,', 'c.example', false],
      ['', 'c.example', false],
      ['.', 'c.example', false],
    ] as const) {
      expect([text, host, matches(text, host)]).toEqual([text, host, expected]);
    }
  });

  it('takes out everything with a star', () => {
    expect(matches('a.example, *', 'b.example')).toBe(true);
    expect(matches('*', '192.0.2.1')).toBe(true);
  });

  it('takes out a single port', () => {
    expect(matches('example.com:5000', 'example.com', '5000')).toBe(true);
    expect(matches('example.com:5000', 'example.com', '443')).toBe(false);
    expect(matches('.example.com:5000', 'a.example.com', '5000')).toBe(true);
    expect(matches('192.0.2.1:5000', '192.0.2.1', '5000')).toBe(true);
    expect(matches('192.0.2.1:5000', '192.0.2.1', '5001')).toBe(false);
    expect(matches('[2001:db8::1]:5000', '2001:db8::1', '5000')).toBe(true);
    expect(matches('[2001:db8::1]:5000', '2001:db8::1', '5001')).toBe(false);
  });

  it('takes out addresses and networks, of hosts that are written as addresses', () => {
    for (const [text, host, expected] of [
      ['192.0.2.1', '192.0.2.1', true],
      ['192.0.2.1', '192.0.2.10', false],
      ['192.0.2.0/24', '192.0.2.255', true],
      ['192.0.2.0/24', '192.0.3.0', false],
      ['192.0.2.0/24', 'name.example', false],
      ['192.0.2.0/33', '192.0.2.1', false],
      ['192.0.2.0/-1', '192.0.2.1', false],
      ['2001:db8::/32', '2001:db8:1::1', true],
      ['2001:db8::/32', '2001:db9::1', false],
      ['2001:db8::1', '2001:db8:0::1', true],
      ['[2001:db8::1]', '2001:db8::1', true],
    ] as const) {
      expect([text, host, matches(text, host)]).toEqual([text, host, expected]);
    }
  });
});
