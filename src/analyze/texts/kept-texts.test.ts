import { describe, expect, it } from 'vitest';
import { type TarItem, tar } from '../../../testkit/tar.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { analyzeLayer } from '../analyze-layer.ts';

const ROOM = 48_000;

/** Which of a layer's files are kept, and whether it is told that some are not. */
async function keptOf(items: readonly TarItem[]): Promise<{ paths: readonly string[]; isTold: boolean }> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield tar(items);
  }
  const { facts } = await analyzeLayer(bytes(), {
    limits: { ...DEFAULT_LIMITS, maxLayerTextBytes: ROOM },
    triggers: [],
    expected: {},
  });
  const kept = facts.entries.filter(({ text, database }) => text !== undefined || database !== undefined);
  return { paths: kept.map(({ path }) => path), isTold: facts.unknowns.length > 0 };
}

const many = (path: (index: number) => string, text: string, mode = 0o755): readonly TarItem[] =>
  Array.from({ length: 150 }, (_, i) => ({ path: path(i), data: text.padEnd(490, '#') + i, mode }));
/** An application, copied from where every file may be executed. */
const APPLICATION = many((i) => `app/www/${i}.php`, '<?php // ');
const LISTS = many((i) => `var/lib/dpkg/info/${i}.list`, '/usr/bin/a\n', 0o644);
/** Of more bytes than are left behind texts that just fit. */
const long = (path: string, text: string, mode?: number): TarItem => ({
  path,
  data: text.padEnd(600, '#') + path,
  ...(mode !== undefined && { mode }),
});
const CALLED: readonly TarItem[] = [
  long('etc/app/hook.conf', 'run = /usr/bin/tool\n'),
  long('opt/tool/tool', '#!/usr/bin/python3\nprint(1)\n', 0o755),
  long('srv/start.sh', '#!/bin/sh\ntrue\n'),
  long('usr/bin/tool', 'true\n', 0o755),
];
const STARTED: readonly TarItem[] = [
  long('etc/cron.d/job', '* * * * * root /usr/bin/tool\n'),
  long('usr/lib/systemd/system/a.service', '[Service]\nExecStart=/usr/bin/tool\n'),
  long('var/spool/cron/crontabs/root', '@reboot /usr/bin/tool\n'),
];
const pathsOf = (items: readonly TarItem[]): readonly string[] => items.map(({ path }) => path);

describe('the room for texts', () => {
  it('is left to what starts by itself and what is called, behind an application that fills it', async () => {
    const { paths, isTold } = await keptOf([...APPLICATION, ...CALLED, ...STARTED]);
    expect(paths).toEqual(expect.arrayContaining([...pathsOf(CALLED), ...pathsOf(STARTED)]));
    expect(isTold).toBe(true);
  });

  it('is left to them behind lists of packages, and to those behind them', async () => {
    const { paths } = await keptOf([...LISTS, ...APPLICATION, ...CALLED, ...STARTED]);
    expect(paths).toEqual(expect.arrayContaining([...pathsOf(CALLED), ...pathsOf(STARTED)]));
    const last = await keptOf([...APPLICATION, ...CALLED, ...STARTED, ...LISTS]);
    expect(last.paths.filter((path) => path.endsWith('.list')).length).toBeGreaterThan(10);
  });

  it('is left to what starts by itself behind what is called', async () => {
    const scripts = many((i) => `app/bin/${i}`, '#!/bin/sh\n');
    const { paths } = await keptOf([...scripts, ...STARTED]);
    expect(paths).toEqual(expect.arrayContaining([...pathsOf(STARTED)]));
  });

  it('is for anything where what it would be left to came before', async () => {
    const jobs = many((i) => `etc/cron.d/${i}`, '# ').slice(0, 6);
    const scripts = many((i) => `app/bin/${i}`, '#!/bin/sh\n').slice(0, 12);
    const before = (await keptOf([...jobs, ...scripts, ...APPLICATION])).paths.length;
    expect(before).toBeGreaterThan((await keptOf(APPLICATION)).paths.length + 15);
  });
});
