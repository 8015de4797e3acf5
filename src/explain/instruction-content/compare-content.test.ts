import { describe, expect, it } from 'vitest';
import { openTestImage, type TestLayer } from '../../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { HistoryRow } from '../../image/config.ts';
import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { Accounting, ProgramToLookAt } from '../accounting/index.ts';
import { explain } from '../explain.ts';
import { compareContent } from './compare-content.ts';
import type { InstructionMismatch } from './mismatch.ts';

const BUILDKIT = 'buildkit.dockerfile.v0';
const buildkit = (text: string): HistoryRow => ({ created_by: `${text} # buildkit`, comment: BUILDKIT });
const setting = (text: string): HistoryRow => ({ created_by: text, comment: BUILDKIT, empty_layer: true });
const classic = (text: string): HistoryRow => ({ created_by: `/bin/sh -c #(nop) ${text}` });
const BASE: HistoryRow = { created_by: '/bin/sh -c #(nop) ADD file:00 in / ' };
const SUM = 'a'.repeat(64);

type Row = readonly [row: HistoryRow, layer?: TestLayer, entries?: (facts: LayerFacts) => LayerFacts];

/** What is said of each instruction, as `TEXT: weight kind words [paths]`. */
function told(
  rows: readonly Row[],
  accounting?: Accounting,
  base: TestLayer = { 'usr/bin/sh': { elf: 'sh' } },
): string[] {
  return mismatches(rows, accounting, base).map(
    ({ weight, kind, text, paths }) => `${weight} ${kind}: ${text} [${paths.join(' ')}]`,
  );
}

function mismatches(rows: readonly Row[], accounting?: Accounting, base?: TestLayer): InstructionMismatch[] {
  const all: readonly Row[] = base === undefined ? rows : [[BASE, base], ...rows];
  const layers = all.flatMap(([, layer]) => (layer === undefined ? [] : [layer]));
  const { image, facts, tree, text } = openTestImage({ history: all.map(([row]) => row), layers });
  const changes = all.filter(([, layer]) => layer !== undefined).map(([, , change]) => change);
  const changed = facts.map((one, i) => changes[i]?.(one) ?? one);
  const { instructions } = explain({ image, tree, text, limits: DEFAULT_LIMITS });
  return compareContent({
    instructions,
    layers: changed,
    ...(accounting === undefined ? {} : { accounting }),
  }).flatMap((instruction) => instruction.mismatches ?? []);
}

const added =
  (...entries: readonly Partial<LayerEntry>[]) =>
  (facts: LayerFacts): LayerFacts => ({
    ...facts,
    entries: [
      ...facts.entries,
      ...entries.map((one) => ({
        path: '',
        kind: 'directory' as const,
        size: 0,
        mode: 0o755,
        uid: 0,
        gid: 0,
        ...one,
      })),
    ],
  });

const run = (text: string): Row => [buildkit(`RUN /bin/sh -c ${text}`), {}];
const SSHD: TestLayer = { 'app/app': { elf: 'app' }, 'etc/motd': 'x', 'usr/sbin/sshd': { elf: 'sshd' } };
const TWO = '2 files outside /app [/usr/sbin/sshd /etc/motd]';

