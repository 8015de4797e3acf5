import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { isBlockedHost } from './blocked-address.ts';
import { endpointOf } from './endpoint.ts';
import { guardedLookup } from './lookup.ts';
import { checkForeignUrl } from './redirect.ts';

const HTTPS = new URL('https://registry.example/v2/');

describe('an address that a registry names', () => {
  it('may be relative, or of another host', () => {
    expect(checkForeignUrl('/x', HTTPS).href).toBe('https://registry.example/x');
    expect(checkForeignUrl('https://cdn.example/x?y', HTTPS).href).toBe('https://cdn.example/x?y');
  });

  it('must not be plain HTTP when the registry is not, nor anything but the web', () => {
    expect(() => checkForeignUrl('http://registry.example/x', HTTPS)).toThrow('from HTTPS to plain HTTP');
    expect(checkForeignUrl('http://a.example/', new URL('http://127.0.0.1:5000')).href).toBe(
      'http://a.example/',
    );
    for (const url of ['file:///etc/passwd', 'ftp://a.example', 'https://', 'data:x']) {
      expect(() => checkForeignUrl(url, HTTPS)).toThrow('no web address');
    }
  });

  it('must not be link-local', () => {
    for (const host of [
      '169.254.169.254',
      '0xa9fea9fe',
      '[fe80::1]',
      '[FD00:EC2::254]',
      '[::ffff:a9fe:a9fe]',
    ]) {
      expect(() => checkForeignUrl(`https://${host}/`, HTTPS)).toThrow('link-local');
    }
    expect(isBlockedHost('169.253.255.255')).toBe(false);
    expect(isBlockedHost('febf::1')).toBe(true);
    expect(isBlockedHost('fec0::1')).toBe(false);
    expect(isBlockedHost('registry.example')).toBe(false);
  });

  it('brings no credentials of its own', () => {
    expect(checkForeignUrl('https://a:b@cdn.example/', HTTPS).href).toBe('https://cdn.example/');
  });
});

describe('a name that a registry made up', () => {
  const lookupOf = (addresses: string[], registry = false): Promise<unknown> =>
    new Promise((resolve) => {
      const list: LookupAddress[] = addresses.map((address) => ({ address, family: 4 }));
      const lookup = guardedLookup((_name, _options, callback) => callback(null, list), { registry });
      lookup('cdn.example', {}, (error, address) => resolve(error === null ? address : error.code));
    });

  it('must not resolve to a link-local address, not even among others', async () => {
    expect(await lookupOf(['192.0.2.1'])).toBe('192.0.2.1');
    expect(await lookupOf(['169.254.169.254'])).toBe('EBLOCKED');
    expect(await lookupOf(['192.0.2.1', '169.254.169.254'])).toBe('EBLOCKED');
    expect(await lookupOf(['169.254.169.254'], true)).toBe('EBLOCKED');
    expect(await lookupOf([])).toBe('ENOTFOUND');
  });

  it('must not resolve to this machine, unless the registry is on it', async () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1']) {
      expect(await lookupOf([address])).toBe('EBLOCKED');
      expect(await lookupOf([address], true)).toBe(address);
    }
  });
});

describe('an endpoint', () => {
  it('may speak plain HTTP on this machine only, unless that was asked for', () => {
    const http = (registry: string, insecure = false): boolean =>
      endpointOf(registry, insecure).protocols.includes('http:');
    for (const local of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.1.2.3', '[::1]:5000']) {
      expect(http(local)).toBe(true);
    }
    for (const remote of ['ghcr.io', 'localhost.example', '128.0.0.1:5000', '127.example', '[::2]']) {
      expect(http(remote)).toBe(false);
      expect(http(remote, true)).toBe(true);
    }
  });

  it("of Docker Hub is its registry's", () => {
    expect(endpointOf('docker.io', false).host).toBe('registry-1.docker.io');
  });
});
