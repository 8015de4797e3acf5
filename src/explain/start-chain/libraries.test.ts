import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../testkit/explain.ts';
import type { ElfFacts } from '../../image/layer-facts.ts';
import { buildTree } from '../../image/tree/build-tree.ts';
import type { ElfStep } from '../explanation.ts';
import { newBudget } from './budget.ts';
import type { Chain } from './chain.ts';
import { elfStep } from './libraries.ts';
import { Holes } from './shell/holes.ts';
import { Spoken } from './spoken.ts';

const FACTS: ElfFacts = { bits: 64, machine: 'amd64', type: 'executable', needed: [] };

function linked(elf: Partial<ElfFacts>, files: Readonly<Record<string, string>>, preset?: string): ElfStep {
  const entries = Object.keys(files).map((path) => ({
    path,
    kind: 'file' as const,
    size: 1,
    mode: 0o755,
    uid: 0,
    gid: 0,
  }));
  const tree = buildTree([{ diffId: `sha256:${'0'.repeat(64)}`, size: 0, entries, unknowns: [] }]);
  const budget = newBudget(100);
  const holes = new Holes();
  const chain: Chain = {
    tree,
    config: {},
    budget,
    holes,
    spoken: new Spoken(holes, budget),
    linked: new Map(),
    handlings: new Map(),
    text: (path) => files[path],
    instructionOf: () => undefined,
    run: () => [],
  };
  return elfStep(chain, { ...FACTS, ...elf }, '/opt/app/bin/app', preset);
}

const paths = ({ libraries }: ElfStep): (string | undefined)[] => libraries.map(({ path }) => path);

describe('the libraries of a compiled program', () => {
  it('come with what its compiler wrote into it, made visible', () => {
    const build = {
      language: 'rust',
      compiler: '1.95\u001b',
      dependencies: ['a\n@1'],
      problem: 'x',
    } as const;
    expect(linked({ build, language: 'rust' }, {}).build).toEqual({
      ...build,
      compiler: '1.95\\x1b',
      dependencies: ['a @1'],
    });
  });

  it('resolve by LD_LIBRARY_PATH, RUNPATH, ld.so.conf and the defaults, in that order', () => {
    const files = {
      'pre/liba.so': '',
      'opt/app/bin/app': '',
      'opt/app/lib/liba.so': '',
      'opt/app/lib/libb.so': '',
      'opt/extra/libc.so': '',
      'opt/extra/libb.so': '',
      'usr/lib/x86_64-linux-gnu/libd.so': '',
      'etc/ld.so.conf': 'include /etc/ld.so.conf.d/*.conf\n',
      'etc/ld.so.conf.d/extra.conf': '/opt/extra\n',
      'lib64/ld.so': '',
    };
    const needed = ['liba.so', 'libb.so', 'libc.so', 'libd.so', 'libgone.so', '/opt/extra/libc.so'];
    const step = linked({ needed, runpath: '$ORIGIN/../lib', interpreter: '/lib64/ld.so' }, files, '/pre');
    expect(paths(step)).toEqual([
      '/pre/liba.so',
      '/opt/app/lib/libb.so',
      '/opt/extra/libc.so',
      '/usr/lib/x86_64-linux-gnu/libd.so',
      undefined,
      '/opt/extra/libc.so',
    ]);
    expect(step).toMatchObject({ linked: 'dynamic', interpreterFound: true, runpath: '$ORIGIN/../lib' });
  });

  it('are none of a static program, of which language and packer are told', () => {
    expect(linked({ language: 'go', packer: 'upx' }, {})).toEqual({
      linked: 'static',
      libraries: [],
      language: 'go',
      packer: 'upx',
    });
    expect(linked({ interpreter: '/lib/ld-gone.so' }, {})).toMatchObject({ interpreterFound: false });
  });

  it('of a name with control characters are shown escaped, and thousands are cut', () => {
    const needed = Array.from({ length: 5000 }, (_, index) => `lib\u001b${index}.so`);
    const { libraries } = linked({ needed }, {});
    expect(libraries).toHaveLength(100);
    expect(libraries[0]?.name).not.toContain('\u001b');
  });
});

it('stand at the step of the program', () => {
  const files: TestLayer = { 'bin/app': { elf: 'app' } };
  const [root] = explainImage({ layers: [files], config: { Cmd: ['app'] } }).startChain;
  expect(root?.elf).toEqual({ linked: 'static', libraries: [] });
});