describe('COPY and ADD', () => {
  it.each<[string, HistoryRow]>([
    ['BuildKit', buildkit('COPY app /app')],
    ['BuildKit, with flags', buildkit('COPY --chown=1:1 --chmod=755 a b c /app/')],
    ['the classic builder', classic(`COPY --chown=rootdir:${SUM} in /app `)],
    ['the classic builder’s ADD', classic(`ADD multi:${SUM} in /app/ `)],
  ])('that also write elsewhere are told, programs first: %s', (_, row) => {
    expect(told([[row, SSHD]])).toEqual([`contradiction files-outside-destination: holds ${TWO}`]);
  });

  it.each<[string, HistoryRow]>([
    ['the root', buildkit('COPY . /')],
    ['a destination that holds all', buildkit('COPY rootfs/ /./')],
    ['a variable, which is not replaced', { created_by: 'COPY app $HOME', author: 'kaniko' }],
    ['a name in quotes', { created_by: 'COPY app "/a b"', author: 'kaniko' }],
    ['Windows', buildkit('COPY app C:\\app')],
  ])('are not judged by %s', (_, row) => {
    expect(told([[row, SSHD]])).toEqual([]);
  });

  it('may make the folders above, and write what lies at or below their destination', () => {
    const files = { 'srv/app/a': 'a', 'srv/app/b/c': 'c' };
    const parents = added({ path: 'srv' }, { path: 'srv/app' }, { path: 'var' });
    expect(told([[buildkit('COPY app /srv/app'), files, parents]])).toEqual([]);
    expect(told([[buildkit('COPY a b /srv/app/'), files, parents]])).toEqual([]);
    expect(told([[buildkit('COPY one /srv/apple'), files]])).toHaveLength(1);
    expect(told([[buildkit('COPY <<EOF /srv/app'), { 'srv/app': 'text' }]])).toEqual([]);
  });

  it('count what they remove elsewhere', () => {
    const removes = added({ path: 'etc/shadow', kind: 'whiteout' }, { path: 'app/old', kind: 'whiteout' });
    expect(told([[buildkit('COPY app /app'), { 'app/x': 'x' }, removes]])).toEqual([
      'contradiction files-outside-destination: holds 1 removal outside /app [/etc/shadow]',
    ]);
  });

  it('follow links of the layers below, but not where they lead later', () => {
    const links: TestLayer = {
      bin: { link: 'usr/bin' },
      'var/run': { link: '/run' },
      loop: { link: 'loop' },
    };
    const copy = buildkit('COPY tool /bin/tool');
    expect(told([[copy, { 'usr/bin/tool': { elf: 'x' } }]], undefined, links)).toEqual([]);
    expect(told([[buildkit('COPY x /var/run/'), { 'run/x': 'x' }]], undefined, links)).toEqual([]);
    expect(told([[buildkit('COPY x /loop/y'), { 'loop/y': 'x' }]], undefined, links)).toEqual([]);
    expect(
      told([
        [copy, { 'usr/bin/tool': { elf: 'x' } }],
        [buildkit('RUN x'), links],
      ]),
    ).toHaveLength(1);
    // `--link` copies without looking at what lies below.
    expect(told([[copy, { 'bin/tool': { elf: 'x' } }]], undefined, links)).toEqual([]);
  });

  it('are held against WORKDIR where their destination is relative', () => {
    const files = { 'srv/app/x': 'x' };
    const workdir = (folder: string): Row => [setting(`WORKDIR ${folder}`)];
    expect(told([workdir('/srv'), workdir('app'), [buildkit('COPY . .'), files]])).toEqual([]);
    expect(told([workdir('/srv'), [buildkit('COPY x ./app/'), files]])).toEqual([]);
    expect(told([workdir('/opt'), [buildkit('COPY . .'), files]])).toEqual([
      'contradiction files-outside-destination: holds 1 file outside /opt [/srv/app/x]',
    ]);
    // Whoever made the base may have set another folder without a row.
    expect(
      told([
        [{ created_by: 'bazel build ...' }, {}],
        [buildkit('COPY . app'), { 'opt/app/x': 'x' }],
      ]),
    ).toEqual([]);
  });

  it('take every beginning of a destination with spaces', () => {
    expect(told([[buildkit('COPY a b /my app/'), { 'my app/a': 'a' }]])).toEqual([]);
    expect(told([[buildkit('COPY a /etc /my app/'), { 'etc/x': 'a' }]])).toHaveLength(1);
  });

  it('of buildah and kaniko are unusual at most, with what may be the reason', () => {
    const rows: Row[] = [
      [{ ...classic(`COPY file:${SUM} in /one`), empty_layer: true }],
      [
        { created_by: `/bin/sh -c #(nop) COPY file:${SUM} in /two`, comment: 'FROM x' },
        { one: 'a', two: 'b', three: 'c' },
      ],
      [{ created_by: '/bin/sh -c #(nop)  LABEL io.buildah.version=1', empty_layer: true }],
    ];
    expect(told(rows.slice(0, 2)).at(-1)).toContain('unusual files-outside-destination: holds 1 file');
    expect(told([[{ created_by: 'COPY app /app', author: 'kaniko' }, SSHD]])).toEqual([
      'unusual files-outside-destination: holds 2 files outside /app (kaniko may write one row for several instructions) [/usr/sbin/sshd /etc/motd]',
    ]);
  });
});

describe('settings', () => {
  it.each(['ENV A=b', 'LABEL a=b', 'CMD ["sh"]', 'USER nobody', 'WORKDIR /app'])(
    'with files are told: %s',
    (text) => {
      const keyword = text.split(' ')[0];
      expect(told([[{ created_by: text, comment: BUILDKIT }, SSHD]])).toEqual([
        `contradiction metadata-with-files: holds 3 files, though ${keyword} only sets something [/app/app /usr/sbin/sshd /etc/motd]`,
      ]);
    },
  );

  it('may have a layer without files, with folders, and with what engines put everywhere', () => {
    const folders = added(
      { path: 'app' },
      { path: '.dockerenv', kind: 'file' },
      { path: 'etc/hosts', kind: 'file' },
    );
    expect(told([[{ created_by: 'WORKDIR /app', comment: BUILDKIT }, {}, folders]])).toEqual([]);
  });

  it('has what lies inside of an archive with the archive', () => {
    const archive = added(
      { path: 'srv/app.tar!/bin/tool', kind: 'file', host: 'srv/app.tar' },
      { path: 'srv/app.tar', kind: 'file' },
    );
    expect(told([[buildkit('COPY app.tar /srv/app.tar'), {}, archive]])).toEqual([]);
    expect(told([[buildkit('COPY app.tar /opt/'), {}, archive]])).toMatchObject([
      expect.stringMatching(/holds 1 file outside/),
    ]);
  });

  it('may be of an instruction that only sets something', () => {
    expect(told([[classic(' ENV A=b'), {}]])).toEqual([]);
  });
});

