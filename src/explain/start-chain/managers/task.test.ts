import { expect, it } from 'vitest';
import { chain } from '../../../../testkit/service-image.ts';

const TASKFILE = `version: '3'
vars:
  PORT: '80'
  NOW: { sh: date -u }
includes:
  lib: ./lib
tasks:
  default:
    deps: [build, { task: lib:x }]
    preconditions:
      - sh: test -f app
    cmds:
      - ./app {{.PORT}} {{ .OTHER }}
      - defer: echo bye
      - task: after
  build: { cmd: echo build, aliases: [b] }
  after:
    - echo after
`;
const FILES = {
  'app/Taskfile.yml': TASKFILE,
  'app/lib/Taskfile.yml': 'tasks:\n  x:\n    deps: [y]\n    cmds: [echo x]\n  y: echo y\n',
};

function commands(...words: string[]): readonly (readonly unknown[])[] {
  const steps = chain({ Cmd: ['task', ...words], WorkingDir: '/app' }, FILES)[0]?.children ?? [];
  return steps.map(({ command, file, line }) => [command, file, line]);
}

it('task takes the default task, what it needs and calls, and the commands of its values', () => {
  expect(commands()).toEqual([
    ['date -u', '/app/Taskfile.yml', 4],
    ['echo build', '/app/Taskfile.yml', 16],
    ['echo y', '/app/lib/Taskfile.yml', 5],
    ['echo x', '/app/lib/Taskfile.yml', 4],
    ['echo after', '/app/Taskfile.yml', 18],
    ['test -f app', '/app/Taskfile.yml', 11],
    ['./app 80 {{ .OTHER }}', '/app/Taskfile.yml', 13],
    ['echo bye', '/app/Taskfile.yml', 14],
  ]);
});

it('task takes the tasks, the folder and the file that it is told', () => {
  expect(commands('b', 'X=1', '--', 'after').map(([command]) => command)).toEqual(['date -u', 'echo build']);
  const told = (...words: string[]) => chain({ Cmd: ['task', ...words] }, FILES)[0];
  expect(told('-t', '/app/lib/Taskfile.yml', 'y')?.children).toHaveLength(1);
  expect(told('--dir=/app', 'c')?.unknown).toContain('has no target c');
  expect(told()?.unknown).toContain('no Taskfile in /');
});

it('a Taskfile that cannot be read is told', () => {
  for (const text of ['a: [', `x: ${'y'.repeat(300_000)}`]) {
    expect(chain({ Cmd: ['task'] }, { 'Taskfile.yml': text })[0]?.unknown).toContain('cannot be read');
  }
});

it('a long Taskfile that is read again and again is followed as far as there is work left', () => {
  const tasks = Array.from({ length: 40 }, (_, i) => `  t${i}: echo ${i}\n`).join('');
  const all = Array.from({ length: 40 }, (_, i) => `      - task t${i}\n`).join('');
  const text = `version: '3'\n# ${'x'.repeat(200_000)}\ntasks:\n${tasks}  all:\n    cmds:\n${all}`;
  const steps = JSON.stringify(chain({ Cmd: ['task', 'all'] }, { 'Taskfile.yml': text }));
  expect(steps).toContain('echo 9');
  expect(steps).not.toContain('echo 39');
  expect(steps).toContain('too much to follow');
});
