import { describe, expect, it } from 'vitest';
import { explainImage, type TestImage, type TestLayer } from '../../testkit/explain.ts';
import { describeStart } from './sentences.ts';
import { filesOfChain } from './start-paths.ts';

const BASE: TestLayer = {
  'bin/dash': { elf: 'sh' },
  'bin/sh': { link: 'dash' },
  'bin/nginx': { elf: 'nginx' },
  'bin/curl': { elf: 'curl' },
};
const SCRIPT =
  '#!/bin/sh\nset -e\nsetup() { curl http://example.com/a; }\nif [ -f /x ]; then . /lib.sh; fi\nsetup\nexec "$@"\n';

function sentences(config: TestImage['config'], files: TestLayer = {}): string[] {
  const history = [{ created_by: '/bin/sh -c true' }, { created_by: 'COPY entry.sh / # buildkit' }];
  const spec = { layers: [BASE, files], history, ...(config === undefined ? {} : { config }) };
  return describeStart(explainImage(spec).startChain);
}

describe('what happens at start, in sentences', () => {
  it('tells the script, where it comes from, what it runs and what it becomes', () => {
    const config = { Entrypoint: ['/entry.sh'], Cmd: ['nginx', '-g', 'x'] };
    expect(sentences(config, { 'entry.sh': SCRIPT, 'lib.sh': 'true\n' })).toEqual([
      'Starts /entry.sh (layer 2, COPY entry.sh /), a shell script, with arguments nginx -g x.',
      'It then runs curl, nginx.',
      'Under conditions it also runs /lib.sh (if [ -f /x ]).',
      'In the end it becomes nginx.',
    ]);
  });

  it('tells a checksum of the history in short', () => {
    const history = [
      { created_by: `/bin/sh -c #(nop) ADD file:${'7d2f'.repeat(16)} in / ` },
      { created_by: 'COPY x / # buildkit' },
    ];
    const chain = explainImage({ layers: [BASE, {}], history, config: { Cmd: ['nginx'] } }).startChain;
    expect(describeStart(chain)[0]).toBe(
      'Starts /bin/nginx (layer 1, ADD file:7d2f7d2f7d2f… in /), a compiled program.',
    );
  });

  it('tells through wrappers what the script behind them does', () => {
    const config = { Entrypoint: ['tini', '--', '/entry.sh'], Cmd: ['nginx'] };
    const files = { 'bin/tini': { elf: 'tini' }, 'entry.sh': SCRIPT, 'lib.sh': 'true\n' };
    expect(sentences(config, files).slice(1)).toEqual([
      'It then runs /entry.sh.',
      '/entry.sh then runs curl, nginx.',
      'Under conditions /entry.sh also runs /lib.sh (if [ -f /x ]).',
      'In the end it becomes nginx.',
    ]);
  });

  it('tells what a launcher starts', () => {
    const files = {
      'bin/nohup': { elf: 'nohup' },
      'opt/agent': { elf: 'agent' },
      'entry.sh': '#!/bin/sh\nnohup /opt/agent -x &\nexec nginx\n',
    };
    expect(sentences({ Cmd: ['/entry.sh'] }, files)[1]).toBe('It then runs nohup /opt/agent, nginx.');
  });

  it('leaves everyday tools out where there is much to tell, and what variables name', () => {
    const tools = ['uname', 'dirname', 'basename', 'ls', 'expr'];
    const files: TestLayer = {
      ...Object.fromEntries(tools.map((name) => [`bin/${name}`, { elf: name }])),
      'entry.sh': `#!/bin/sh\n${tools.join(' .\n')} .\n$unset x\ncurl http://example.com/a\nexec nginx\n`,
    };
    expect(sentences({ Cmd: ['/entry.sh'] }, files)[1]).toBe('It then runs curl, nginx.');
  });

  it('does not tell of programs that are not there, behind conditions', () => {
    const files = { 'entry.sh': '#!/bin/sh\ncurl x\nif [ -f /x ]; then cygpath y; curl z; fi\n' };
    expect(sentences({ Cmd: ['/entry.sh'] }, files)[2]).toBe(
      'Under conditions it also runs curl (if [ -f /x ]).',
    );
  });

  it('tells that only variables name what it becomes', () => {
    const files = { 'entry.sh': '#!/bin/sh\ncurl x\neval exec "\\"$_RUNJAVA\\"" run\n' };
    expect(sentences({ Cmd: ['/entry.sh'] }, files)).toContain(
      'In the end (line 3) it becomes what variables name: eval exec $_RUNJAVA run.',
    );
  });

  it('tells what an evaluated text runs, and of Java which class', () => {
    const files = {
      'bin/java': { elf: 'java' },
      'app/org/Main.class': 'x',
      'entry.sh': '#!/bin/sh\ncurl x\nJ=/bin/java\neval exec "\\"$J\\"" "$OPTS" -cp /app org.Main "$@"\n',
    };
    expect(sentences({ Cmd: ['/entry.sh', 'run'] }, files).slice(1, 3)).toEqual([
      'It then runs curl, /bin/java.',
      'In the end it becomes /bin/java, which runs org.Main.',
    ]);
  });

  it('tells a program', () => {
    expect(sentences({ Cmd: ['nginx'] })).toEqual([
      'Starts /bin/nginx (layer 1, RUN true), a compiled program.',
    ]);
  });

  it('tells that nothing is named, or that it cannot start', () => {
    expect(sentences({})).toEqual(['It names nothing to start: whoever runs it must say what.']);
    expect(sentences({ Cmd: ['/gone', 'x'] })[0]).toBe(
      'Starts /gone, with arguments x, which cannot start: not found in the image.',
    );
  });

  it('tells the health check, the triggers, and how much stays unknown', () => {
    const config = {
      Cmd: ['/entry.sh'],
      Healthcheck: { Test: ['CMD', 'curl', 'x'], Interval: 5e9 },
      OnBuild: ['RUN curl y'],
    };
    expect(sentences(config, { 'entry.sh': '#!/bin/sh\n$A\neval "$B"\n' }).slice(2)).toEqual([
      '2 steps could not be followed to the end.',
      'As a health check, every 5s it runs: curl x',
      'When another image is built on it, this runs: RUN curl y',
    ]);
  });
});

it('the files of a chain are those that it runs and those that its commands stand in', () => {
  const layers = [BASE, { 'entry.sh': SCRIPT, 'lib.sh': 'true\n', other: { elf: 'o' } }];
  const config = { Entrypoint: ['/entry.sh'], Cmd: ['nginx'] };
  expect([...filesOfChain(explainImage({ layers, config }).startChain)].sort()).toEqual([
    'bin/curl',
    'bin/dash',
    'bin/nginx',
    'entry.sh',
    'lib.sh',
  ]);
});
