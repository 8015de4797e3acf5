import { describe, expect, it } from 'vitest';
import { noticeText, noticeTexts } from './notices.ts';

const HUB = 'registry-1.docker.io';

describe('a notice', () => {
  it('says who makes us wait, why and how long', () => {
    const waiting = { kind: 'waiting', host: HUB, milliseconds: 45_000 } as const;
    expect(noticeText({ ...waiting, status: 429 })).toBe(
      'Docker Hub allows no more requests for now; trying again in 45 seconds.',
    );
    expect(noticeText({ ...waiting, host: 'r.example', status: 503 })).toBe(
      'r.example answered 503; trying again in 45 seconds.',
    );
    expect(noticeText({ ...waiting, host: 'r.example', status: undefined })).toBe(
      'The connection to r.example broke; trying again in 45 seconds.',
    );
  });

  it('of several waits at the same time is one, and of the next ones another', () => {
    let now = 0;
    const texts = noticeTexts(() => now);
    const told = (milliseconds: number, host = HUB): boolean =>
      texts({ kind: 'waiting', host, status: 429, milliseconds }) !== undefined;
    expect([told(20_000), told(20_500), told(5000), told(20_000, 'r.example')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    now = 20_400;
    expect([told(20_000), told(20_900)]).toEqual([true, false]);
  });

  it('of a short wait is not worth a line', () => {
    expect(noticeText({ kind: 'waiting', host: HUB, status: 503, milliseconds: 500 })).toBeUndefined();
  });

  it('of a mirror says why', () => {
    expect(noticeText({ kind: 'mirror-left', host: 'm.example', why: 'it is gone' })).toBe(
      'The mirror m.example is asked no more: it is gone',
    );
  });
});
