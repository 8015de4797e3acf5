import { describe, expect, it } from 'vitest';
import { refusal } from './refusal.ts';

const ASKED = { host: 'registry.example', what: 'registry.example/app:1' };

function said(...errors: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ errors }));
}

describe('what a registry refuses', () => {
  it('is told with its own words, made safe to show', () => {
    const error = refusal(500, said({ code: 'UNKNOWN', message: 'disk\u001b[31m full' }), ASKED);
    expect(error.code).toBe('unreachable');
    expect(error.message).toBe(
      'registry.example answered 500 when asked for registry.example/app:1: disk\\x1b[31m full',
    );
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
      const error = refusal(status, body, ASKED);
      expect([error.code, error.hint]).toEqual([code, expect.stringContaining(hint)]);
    }
  });

  it('by Docker Hub is called by its name', () => {
    const error = refusal(401, said(), { host: 'registry-1.docker.io', what: 'docker.io/library/app:1' });
    expect(error.message).toBe('Docker Hub does not let you read docker.io/library/app:1');
    expect(error.hint).toContain('`docker login`');
    expect(error.hint).toContain('repositories that do not exist');
  });

  it('in an odd shape is still an error', () => {
    for (const body of ['', 'null', '[]', '{"errors":"x"}', '{"errors":[null]}', '['.repeat(60_000)]) {
      expect(refusal(404, Buffer.from(body), ASKED).code).toBe('target-not-found');
    }
  });
});
