import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestLayer } from '../../../../testkit/explain.ts';

const BASE: TestLayer = Object.fromEntries(
  ['python3', 'node', 'perl', 'ruby', 'php', 'lua', 'curl', 'worker'].map((name) => [
    `usr/bin/${name}`,
    { elf: name },
  ]),
);
const OWN: TestLayer = {
  'app/own.py': 'x = 1\n',
  'app/lib/own.js': 'x\n',
  'app/own.pl': '1;\n',
  'app/own.rb': 'x\n',
  'app/own.php': 'x\n',
  'app/own.lua': 'x\n',
};
const NAMES = { python3: 'a.py', node: 'a.js', perl: 'a.pl', ruby: 'a.rb', php: 'a.php', lua: 'a.lua' };

/** What the start chain lists below a program with this text, conditions left out. */
function below(
  interpreter: keyof typeof NAMES,
  text: string,
  files: TestLayer = {},
  Env: string[] = [],
): string[] {
  const name = NAMES[interpreter];
  const layers = [BASE, { ...OWN, ...files, [`app/${name}`]: text }];
  const config = { Cmd: [interpreter, name], WorkingDir: '/app', Env };
  return outline(explainImage({ layers, config }).startChain)
    .slice(2)
    .map((line) =>
      line.trim().replace('{where the program calls it} ', '').replace(' {where the program calls it}', ''),
    );
}

const MODULE = '!which module it loads is not known: ';
const FILE = '!which file it runs is not known: ';
const COMMAND = '!which program it runs is not known: ';
const CODE = '!which code it evaluates is not known: ';

describe('what only shows while the program runs is unknown, with the reason', () => {
  it.each([
    [
      'python3',
      'def f(x):\n  importlib.import_module(x)',
      `importlib.import_module(x) [builtin] ${MODULE}x gets its value while the program runs`,
    ],
    [
      'python3',
      '__import__(sys.argv[1])',
      `__import__(sys.argv[1]) [builtin] ${MODULE}it comes from the arguments of the program`,
    ],
    ['python3', 'exec(fetch("x"))', `exec(fetch("x")) [builtin] ${CODE}it comes from fetch(…)`],
    [
      'python3',
      'cmd = "a"\ncmd += b\nsubprocess.run(cmd)',
      `subprocess.run(cmd) [builtin] ${COMMAND}b is not set in this file`,
    ],
    [
      'python3',
      'for c in l:\n  os.system(c)',
      `os.system(c) [builtin] ${COMMAND}c gets its value while the program runs`,
    ],
    [
      'python3',
      'subprocess.Popen([os.environ["TOOL"], "-x"])',
      `subprocess.Popen([os.environ["TOOL"], "-x"]) [builtin] ${COMMAND}the environment variable TOOL is not set by the image`,
    ],
    ['python3', 'exec(open(p).read())', `exec(open(p).read()) [builtin] ${CODE}p is not set in this file`],
    ['node', 'const m = pick();\nrequire(m)', `require(m) [builtin] ${MODULE}it comes from pick(…)`],
    [
      'node',
      'import(`./locale/${name}.js`)',
      `import(\`./locale/\${name}.js\`) [builtin] ${MODULE}name is not set in this file`,
    ],
    [
      'node',
      "require('./lib/' + name)",
      `require('./lib/' + name) [builtin] ${MODULE}name is not set in this file`,
    ],
    [
      'node',
      "const cp = require('child_process');\ncp.exec(this.cmd)",
      `cp.exec(this.cmd) [builtin] ${COMMAND}this.cmd is what an object holds while the program runs`,
    ],
    ['node', "import { spawn as run } from 'node:child_process';\nlet x = a ? 'b' : 'c';\nrun(x)", undefined],
    [
      'node',
      'eval(process.env.CODE)',
      `eval(process.env.CODE) [builtin] ${CODE}the environment variable CODE is not set by the image`,
    ],
    ['perl', 'require $x;', `require($x) [builtin] ${FILE}x is not set in this file`],
    [
      'perl',
      'my $f = shift;\ndo $f or die;',
      `do($f) [builtin] ${FILE}it is given where the program calls the function`,
    ],
    ['perl', 'eval $code;', `eval($code) [builtin] ${CODE}code is not set in this file`],
    [
      'ruby',
      'require ARGV[0]',
      `require(ARGV[0]) [builtin] ${MODULE}it comes from the arguments of the program`,
    ],
    ['ruby', 'load path', `load(path) [builtin] ${MODULE}path is not set in this file`],
    [
      'ruby',
      'o.send(name, 1)',
      '.send(name, 1) [builtin] !which method it calls is not known: name is not set in this file',
    ],
    [
      'php',
      "<?php include $_GET['p'];",
      `include($_GET['p']) [builtin] ${FILE}it comes from what the program reads while it runs`,
    ],
    ['php', '<?php eval($x);', `eval($x) [builtin] ${CODE}x is not set in this file`],
    ['lua', 'dofile(p)', `dofile(p) [builtin] ${FILE}p is not set in this file`],
  ] as const)('%s: %s', (interpreter, text, expected) => {
    const lines = below(interpreter, `${text}\n`);
    if (expected === undefined) expect(lines).toEqual([]);
    else expect(lines).toEqual([expected]);
  });
});

