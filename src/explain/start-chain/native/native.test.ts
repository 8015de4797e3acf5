import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';
import type { StartStep } from '../../explanation.ts';

const SO = 'opt/x.so';
const PROGRAM = { 'usr/bin/app': { elf: 'app' } };

function pathsOf(steps: readonly StartStep[]): readonly (string | undefined)[] {
  return steps.flatMap(({ path, children }) => [path, ...pathsOf(children)]);
}

function unknownsOf(steps: readonly StartStep[]): readonly string[] {
  return steps.flatMap(({ unknown, children }) => [
    ...(unknown === undefined ? [] : [unknown]),
    ...unknownsOf(children),
  ]);
}

function chain(Cmd: readonly string[], files: TestLayer, Env: readonly string[] = []) {
  const program = { [`usr/bin/${Cmd[0]}`]: { elf: 'program' } };
  const config = { Cmd: [...Cmd], Env: ['PATH=/usr/bin', ...Env], WorkingDir: '/app' };
  return explainImage({ config, layers: [{ ...PROGRAM, ...program, ...files }] }).startChain;
}

type Case = readonly [cmd: readonly string[], library: string, files: TestLayer, env?: readonly string[]];

const NAMED: readonly Case[] = [
  [['app'], 'opt/x.dll', {}, ['DOTNET_STARTUP_HOOKS=/opt/b.dll:/opt/x.dll']],
  [['dotnet', '/app/a.dll'], 'app/hook.dll', {}, ['DOTNET_STARTUP_HOOKS=hook']],
  [['app'], SO, {}, ['CORECLR_PROFILER_PATH_64=/opt/x.so']],
  [['app'], SO, {}, ['LD_PRELOAD=/a.so /opt/x.so']],
  [['app'], SO, {}, ['LD_AUDIT=/opt/x.so']],
  [['app'], SO, { 'etc/ld.so.preload': '# a\n/opt/x.so\n' }],
  [['app'], 'usr/lib/x/libnss_odd.so.2', { 'etc/nsswitch.conf': 'passwd: files [!UNAVAIL=return] odd\n' }],
  [['app'], 'opt/e/x.so', {}, ['OPENSSL_ENGINES=/opt/e']],
  [['app'], SO, { 'opt/o.cnf': 'a\n dynamic_path = /opt/x.so\n' }, ['OPENSSL_CONF=/opt/o.cnf']],
  [['app'], SO, { 'etc/ssl/openssl.cnf': 'module=/opt/x.so\n' }],
  [['app'], 'opt/g/platforms/x.so', {}, ['QT_PLUGIN_PATH=/a:/opt/g']],
  [['app'], 'opt/c/x.so', {}, ['LUA_CPATH=/opt/c/?.so;;']],
];

const ROUNDABOUT: readonly Case[] = [
  [['app'], SO, {}, ['LD_PRELOAD=x.so', 'LD_LIBRARY_PATH=/a:/opt']],
  [['app'], 'usr/lib/x/x.so', {}, ['LD_PRELOAD=$ORIGIN/../lib/x/x.so']],
  [
    ['app'],
    SO,
    { 'opt/o.cnf': '.include /opt/p.cnf\n', 'opt/p.cnf': 'module=/opt/x.so\n' },
    ['OPENSSL_CONF=/opt/o.cnf'],
  ],
  [['app'], SO, { 'opt/o.cnf': 'dir = /opt\ndynamic_path = $dir/x.so\n' }, ['OPENSSL_CONF=/opt/o.cnf']],
  [['dotnet', 'a.dll'], 'opt/x.dll', { 'app/a.runtimeconfig.json': '{"STARTUP_HOOKS":"/opt/x.dll"}' }],
  [['dotnet', 'a.dll'], SO, {}, ['DOTNET_GCPath=/opt/x.so']],
  [
    ['nginx', '-p', '/opt/p'],
    'opt/p/modules/x.so',
    { 'opt/p/conf/nginx.conf': 'load_module modules/x.so;\n' },
  ],
  [['httpd', '-f', '/h.conf'], SO, { 'h.conf': 'Define D /opt\nLoadModule x ${D}/x.so\n' }],
  [['postgres', '--shared-preload-libraries=/opt/x'], SO, {}],
  [
    ['postgres'],
    SO,
    { 'docker-entrypoint-initdb.d/a.sql': "ALTER SYSTEM SET shared_preload_libraries = '/opt/x';\n" },
  ],
  [['python3', 'a.py'], SO, { 'app/a.py': 'import sqlite3\nc.load_extension("/opt/x")\n' }],
];

