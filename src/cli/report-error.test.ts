import { describe, expect, it } from 'vitest';
import { ClearpullError } from '../base/errors.ts';
import { causeOf } from './report-error.ts';

function because(message: string, cause: string): string | undefined {
  const error = Object.assign(new Error(cause), { syscall: 'open' });
  return causeOf(new ClearpullError('target-invalid', message, { cause: error }));
}

describe('why something failed', () => {
  it('is said where the message does not say it already', () => {
    expect(because('./x cannot be read', "EIO: i/o error, open './x'")).toBe('EIO: i/o error');
    expect(
      because('./x cannot be read: permission denied', "EACCES: permission denied, open './x'"),
    ).toBeUndefined();
    expect(because('./x cannot be read: EIO: i/o error', 'EIO: i/o error')).toBeUndefined();
  });

  it('is not said of what the user broke off', () => {
    const cause = new Error('getaddrinfo ENOTFOUND registry.example');
    expect(causeOf(new ClearpullError('interrupted', 'interrupted', { cause }))).toBeUndefined();
  });
});
