import { describe, expect, it } from 'vitest';
import type { ClearpullError } from '../../base/errors.ts';
import { type Asked, refusal } from './refusal.ts';

const ASKED = { host: 'registry.example', what: 'registry.example/app:1' };

function refused(
  statusCode: number,
  body: Buffer,
  asked: Asked = ASKED,
  headers: Record<string, string> = {},
): ClearpullError {
  return refusal({ statusCode, headers }, body, asked, Date.parse('2026-01-01T00:00:00Z'));
}

function said(...errors: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ errors }));
}

describe('what a registry refuses', () => {
  it('is told with its own words, made safe to show', () => {
    const error = refused(500, said({ code: 'UNKNOWN', message: 'disk\u001b[31m full' }));
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(
      'registry.example answered 500 when asked for registry.example/app:1: disk\\x1b[31m full',
    );
  });

  it('names the digest where one was asked for', () => {
    const by = (what: string) => refused(404, said({ code: 'MANIFEST_UNKNOWN' }), { ...ASKED, what }).hint;
    expect(by('registry.example/app:1')).toBe('Check the name and the tag.');
    expect(by('registry.example/app@sha256:00')).toBe('Check the name and the digest.');
  });

  it('has a code and a hint for each kind', () => {
    const cases: [number, Buffer, string, string][] = [
      [401, said({ code: 'UNAUTHORIZED' }), 'unauthorized', 'docker login registry.example'],
      [403, said({ code: 'DENIED' }), 'unauthorized', '--password-stdin'],
      [404, said({ code: 'NAME_UNKNOWN' }), 'target-not-found', 'spelt'],
      [404, said({ code: 'MANIFEST_UNKNOWN' }), 'target-not-found', 'tag'],
      [429, said({ code: 'TOOMANYREQUESTS' }), 'unreachable', 'Wait'],
      [503, Buffer.from('<html>'), 'unreachable', 'later'],
    ];
    for (const [status, body, code, hint] of cases) {
      const error = refused(status, body);
      expect([error.code, error.hint]).toEqual([code, expect.stringContaining(hint)]);
    }
  });

  it('by Docker Hub is called by its name', () => {
    const error = refused(401, said(), { host: 'registry-1.docker.io', what: 'docker.io/library/app:1' });
    expect(error.message).toBe('Docker Hub does not let you read docker.io/library/app:1');
    expect(error.hint).toContain('`docker login`');
    expect(error.hint).toContain('repositories that do not exist');
  });

  it('of a login that was given does not ask for one', () => {
    const asked = { host: 'example.com', what: 'example.com/app:1', loggedIn: true };
    expect(refused(401, said(), asked).hint).toMatch(/see that user and password are right/);
    expect(refused(401, said(), asked).hint).not.toContain('docker login');
  });

  it('because of a rate limit says which, how long to wait, and what to do', () => {
    const hub = { host: 'registry-1.docker.io', what: 'docker.io/library/app:1' };
    const headers = {
      'ratelimit-limit': '100;w=21600',
      'ratelimit-remaining': '0;w=21600',
      'retry-after': 'Thu, 01 Jan 2026 01:30:00 GMT',
    };
    const body = said({ code: 'TOOMANYREQUESTS', message: 'You have reached your limit.' });
    const anonymous = refused(429, body, hub, headers);
    expect(anonymous.message).toBe(
      'Docker Hub allows no more requests for now: 100 pulls in 6 hours are allowed, and none is left; ' +
        'it asks to wait 90 minutes; You have reached your limit.',
    );
    expect(anonymous.hint).toContain('Log in with `docker login`');
    const known = refused(429, Buffer.of(), { ...hub, loggedIn: true }, {});
    expect(known.message).toBe('Docker Hub allows no more requests for now');
    expect(known.hint).toBe('Wait, or ask a mirror with --mirror.');
  });

  it('with a web page is no registry', () => {
    const error = refused(404, Buffer.from('<html>'), ASKED, { 'content-type': 'Text/HTML; charset=utf-8' });
    expect(error.message).toContain('answered with a web page');
  });

  it('in an odd shape is still an error', () => {
    for (const body of ['', 'null', '[]', '{"errors":"x"}', '{"errors":[null]}', '['.repeat(60_000)]) {
      expect(refused(404, Buffer.from(body)).code).toBe('target-not-found');
    }
  });
});
