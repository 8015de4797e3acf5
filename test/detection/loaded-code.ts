import { type Files, type ImageCase, image, program } from './image-case.ts';

const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const LIBRARY = program(['library']);
/** A list of packages that knows neither the program nor what it loads. */
const DPKG: Files = {
  'var/lib/dpkg/status': 'Package: base\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n',
  'var/lib/dpkg/info/base.list': '/.\n/usr\n/usr/bin\n/usr/bin/dash\n',
  'var/lib/dpkg/info/base.md5sums': '',
};

function loads(
  rule: string | undefined,
  Entrypoint: readonly string[],
  library: string,
  files: Files = {},
  Env: readonly string[] = [],
): ImageCase {
  const all = { [`usr/bin/${Entrypoint[0]}`]: program(), [library]: LIBRARY, ...DPKG, ...files };
  return {
    name: `loaded code${rule === undefined ? ', honest' : ''}: ${Entrypoint.join(' ')} ${library} ${Object.keys(files).join(' ')} ${Env.join(' ')}`,
    spec: image(all, { Entrypoint: [...Entrypoint], WorkingDir: '/app', Env: [PATH, ...Env] }),
    ...(rule !== undefined && { rule }),
  };
}

const PRELOAD = 'persistence/preload';
const HIDDEN = 'persistence/hidden-start';

/** Compiled code that variables and settings make a program load, where nobody would look for it or no package lists it. */
export const LOADED_CODE: readonly ImageCase[] = [
  ...['CORECLR_PROFILER_PATH', 'CORECLR_PROFILER_PATH_64', 'LD_AUDIT', 'LD_PRELOAD', 'GTK_MODULES'].map(
    (name) => loads(PRELOAD, ['dotnet', '/app/a.dll'], 'opt/x.so', {}, [`${name}=/opt/x.so`]),
  ),
  loads(PRELOAD, ['dotnet', '/app/a.dll'], 'tmp/x.dll', {}, ['DOTNET_STARTUP_HOOKS=/tmp/x.dll']),
  loads(PRELOAD, ['dotnet', 'a.dll'], 'opt/.x/NewRelic.so', {}, [
    'CORECLR_PROFILER_PATH=/opt/.x/NewRelic.so',
  ]),
  loads(HIDDEN, ['nginx'], 'usr/lib/.x/m.so', { 'etc/nginx/nginx.conf': 'load_module /usr/lib/.x/m.so;\n' }),
  loads(HIDDEN, ['php-fpm'], 'tmp/m.so', { 'usr/local/etc/php/conf.d/a.ini': 'extension=/tmp/m.so\n' }),
  loads(HIDDEN, ['php-fpm'], 'tmp/m.so', {
    'usr/local/etc/php/conf.d/a.ini': 'extension_dir=/tmp\nzend_extension=m\n',
  }),
  loads(HIDDEN, ['postgres', '-c', 'shared_preload_libraries=/var/tmp/m.so'], 'var/tmp/m.so'),
  loads(HIDDEN, ['redis-server', '--loadmodule', '/dev/shm/m.so'], 'dev/shm/m.so'),
  loads(HIDDEN, ['httpd'], 'var/tmp/m.so', {
    'usr/local/apache2/conf/httpd.conf': 'LoadModule x_module /var/tmp/m.so\n',
  }),
  loads(HIDDEN, ['nginx'], 'var/tmp/m.so', { 'etc/ssl/openssl.cnf': '[a]\ndynamic_path = /var/tmp/m.so\n' }),
  loads(HIDDEN, ['nginx'], 'usr/lib/.m/m.so', {}, ['OPENSSL_MODULES=/usr/lib/.m']),
  loads(HIDDEN, ['nginx'], 'usr/lib/.m/m.so', {}, ['GCONV_PATH=/usr/lib/.m']),
  loads(HIDDEN, ['sqlite3', 'a.db', '.load /tmp/m'], 'tmp/m.so'),
];

export const LOADED_CODE_TWINS: readonly ImageCase[] = [
  loads(undefined, ['dotnet', 'a.dll'], 'opt/datadog/Datadog.Trace.ClrProfiler.Native.so', {}, [
    'CORECLR_PROFILER_PATH=/opt/datadog/Datadog.Trace.ClrProfiler.Native.so',
  ]),
  loads(undefined, ['dotnet', 'a.dll'], 'app/b.dll', {}, ['DOTNET_STARTUP_HOOKS=/app/Hook.dll']),
  loads(undefined, ['php-fpm'], 'usr/local/lib/php/extensions/no-debug-non-zts-20220829/sodium.so', {
    'usr/local/etc/php/conf.d/docker-php-ext-sodium.ini': 'extension=sodium.so\n',
  }),
  loads(undefined, ['redis-server', '/etc/redis.conf'], 'opt/redis-stack/lib/redisearch.so', {
    'etc/redis.conf': 'loadmodule /opt/redis-stack/lib/redisearch.so MAXSEARCHRESULTS 10000\n',
  }),
  loads(undefined, ['nginx'], 'usr/lib/nginx/modules/ngx_http_js_module.so', {
    'etc/nginx/modules': { type: 'symlink', target: '/usr/lib/nginx/modules' },
    'etc/nginx/nginx.conf': 'load_module modules/ngx_http_js_module.so;\nevents {}\n',
  }),
  loads(undefined, ['httpd'], 'usr/local/apache2/modules/mod_mpm_event.so', {
    'usr/local/apache2/conf/httpd.conf':
      'ServerRoot "/usr/local/apache2"\nLoadModule mpm_event_module modules/mod_mpm_event.so\n',
  }),
  loads(undefined, ['python3', 'a.py'], 'app/.venv/fast.cpython-311-x86_64-linux-gnu.so', {
    'app/a.py':
      'import sys, ctypes\nsys.path.insert(0, "/app/.venv")\nimport fast\nctypes.CDLL("libc.so.6")\n',
  }),
  loads(undefined, ['postgres'], 'usr/local/lib/postgresql/timescaledb.so', {
    'var/lib/postgresql/data/postgresql.conf': "shared_preload_libraries = 'timescaledb'\n",
  }),
  loads(undefined, ['app'], 'opt/qt/plugins/platforms/libqxcb.so', {}, ['QT_PLUGIN_PATH=/opt/qt/plugins']),
];
