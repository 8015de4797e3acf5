import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestLayer } from '../../../../testkit/explain.ts';

const METADATA = `
[[buildpacks]]
  api = "0.7"
  id = "example/node"

[[processes]]
  type = "web"
  command = ["node"]
  args = ["server.js"]
  direct = true
  default = true

[[processes]]
  type = "worker"
  command = "work --all"
  direct = false
`;
const BASE: TestLayer = {
  'bin/bash': { elf: 'bash' },
  'cnb/lifecycle/launcher': { elf: 'launcher' },
  'cnb/process/web': { link: '../lifecycle/launcher' },
  'cnb/process/worker': { link: '../lifecycle/launcher' },
  'layers/config/metadata.toml': METADATA,
  'layers/example_node/node/bin/node': { elf: 'node' },
  'layers/example_node/node/exec.d/setup': { elf: 'setup' },
  'layers/example_node/node/profile.d/env.sh': '#!/bin/bash\ntrue\n',
  'layers/example_node/tools/bin/work': { elf: 'work' },
  'workspace/server.js': "require('./own')\n",
  'workspace/own.js': 'x\n',
};

function start(entrypoint: readonly string[], files: TestLayer = {}, Cmd: readonly string[] = []): string[] {
  const config = { Entrypoint: [...entrypoint], Cmd: [...Cmd], WorkingDir: '/workspace' };
  return outline(explainImage({ layers: [BASE, files], config }).startChain);
}

describe('the launcher of Cloud Native Buildpacks', () => {
  it('runs the process that it is called by, with the layers around it', () => {
    expect(start(['/cnb/process/web'])).toEqual([
      '/cnb/process/web [elf]',
      '  /layers/example_node/node/exec.d/setup [elf]',
      '  node [elf]',
      '    server.js [script]',
      '      /workspace/own.js [script]',
    ]);
  });

  it('runs the default without a name, and what it is told', () => {
    expect(start(['/cnb/lifecycle/launcher'])).toContain('  node [elf]');
    expect(start(['/cnb/lifecycle/launcher'], {}, ['--', 'work'])).toContain('  work [elf]');
    expect(start(['/cnb/process/web'], { 'workspace/b.js': 'x' }, ['b.js'])).toContain('    b.js [script]');
  });

  it('runs and sets once what is for all processes, when it is told what to run', () => {
    const files = {
      'layers/example_node/node/env.launch/PATH.append': ':/opt/x',
      'opt/x/show': '#!/bin/bash\necho "$PATH" > /x\nwork "$PATH"\n',
    };
    const { startChain } = explainImage({
      layers: [BASE, files],
      config: { Entrypoint: ['/cnb/lifecycle/launcher'], Cmd: ['--', '/opt/x/show'], Env: ['PATH=/bin'] },
    });
    // Were there a process by the name of nothing, its folders would be those of all.
    const metadata = { 'layers/config/metadata.toml': METADATA.replace('default = true', 'default = false') };
    const lines = start(['/cnb/lifecycle/launcher'], { ...metadata, ...files }, ['--', 'work']);
    expect(lines.filter((line) => line.includes('exec.d/setup'))).toHaveLength(1);
    expect(JSON.stringify(startChain).match(/:\/opt\/x/g)?.length ?? 0).toBeGreaterThan(0);
    expect(JSON.stringify(startChain)).not.toContain(':/opt/x:/opt/x');
  });

  it('runs profile scripts and a shell for a process that is not direct', () => {
    const lines = start(['/cnb/process/worker']);
    expect(lines).toContain('  /layers/example_node/node/profile.d/env.sh [script]');
    expect(lines.slice(-2)).toEqual(['  bash [elf]', '    work [elf]']);
  });

  it('has the variables that files of layers set', () => {
    const files = {
      'layers/example_node/node/env.launch/PATH.prepend': '/opt/x',
      'layers/example_node/node/env.launch/PATH.delim': ':',
      'opt/x/node': { elf: 'other' },
    };
    const config = { Entrypoint: ['/cnb/process/web'] };
    const { startChain } = explainImage({ layers: [BASE, files], config });
    expect(startChain[0]?.children.at(-1)?.path).toBe('/opt/x/node');
  });

  it.each([
    ['no metadata', { 'layers/config/metadata.toml': { text: 'x', kept: false } }, 'was not kept'],
    ['no process', { 'layers/config/metadata.toml': '[[processes]]\n  type = "x"\n' }, 'has no process web'],
    ['odd lines', { 'layers/config/metadata.toml': `${METADATA}\n???\nx = {}}` }, '2 lines of'],
    ['many tables', { 'layers/config/metadata.toml': '[[processes]]\n'.repeat(15_000) }, 'not understood'],
    ['a huge file', { 'layers/config/metadata.toml': 'x'.repeat(300_000) }, 'was not kept'],
  ] as const)('says so with %s', (_name, files, why) => {
    expect(start(['/cnb/process/web'], files)[0]).toContain(why);
  });
});
