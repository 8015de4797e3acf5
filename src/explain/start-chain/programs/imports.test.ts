import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestImage, type TestLayer } from '../../../../testkit/explain.ts';
import type { StartStep } from '../../explanation.ts';

const PROGRAMS: TestLayer = Object.fromEntries(
  ['curl', 'sh', 'python3', 'node', 'perl', 'ruby', 'lua'].map((name) => [`usr/bin/${name}`, { elf: name }]),
);

function chain(config: NonNullable<TestImage['config']>, files: TestLayer): readonly StartStep[] {
  return explainImage({ layers: [PROGRAMS, files], config }).startChain;
}

describe('imports', () => {
  it.each<[string, TestImage['config'], TestLayer]>([
    [
      'of the folder of the program, from within a package',
      { Cmd: ['python3', 'main.py'] },
      {
        'app/main.py': 'import pkg.a\n',
        'app/pkg/a.py': 'from pkg import (  # all of it\n  x,\n  found,\n)\n',
        'app/pkg/found.py': '1\n',
      },
    ],
    [
      'of the folder that a module is started in',
      { Cmd: ['python3', '-m', 'pkg.main'] },
      { 'app/pkg/main.py': 'from pkg.found import x\n', 'app/pkg/found.py': '1\n' },
    ],
    [
      'of packages above',
      { Cmd: ['python3', '-m', 'found.main'] },
      { 'app/found/main.py': 'import found.b\n', 'app/found/b.py': '1\n', 'app/found/__init__.py': '1\n' },
    ],
    [
      'told by a variable',
      { Cmd: ['python3', '/srv/a.py'], Env: ['PYTHONPATH=/x:/opt'] },
      { 'srv/a.py': 'import os; import found\n', 'opt/found.py': '1\n' },
    ],
    [
      'told by the program',
      { Cmd: ['python3', 'a.py'] },
      {
        'app/a.py': 'sys.path.insert(0, os.path.join(HERE, "lib", "x"))\nimport b, found\n',
        'app/lib/x/found.py': '1\n',
      },
    ],
    ['told on the command line', { Cmd: ['python3', '-c', 'import found'] }, { 'app/found.py': '1\n' }],
    [
      'on many lines',
      { Cmd: ['node', 'a.mjs'] },
      { 'app/a.mjs': 'import {\n  a, // don\'t\n  b,\n} from "./found.js";\n', 'app/found.ts': '1\n' },
    ],
    [
      'told by a variable',
      { Cmd: ['node', 'a.js'], Env: ['NODE_PATH=/opt'] },
      {
        'app/a.js': 'require("x/y")\n',
        'opt/x/y/package.json': '{"main":"z/found.js"}',
        'opt/x/y/z/found.js': '1\n',
      },
    ],
    [
      'of its package',
      { Cmd: ['node', 'a.js'] },
      {
        'app/a.js': 'require("#x"); require("me/x")\n',
        'app/package.json': '{"name":"me","exports":{"./x":{"node":"./found.js"}}}',
        'app/found.js': '1\n',
      },
    ],
    [
      'told by a variable',
      { Cmd: ['perl', 'a.pl'], Env: ['PERL5LIB=/opt'] },
      { 'app/a.pl': 'use X::found;\n', 'opt/X/found.pm': '1;\n' },
    ],
    [
      'told by the program',
      { Cmd: ['perl', 'a.pl'] },
      { 'app/a.pl': 'use lib "$FindBin::Bin/x";\nuse found;\n', 'app/x/found.pm': '1;\n' },
    ],
    [
      'told by a variable',
      { Cmd: ['ruby', 'a.rb'], Env: ['RUBYLIB=/opt'] },
      { 'app/a.rb': 'require "x/found"\n', 'opt/x/found.rb': '1\n' },
    ],
    [
      'told by the program',
      { Cmd: ['ruby', 'a.rb'] },
      {
        'app/a.rb': '$:.unshift File.expand_path("../x", __FILE__)\nrequire "found"\n',
        'app/x/found.rb': '1\n',
      },
    ],
    [
      'told by a variable',
      { Cmd: ['lua', 'a.lua'], Env: ['LUA_PATH=/opt/?.x;;'] },
      { 'app/a.lua': 'local f = require "a.found"\n', 'opt/a/found.x': '1\n' },
    ],
  ])('reads modules %s: %j', (_, config, files) => {
    expect(outline(chain({ ...config, WorkingDir: '/app' }, files)).join('\n')).toMatch(
      /\/found(?:\.\w+|\/__init__\.py) \[script\]/,
    );
  });

  it('follows rows of imports as far as they go', () => {
    const row = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`app/m${i}.py`, `import m${i + 1}\n`]),
    );
    const told = outline(
      chain(
        { Cmd: ['python3', 'm0.py'], WorkingDir: '/app' },
        { ...row, 'app/m90.py': 'os.system("curl x")\n' },
      ),
    );
    expect(told.filter((line) => line.includes('.py [script]'))).toHaveLength(91);
    expect(told.join('\n')).not.toContain('!');
  });

  it('looks no further for modules than the start chain has work left, and says so', () => {
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`).join(', ');
    const text = Array.from({ length: 400 }, (_, i) => `from m${i} import (${names})\n`).join('');
    const told = outline(
      chain(
        {
          Cmd: ['python3', '/app/a.py'],
          Env: [`PYTHONPATH=${Array.from({ length: 30 }, (_, i) => `/p/${i}`).join(':')}`],
        },
        { 'app/a.py': `import b\n${text}`, 'app/b.py': text, 'app/m0.py': '1\n' },
      ),
    );
    expect(told.join('\n')).toContain('!');
  });
});
