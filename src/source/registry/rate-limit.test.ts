import { describe, expect, it } from 'vitest';
import { rateLimitIn } from './rate-limit.ts';

describe('a rate limit', () => {
  it('is told in words', () => {
    for (const [limit, remaining, words] of [
      ['100;w=21600', '0;w=21600', '100 pulls in 6 hours are allowed, and none is left'],
      ['200;w=21600', '76;w=21600', '200 pulls in 6 hours are allowed, 76 left'],
      ['1; w=60', '0', '1 pull in 60 seconds is allowed, and none is left'],
      ['10', undefined, '10 pulls are allowed'],
      ['10', '5;w=3600', '10 pulls in 60 minutes are allowed, 5 left'],
    ] as const) {
      const headers = { 'ratelimit-limit': limit, 'ratelimit-remaining': remaining };
      expect(rateLimitIn(headers)).toBe(words);
    }
  });

  it('that is none, or makes no sense, is left out', () => {
    for (const limit of [undefined, '', 'many', '-1', '1;w=x', '9'.repeat(50), ['1', '2']]) {
      expect(rateLimitIn({ 'ratelimit-limit': limit, 'ratelimit-remaining': '0' })).toBeUndefined();
    }
  });
});