const SETTINGS: readonly Case[] = [
  [['php', 'a.php'], SO, { 'usr/local/etc/php/php.ini': 'extension="/opt/x.so"\n' }],
  [['php', '-dzend_extension=/opt/x', 'a.php'], SO, {}],
  [['php', '-n', '-d', 'extension=/opt/x.so', 'a.php'], SO, {}],
  [
    ['php-fpm'],
    'opt/e/x.so',
    { 'opt/i/a.ini': 'extension_dir=/opt/e\nextension=x\n' },
    ['PHP_INI_SCAN_DIR=:/opt/i'],
  ],
  [
    ['php-fpm'],
    'usr/local/lib/php/extensions/api/x.so',
    { 'usr/local/etc/php/conf.d/a.ini': 'extension=x\n' },
  ],
  [['nginx'], 'etc/nginx/modules/x.so', { 'etc/nginx/nginx.conf': 'load_module modules/x.so;\n' }],
  [['nginx', '-g', 'load_module /opt/x.so;'], SO, {}],
  [
    ['httpd'],
    'opt/s/modules/x.so',
    { 'usr/local/apache2/conf/httpd.conf': 'ServerRoot /opt/s\nLoadModule x modules/x.so\n' },
  ],
  [['redis-server', '--loadmodule', '/opt/x.so'], SO, {}],
  [['sqlite3', 'a.db', '.load /opt/x'], SO, {}],
  [['sqlite3', 'a.db', "select load_extension('/opt/x.so')"], SO, {}],
  [['postgres', '-c', 'shared_preload_libraries=a,/opt/x'], SO, {}],
  [
    ['postgres'],
    'opt/l/x.so',
    {
      'etc/postgresql/postgresql.conf':
        "dynamic_library_path = '/opt/l:$libdir'\nsession_preload_libraries = 'x'\n",
    },
  ],
  [['mysqld', '--plugin-dir=/opt', '--plugin-load=a=x.so'], SO, {}],
  [['openvpn', '--config', '/etc/v.conf'], SO, { 'etc/v.conf': 'plugin /opt/x.so a\n' }],
  [['gawk', '-l', '/opt/x', 'BEGIN{}'], SO, {}],
  [['make'], 'app/x.so', { 'app/Makefile': 'load ./x.so\n' }],
];

const PROGRAMS: readonly Case[] = [
  [['python3', 'a.py'], 'app/work.cpython-311-x86_64-linux-gnu.so', { 'app/a.py': 'import work\n' }],
  [['python3', 'a.py'], 'app/pkg/work.so', { 'app/a.py': 'from pkg.work import x\n' }],
  [['python3', 'a.py'], SO, { 'app/a.py': 'import ctypes\np = "/opt/x.so"\nctypes.CDLL(p)\n' }],
  [['python3', 'a.py'], 'app/logo.png', { 'app/a.py': 'import cffi\ncffi.FFI().dlopen("./logo.png")\n' }],
  [['ruby', 'a.rb'], 'app/x.so', { 'app/a.rb': 'require_relative "x"\n' }],
  [['lua', 'a.lua'], SO, { 'app/a.lua': 'package.loadlib("/opt/x.so", "f")()\n' }],
];

describe('compiled code that a program loads', () => {
  const cases = [...NAMED, ...ROUNDABOUT, ...SETTINGS, ...PROGRAMS].map(
    ([cmd, library, files, env = []]) =>
      [[...cmd, ...env, ...Object.keys(files)].join(' '), { cmd, library, files, env }] as const,
  );

  it.each(cases)('%s', (_name, { cmd, library, files, env }) => {
    const steps = chain(cmd, { [library]: { elf: 'library' }, ...files }, env);
    expect(pathsOf(steps)).toContain(`/${library}`);
  });

  it('is told once, whoever loads it', () => {
    const steps = chain(['sh', '-c', 'app; app'], { [SO]: { elf: 'x' } }, [
      'LD_PRELOAD=/opt/x.so',
      'LD_AUDIT=/opt/x.so',
    ]);
    expect(pathsOf(steps).filter((path) => path === '/opt/x.so')).toHaveLength(1);
  });

  it('is none where it stands in a comment, or in a program that loads nothing', () => {
    const files = {
      [SO]: { elf: 'x' },
      'usr/local/etc/php/php.ini': ';extension=/opt/x.so\n',
      'etc/nginx/nginx.conf': '# load_module /opt/x.so;\n',
      'app/a.py': 'print("/opt/x.so")\n',
    };
    for (const cmd of [['php', 'a.php'], ['nginx'], ['python3', 'a.py']])
      expect(pathsOf(chain(cmd, files))).not.toContain('/opt/x.so');
  });

  it('says where a bound left some of it out', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`opt/e/${i}.so`, { elf: 'x' }]));
    expect(unknownsOf(chain(['app'], many, ['OPENSSL_ENGINES=/opt/e']))).toEqual([
      'of the libraries that it loads the rest is not listed',
    ]);
    const lines = Array.from({ length: 300 }, (_, i) => `loadmodule /opt/${i}.so\n`).join('');
    expect(unknownsOf(chain(['redis-server', '/etc/r.conf'], { 'etc/r.conf': lines }))).toEqual([
      'of the libraries that it loads the rest is not listed',
    ]);
  });
});