describe('rows and layers', () => {
  it('that differ in number are not compared', () => {
    expect(told([[buildkit('COPY app /app'), SSHD], [buildkit('RUN x')]])).toEqual([]);
  });

  it('of which a row says that it made none are told, and what follows is only unusual', () => {
    const squashed: Row[] = [
      [{ ...buildkit('COPY a /a'), empty_layer: true }],
      [buildkit('COPY b /b'), { a: 'a', b: 'b', c: 'c' }],
    ];
    expect(told(squashed)).toEqual([
      expect.stringContaining('information made-no-layer: made no layer'),
      'unusual files-outside-destination: holds 1 file outside of where it copied to [/c]',
    ]);
    const withRun: Row[] = [[{ ...buildkit('RUN make'), empty_layer: true }], [buildkit('COPY b /b'), SSHD]];
    expect(told(withRun)).toEqual([expect.stringContaining('made-no-layer')]);
  });

  it('a layer that was not read is passed over', () => {
    const { image, tree, text } = openTestImage({ history: [buildkit('COPY a /a')], layers: [{ b: 'b' }] });
    const { instructions } = explain({ image, tree, text, limits: DEFAULT_LIMITS });
    expect(compareContent({ instructions, layers: [undefined] })).toEqual(instructions);
  });
});

const program = (path: string, layer: number): ProgramToLookAt => ({
  path,
  kind: 'program',
  size: 1,
  layer,
  atStart: false,
  why: '',
});
const accounting = (...unaccounted: readonly ProgramToLookAt[]): Accounting => ({
  total: 9,
  accounted: 7,
  withoutDigest: 0,
  changed: 0,
  unlisted: unaccounted.length,
  databases: [{ kind: 'dpkg', packages: 1, programs: 7 }],
  changedFiles: [],
  unaccounted,
  notes: [],
});
const found = accounting(program('/usr/bin/a', 1), program('/usr/sbin/b', 1), program('/opt/c', 0));

describe('RUN with a package manager', () => {
  it('that does nothing else, and programs that no package lists', () => {
    const text =
      'set -eux; apt-get update && DEBIAN_FRONTEND=x apt-get install -y --no-install-recommends a; rm -rf /var/lib/apt/lists/*';
    expect(told([run(text)], found)).toEqual([
      'unusual programs-without-package: holds 2 programs that no package lists, though it only installs packages with apt-get [/usr/bin/a /usr/sbin/b]',
    ]);
  });

  it.each([
    [
      'apk add --no-cache curl && curl -fsSL https://example.com/x -o /usr/local/bin/x && chmod +x /usr/local/bin/x',
      'besides apk it runs curl, chmod',
    ],
    [
      'yum -y install gcc; if true; then ./configure; make install; fi',
      'besides yum it runs configure, make',
    ],
  ])('that downloads or builds as well is only told: %s', (text, besides) => {
    expect(told([run(text)], found)).toEqual([
      `information programs-without-package: holds 2 programs that no package lists; ${besides} [/usr/bin/a /usr/sbin/b]`,
    ]);
  });

  it.each([
    ['it installs nothing', 'apt-get update && make install', found],
    ['all are listed', 'apk add curl', accounting(program('/opt/c', 0))],
    [
      'the image has no database',
      'apk add curl',
      { ...found, databases: [{ kind: 'npm', packages: 1, programs: 1 }] },
    ],
  ])('is not told where %s', (_, text, given) => {
    expect(told([run(text)], given)).toEqual([]);
  });
});

it('is linear in what is hostile', () => {
  const many = Array.from({ length: 3000 }, (_, i): Row => [setting(`WORKDIR ${'../'.repeat(50)}${i}`)]);
  const words = 'x '.repeat(50_000);
  expect(told([...many, [buildkit(`COPY ${words}/app`), SSHD]])).toHaveLength(1);
  const chain: TestLayer = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`l${i}`, { link: `l${i + 1}/a/b` }]),
  );
  expect(told([[buildkit('COPY x /l0'), { x: 'x' }]], undefined, chain)).toHaveLength(1);
  expect(told([run(`apt-get install x ${'&& y '.repeat(100_000)}`)], found)).toHaveLength(1);
});
