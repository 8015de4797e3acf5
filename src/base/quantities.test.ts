import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration, plural } from './quantities.ts';

describe('quantities', () => {
  it('groups digits by three', () => {
    expect([0, 999, 1000, 1204, 1234567].map(formatCount)).toEqual([
      '0',
      '999',
      '1,000',
      '1,204',
      '1,234,567',
    ]);
  });

  it('puts the noun in its number', () => {
    expect([plural(1, 'file'), plural(0, 'file'), plural(2, 'entry', 'entries')]).toEqual([
      '1 file',
      '0 files',
      '2 entries',
    ]);
  });

  it('prints bytes in decimal units and never 1000.0 of one', () => {
    expect([0, 512, 999_949, 999_950, 81_234_567, 2e15].map(formatBytes)).toEqual([
      '0 B',
      '512 B',
      '999.9 kB',
      '1.0 MB',
      '81.2 MB',
      '2.0 PB',
    ]);
  });

  it('tells durations in the unit that matters, rounded up', () => {
    expect([0, 1, 1000, 45_000, 119_000, 120_000, 5_400_000, 21_600_000].map(formatDuration)).toEqual([
      '0 seconds',
      '1 second',
      '1 second',
      '45 seconds',
      '119 seconds',
      '2 minutes',
      '90 minutes',
      '6 hours',
    ]);
  });
});
