import { describe, expect, it } from 'vitest';
import { proxyChooser } from './choose-proxy.ts';
import { proxySettings } from './proxy-settings.ts';

function chosen(env: Record<string, string>, url: string, evenThisMachine = false): string | undefined {
  return proxyChooser({ ...proxySettings(env), evenThisMachine })(new URL(url))?.origin;
}

describe('the proxy for an address', () => {
  it('is that of its protocol', () => {
    const env = { HTTPS_PROXY: 'http://a.example:1', HTTP_PROXY: 'http://b.example:2' };
    expect(chosen(env, 'https://r.example/')).toBe('http://a.example:1');
    expect(chosen(env, 'http://r.example/')).toBe('http://b.example:2');
    expect(chosen({ HTTPS_PROXY: 'http://a.example:1' }, 'http://r.example/')).toBeUndefined();
  });

  it('is what stands in small letters, unless that is empty', () => {
    const env = { HTTPS_PROXY: 'http://big.example', https_proxy: 'http://small.example' };
    expect(chosen(env, 'https://r.example/')).toBe('http://small.example');
    expect(chosen({ ...env, https_proxy: ' ' }, 'https://r.example/')).toBe('http://big.example');
    expect(chosen({ ...env, NO_PROXY: '*' }, 'https://r.example/')).toBeUndefined();
    expect(chosen({ ...env, NO_PROXY: '*', no_proxy: 'x' }, 'https://r.example/')).toBe(
      'http://small.example',
    );
  });

  it('of HTTP_PROXY is not believed where a stranger may set it', () => {
    const env = { HTTP_PROXY: 'http://evil.example', REQUEST_METHOD: 'GET' };
    expect(chosen(env, 'http://r.example/')).toBeUndefined();
    expect(chosen({ ...env, http_proxy: 'http://good.example' }, 'http://r.example/')).toBe(
      'http://good.example',
    );
  });

  it('may be written without protocol, and has the port that its protocol has', () => {
    expect(chosen({ HTTPS_PROXY: 'p.example:3128' }, 'https://r.example/')).toBe('http://p.example:3128');
    expect(chosen({ HTTPS_PROXY: 'me:pw@[2001:db8::1]:8080' }, 'https://r.example/')).toBe(
      'http://[2001:db8::1]:8080',
    );
    expect(chosen({ HTTPS_PROXY: 'https://p.example' }, 'https://r.example/')).toBe('https://p.example');
  });

  it('is none for this machine, unless it was asked for', () => {
    const env = { HTTPS_PROXY: 'http://p.example' };
    for (const host of [
      'localhost',
      'LOCALHOST:5000',
      'a.localhost',
      '127.0.0.1:5000',
      '127.9.9.9',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]) {
      expect(chosen(env, `https://${host}/`)).toBeUndefined();
      expect(chosen(env, `https://${host}/`, true)).toBe('http://p.example');
    }
    expect(chosen(env, 'https://localhost.example/')).toBe('http://p.example');
  });

  it('is none for NO_PROXY, whose port is the one asked for or that of the protocol', () => {
    const env = {
      HTTPS_PROXY: 'http://p.example',
      HTTP_PROXY: 'http://p.example',
      NO_PROXY: 'r.example:443',
    };
    expect(chosen(env, 'https://r.example/')).toBeUndefined();
    expect(chosen(env, 'https://r.example:5000/')).toBe('http://p.example');
    expect(chosen(env, 'http://r.example/')).toBe('http://p.example');
    expect(chosen({ ...env, NO_PROXY: '2001:db8::/32' }, 'https://[2001:db8::5]/')).toBeUndefined();
  });

  it('is logged in to with what stands before the @', () => {
    const login = (address: string): string | undefined => {
      const header = proxyChooser(proxySettings({ HTTPS_PROXY: address }))(new URL('https://r.example'));
      return (
        header?.authorization && Buffer.from(header.authorization.slice('Basic '.length), 'base64').toString()
      );
    };
    expect(login('http://me:p%40ss%C3%9F@p.example')).toBe('me:p@ssß');
    expect(login('http://me@p.example')).toBe('me:');
    expect(login('http://me:100%@p.example')).toBe('me:100%');
    expect(login('http://p.example')).toBeUndefined();
  });
});
