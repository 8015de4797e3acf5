import { describe, expect, it } from 'vitest';
import { awsSecretKey, githubToken, pemKey } from '../../../testkit/secrets.ts';
import { SecretMask } from './secret-mask.ts';

describe('masking secrets', () => {
  const token = githubToken('mask');
  const key = awsSecretKey('mask');

  it('masks what has the form of one, and leaves the rest', () => {
    const mask = new SecretMask();
    expect(mask.mask(`RUN curl -H "Authorization: token ${token}" https://example.com`)).toBe(
      `RUN curl -H "Authorization: token ghp_… (${token.length} characters)" https://example.com`,
    );
    expect(mask.mask('ENV DB=postgres://app:S3cr-et.9x@db.corp.net/x')).toBe(
      'ENV DB=postgres://app:…@db.corp.net/x',
    );
    expect(mask.mask('RUN echo $TOKEN')).toBe('RUN echo $TOKEN');
  });

  it('masks one that was learnt where only its value stands', () => {
    const mask = new SecretMask();
    expect(mask.mask(`prog --key ${key}`)).toContain(key);
    mask.learn(`AWS_SECRET_ACCESS_KEY=${key}`);
    expect(mask.mask(`prog --key ${key} $&`)).toBe(
      `prog --key ${key.slice(0, 4)}… (${key.length} characters) $&`,
    );
  });

  it('keeps the number of lines', () => {
    const text = `a\n${pemKey()}\nb ${token}\n`;
    const shown = new SecretMask().mask(text, 'etc/x.pem');
    expect(shown).not.toContain(pemKey().split('\n')[1]);
    expect(shown.split('\n')).toHaveLength(text.split('\n').length);
  });
});
