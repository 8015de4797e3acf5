import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { createProgress, progressLine } from './progress.ts';

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

  it('cuts a name only where there is no room for it', () => {
    const name = 'oci:/srv/images/of/team/layout:registry/app:1.27';
    expect(progressLine('', name, { ...HALF, toRead: 0 }, 79)).toBe(`${name}  5 layers known from before`);
    expect(progressLine('', name, undefined, 79)).toBe(`${name}  opening …`);
    expect(progressLine('', name, HALF, 79)).toMatch(/^…/);
  });

  it('draws a line once', async () => {
    const io = fakeIo({ terminal: true });
    const bar = createProgress(io);
    bar.begin('app', 1, 1);
    bar.onImage('app', 2, 0, 0);
    bar.onLayerDone();
    bar.onLayerDone();
    expect(
      io
        .err()
        .split('\r')
        .filter((line) => line.includes('known from before')),
    ).toHaveLength(1);
    await bar.clear();
    bar.begin('app', 1, 1);
    expect(io.err()).toMatch(/opening …$/);
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