describe('what the text alone says is followed', () => {
  it.each([
    ['python3', 'N = "own"\nimportlib.import_module(N)', '/app/own.py [script]'],
    [
      'python3',
      'exec(open(os.path.join(os.path.dirname(__file__), "own.py")).read())',
      '/app/own.py [script]',
    ],
    [
      'python3',
      'with open("own.py") as fh:\n  exec(compile(fh.read(), "x", "exec"))',
      '/app/own.py [script]',
    ],
    ['python3', 'runpy.run_path(str(Path(__file__).parent / "own.py"))', '/app/own.py [script]'],
    ['python3', 'cmd = ["curl", "-s"]\nsubprocess.run(cmd + ["http://192.0.2.1/"])', 'curl [elf]'],
    ['python3', 'os.spawnlp(os.P_WAIT, "curl", "curl", "x")', 'curl [elf]'],
    [
      'python3',
      'from subprocess import run\nC = "curl http://192.0.2.1/x"\nrun(C, shell=True)',
      'curl [elf]',
    ],
    ['python3', 'import subprocess as s\nC = "curl x"\ns.call(C)', 'curl [elf]'],
    ['python3', 'subprocess.run([os.environ.get("TOOL", "worker"), "-x"])', 'worker [elf]'],
    ['python3', 'exec("os.system(\'curl x\')")', 'curl [elf]'],
    ['node', "require(path.join(__dirname, 'lib', 'own.js'))", '/app/lib/own.js [script]'],
    ['node', 'require(`${__dirname}/lib/own`)', '/app/lib/own.js [script]'],
    ['node', "new Worker(new URL('./lib/own.js', import.meta.url))", '/app/lib/own.js [script]'],
    ['node', "const { exec } = require('child_process');\nconst c = 'curl ' + 'x';\nexec(c)", 'curl [elf]'],
    ['node', "require('child_process').spawn(process.env.TOOL || 'worker', ['a'])", 'worker [elf]'],
    ['perl', 'use FindBin;\nrequire "$FindBin::Bin/own.pl";', '/app/own.pl [script]'],
    ['perl', 'my @c = ("curl", "-s");\nsystem(@c);', 'curl [elf]'],
    ['ruby', "require File.join(__dir__, 'own')", '/app/own.rb [script]'],
    ['ruby', "load File.expand_path('../own.rb', __FILE__)", '/app/own.rb [script]'],
    ['php', "<?php define('ROOT', __DIR__ . '/');\nrequire_once ROOT . 'own.php';", '/app/own.php [script]'],
    ['php', "<?php include dirname(__FILE__) . '/own.php';", '/app/own.php [script]'],
    ['lua', "local p = 'own' .. '.lua'\ndofile(p)", '/app/own.lua [script]'],
  ] as const)('%s: %s', (interpreter, text, expected) => {
    expect(below(interpreter, `${text}\n`)).toEqual([expected]);
  });

  it('a file named after a worker is looked for where the program was started, as any other', () => {
    const text =
      "const { fork } = require('child_process');\nconst p = 'lib/Worker.js';\nfork(p, ['Worker'])\n";
    const config = { WorkingDir: '/srv', Cmd: ['node', '/app/main.js'] };
    const files = {
      'usr/bin/node': { elf: 'node' },
      'srv/lib/Worker.js': 'x',
      'app/lib/Worker.js': 'x',
      'app/main.js': text,
    };
    const { startChain } = explainImage({ layers: [files], config });
    expect(outline(startChain)).toContain('    /srv/lib/Worker.js [script]');
    expect(outline(startChain)).not.toContain('    /app/lib/Worker.js [script]');
  });

  it('a variable that the image sets counts with that value', () => {
    const text = 'os.execvp(os.environ["TOOL"], ["x"])\n';
    expect(below('python3', text, {}, ['TOOL=/usr/bin/worker'])[0]).toBe('/usr/bin/worker [elf]');
  });

  it('a file that is not there is missing, an installed library is none of its own', () => {
    expect(below('node', "const n = 'express';\nrequire(n)\nrequire(__dirname + '/gone.js')\n")).toEqual([
      '/app/gone.js [missing] !not found in the image',
    ]);
  });

  it('the interpreter itself is the one that was called', () => {
    expect(below('python3', 'subprocess.run([sys.executable, "own.py"])\n')).toEqual([
      '/usr/bin/python3 [elf]',
      'own.py [script]',
    ]);
  });
});

