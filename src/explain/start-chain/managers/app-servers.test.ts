import { describe, expect, it } from 'vitest';
import type { TestLayer } from '../../../../testkit/explain.ts';
import { chain, find, lines } from '../../../../testkit/service-image.ts';

const SCRIPT = '#!/usr/bin/python3\nimport sys\n';

describe('servers that load an application by its name', () => {
  it('gunicorn: the module, what it imports, and the configuration beside it', () => {
    const files: TestLayer = {
      'usr/local/bin/gunicorn': SCRIPT,
      'app/web/wsgi.py': 'from .helper import x\nimport os\nos.system("curl http://192.0.2.1/x")\n',
      'app/web/helper.py': 'x = 1\n',
      'app/gunicorn.conf.py': 'bind = "0.0.0.0:80"\n',
    };
    expect(lines({ Cmd: ['gunicorn', '-w', '2', 'web.wsgi:app'], WorkingDir: '/app' }, files)).toEqual([
      'gunicorn [script]',
      '  /usr/bin/python3 [elf]',
      '  /app/gunicorn.conf.py [script]',
      '  /app/web/wsgi.py [script]',
      '    /app/web/helper.py [script]',
      '    curl [elf] {where the program calls it}',
    ]);
  });

  it('words that stand for nothing in the image are none', () => {
    const files: TestLayer = { 'usr/local/bin/celery': SCRIPT, 'app/worker.txt': 'x\n' };
    expect(
      lines({ Cmd: ['celery', '-A', 'tasks', 'worker', '-l', 'info'], WorkingDir: '/app' }, files),
    ).toEqual(['celery [script]', '  /usr/bin/python3 [elf]']);
  });

  it('a class of a module is looked for in the module, and a folder among the words holds modules', () => {
    const files: TestLayer = { 'usr/local/bin/arq': SCRIPT, 'srv/jobs.py': 'class Settings: pass\n' };
    const steps = chain({ Cmd: ['arq', '--chdir', '/srv', 'jobs.Settings'], WorkingDir: '/app' }, files);
    expect(steps[0]?.children.map(({ path }) => path)).toContain('/srv/jobs.py');
  });

  it("uwsgi's configuration names modules and commands, each on its line", () => {
    const files: TestLayer = {
      'usr/bin/uwsgi': { elf: 'uwsgi' },
      'app/u.ini': '[uwsgi]\n# a comment\nmodule = web:app\nexec-asap = curl http://192.0.2.1/x\n',
      'app/web.py': 'x = 1\n',
    };
    const steps = chain({ Cmd: ['uwsgi', 'u.ini'], WorkingDir: '/app' }, files);
    expect(steps[0]?.children.map(({ what, file, line }) => [what, file, line])).toEqual([
      ['/app/web.py', '/app/u.ini', 3],
      ['/bin/sh', '/app/u.ini', 4],
    ]);
  });
});

describe('runners of one language', () => {
  it.each([
    [['bundle', 'exec', 'ruby', 'x.rb'], 'ruby x.rb'],
    [['poetry', 'run', '--no-plugins', 'python3', 'x.py'], 'python3 x.py'],
    [['uv', 'run', '--with', 'a', 'python3', 'x.py'], 'python3 x.py'],
    [['conda', 'run', '-n', 'e', 'python3', 'x.py'], 'python3 x.py'],
    [['cross-env', 'A=b', 'node', 'x.js'], 'node x.js'],
    [['nodemon', '--watch', 'src', 'x.js'], 'node x.js'],
  ])('%j', (argv, command) => {
    const files: TestLayer = {
      [`usr/local/bin/${argv[0]}`]: SCRIPT,
      'app/x.js': 'x\n',
      'app/x.py': 'x\n',
      'app/x.rb': 'x\n',
    };
    expect(find(chain({ Cmd: [...argv], WorkingDir: '/app' }, files), command)).toBeDefined();
  });

  it('without the word that runs something, nothing of the image is run', () => {
    const files: TestLayer = { 'usr/local/bin/bundle': SCRIPT };
    expect(lines({ Cmd: ['bundle', 'install'], WorkingDir: '/app' }, files)).toEqual([
      'bundle [script]',
      '  /usr/bin/python3 [elf]',
    ]);
  });
});

describe('files that interpreters find', () => {
  it.each<[readonly string[], string]>([
    [['node', '.'], '/app/lib/start.js'],
    [['node', 'lib/start'], '/app/lib/start.js'],
    [['node', 'other'], '/app/other/index.js'],
    [['python3', 'pkg'], '/app/pkg/__main__.py'],
    [['bun', 'run', 'x.ts'], '/app/x.ts'],
  ])('%j', (argv, path) => {
    const files: TestLayer = {
      'usr/bin/bun': { elf: 'bun' },
      'app/package.json': JSON.stringify({ main: './lib/start' }),
      'app/lib/start.js': 'x\n',
      'app/other/index.js': 'x\n',
      'app/pkg/__main__.py': 'x\n',
      'app/x.ts': 'x\n',
    };
    expect(chain({ Cmd: [...argv], WorkingDir: '/app' }, files)[0]?.children[0]?.path).toBe(path);
  });
});
