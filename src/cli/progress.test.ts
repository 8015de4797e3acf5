import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { progressLine } from './progress.ts';

const HALF = { layers: 5, toRead: 3, done: 1, bytes: 500_000, total: 1_000_000 };

describe('progressLine', () => {
  it('tells bytes and layers', () => {
    expect(progressLine('', 'docker.io/library/nginx:latest', HALF, 120)).toBe(
      'docker.io/library/nginx:latest  ██████████░░░░░░░░░░ 50%  layer 2 of 3, 500.0 kB of 1.0 MB',
    );
  });

  it('says that all layers were known', () => {
    expect(progressLine('', 'nginx', { ...HALF, toRead: 0 }, 79)).toBe('nginx  5 layers known from before');
  });

  it('stays below 100 % and on one line, whatever comes', () => {
    for (const columns of [20, 40, 79, 200]) {
      for (const name of ['x', '界'.repeat(100), 'registry.example.com/a/very/long/name/'.repeat(5)]) {
        const line = progressLine('[12/345] ', name, { ...HALF, bytes: 9e9 }, columns);
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/\d{3}\d%/);
      }
    }
  });
});