describe('what is no call is left alone', () => {
  it.each([
    ['python3', '# exec(x)\ns = "eval(y)"\n"""\nexec(z)\n"""\nmodel.eval()\ndef exec(x):\n  pass'],
    ['python3', 'session.run(query)\ndf.eval(expr)'],
    [
      'node',
      "// require(x)\n/* eval(y) */\nconst m = /a(b)/.exec(text);\nre.exec(s);\nfoo.require(x);\nconst s = 'eval(z)'",
    ],
    ['node', "require('express');\nimport('fs');\nrequire.resolve(x)"],
    [
      'perl',
      'eval { die };\ndo { 1 } while ($x);\n# require $y\nrequire strict;\n=pod\n\nrequire $z\n\n=cut\n',
    ],
    ['ruby', "require 'json'\nx.instance_eval do\nend\no.send(:name)\n=begin\nload x\n=end\n"],
    ['php', "<?php // include $x;\n$o->exec($y); /* eval($z) */ require 'Installed/Thing.php';"],
  ] as const)('%s: %s', (interpreter, text) => {
    expect(below(interpreter, text)).toEqual([]);
  });
});

describe('hostile programs', () => {
  it('list no more than twenty unknown calls of a file, and say how many more', () => {
    const text = Array.from({ length: 500 }, (_, index) => `__import__(x${index})`).join('\n');
    const layers = [BASE, { 'app/a.py': text }];
    const [python] = explainImage({ layers, config: { Cmd: ['python3', '/app/a.py'] } }).startChain;
    expect(python?.children[0]?.children).toHaveLength(20);
    expect(python?.children[0]?.unknown).toBe('480 more calls load what is not known or was not followed');
  });

  it.each([
    [
      'names set from each other',
      'python3',
      `${Array.from({ length: 300 }, (_, i) => `a${i} = a${i + 1} + a${i + 1}\n`).join('')}exec(a0)`,
    ],
    ['a name set from itself', 'python3', 'a = a\nexec(a)'],
    ['brackets without end', 'node', `require(${'('.repeat(200_000)}`],
    ['lists without end', 'python3', `exec(${'['.repeat(200_000)}`],
    ['additions without end', 'node', `eval(${"'a' + ".repeat(40_000)}`],
    ['calls in calls', 'node', 'require('.repeat(40_000)],
    ['evaluations in evaluations', 'python3', 'exec("""'.repeat(5000)],
    ['templates in templates', 'node', `eval(${'`${'.repeat(40_000)}`],
    ['quotes', 'perl', `require "${'$a{"'.repeat(40_000)}`],
    ['assignments of nothing', 'ruby', `${'a = '.repeat(50_000)}\nload a`],
    ['commas', 'node', `const {${'a, '.repeat(60_000)}} = require(x)`],
  ] as const)('made of %s end', (_name, interpreter, text) => {
    expect(below(interpreter, text).length).toBeLessThan(600);
  });
});
