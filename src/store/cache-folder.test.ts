import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { defaultCacheFolder } from './cache-folder.ts';

describe('defaultCacheFolder', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/cache', HOME: '/home/u' }, '/cache/clearpull'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/home/u' }, '/home/u/.cache/clearpull'],
    [{ XDG_CACHE_HOME: '', HOME: '/home/u' }, '/home/u/.cache/clearpull'],
    [{ HOME: '/home/u' }, '/home/u/.cache/clearpull'],
    [{ HOME: '/' }, undefined],
    [{ HOME: '' }, undefined],
    [{ HOME: 'relative' }, undefined],
  ])('for %j is %s', (environment, folder) => {
    expect(defaultCacheFolder(environment)).toBe(folder);
  });

  it('asks the system where the environment says nothing', () => {
    expect([`${homedir()}/.cache/clearpull`, undefined]).toContain(defaultCacheFolder({}));
  });
});
