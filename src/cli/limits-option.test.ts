import { describe, expect, it } from 'vitest';
import { fakeIo } from '../../testkit/fake-io.ts';
import { DEFAULT_LIMITS, LIMIT_NAMES } from '../base/limits.ts';
import { parseLimits } from './limits-option.ts';
import { CHECK_OPTIONS } from './options.ts';
import { runCli } from './run.ts';
import { resolveSettings } from './settings.ts';

describe('--limit', () => {
  it('changes what it names and leaves the rest', () => {
    expect(parseLimits([])).toEqual(DEFAULT_LIMITS);
    expect(parseLimits(['maxLayers=2000', 'maxTextBytes=1.5MiB', 'maxLayers=7'])).toEqual({
      ...DEFAULT_LIMITS,
      maxLayers: 7,
      maxTextBytes: 1.5 * 1024 * 1024,
    });
  });

  it.each([
    ['maxLayerBytes=10', 10],
    ['maxLayerBytes=2GB', 2e9],
    ['maxLayerBytes=2GiB', 2 ** 31],
    ['maxLayerBytes=3 k', 3072],
    ['max-layer-bytes=5mib', 5 * 2 ** 20],
    ['MAXLAYERBYTES=1T', 2 ** 40],
  ])('takes %s for %d', (text, value) => {
    expect(parseLimits([text]).maxLayerBytes).toBe(value);
  });

  it.each([
    ['maxLayerz=3', /Did you mean "maxLayers"/],
    ['whatever=3', /clearpull limits/],
    ['maxLayers', /NAME=VALUE/],
    ['=3', /NAME=VALUE/],
    ['maxLayers=', /whole number/],
    ['maxLayers=0', /whole number/],
    ['maxLayers=1.5', /whole number/],
    ['maxLayers=3MiB', /whole number/],
    ['maxLayers=-3', /whole number/],
    ['maxLayerBytes=lots', /a size such as/],
    ['maxLayerBytes=99999999TiB', /a size such as/],
    ['__proto__=3', /clearpull limits/],
  ])('refuses %s', (text, hint) => {
    expect(() => parseLimits([text])).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringMatching(hint) }),
    );
  });

  it('comes from the command line before the variable, which holds several', () => {
    const env = { CLEARPULL_LIMIT: 'maxLayers=3, maxTextBytes=1MiB' };
    const limitOf = (flags: Record<string, unknown>): unknown =>
      resolveSettings(CHECK_OPTIONS, { flags, env, files: [] }).values['limit'];
    expect(limitOf({})).toEqual(['maxLayers=3', 'maxTextBytes=1MiB']);
    expect(limitOf({ limit: ['maxLayers=4'] })).toEqual(['maxLayers=4']);
  });

  it('reaches the check', async () => {
    const io = fakeIo();
    let seen = 0;
    await runCli(['--limit', 'maxLayers=5', 'app', '--no-cache'], io, (_target, options) => {
      seen = options.limits.maxLayers;
      return Promise.resolve([]);
    });
    expect(seen).toBe(5);
  });
});

describe('clearpull limits', () => {
  it('lists every limit', async () => {
    const io = fakeIo();
    expect(await runCli(['limits'], io)).toBe(0);
    for (const name of LIMIT_NAMES) expect(io.out()).toContain(`  ${name} `);
    expect(io.out()).toContain('64 GiB');
  });

  it('keeps to the columns that are asked for', async () => {
    const io = fakeIo({ columns: 100 });
    expect(await runCli(['limits', '--columns', '60'], io)).toBe(0);
    const [introduction = ''] = io.out().split('\n\n');
    expect(Math.max(...introduction.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it('lists them for programs', async () => {
    const io = fakeIo();
    expect(await runCli(['limits', '-f', 'json'], io)).toBe(0);
    const rows = JSON.parse(io.out()) as { name: string; default: number }[];
    expect(rows.map(({ name }) => name)).toEqual(LIMIT_NAMES);
    expect(rows.find(({ name }) => name === 'maxLayers')?.default).toBe(DEFAULT_LIMITS.maxLayers);
  });
});
