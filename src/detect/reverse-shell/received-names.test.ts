import { describe, expect, it } from 'vitest';
import { ReceivedNames } from './received-names.ts';

const RUNS = 'def run(self, cmd):\n    os.system(cmd)\n\n';

function isRun(text: string, language: 'python' | 'ruby' = 'python'): boolean {
  return new ReceivedNames(text, language).has('cmd', text.indexOf('system(cmd'));
}

describe('ReceivedNames', () => {
  it.each([
    ['handed to a function', 'def go(s):\n    cmd = s.recv(1024)\n    onecmd(cmd)\n'],
    ['handed over by its name', 'def go(s):\n    cmd = s.recv(1024)\n    onecmd(cmd=cmd)\n'],
    ['given back', 'def go(s):\n    cmd = s.recv(1024)\n    return cmd\n'],
    ['kept', 'def go(self, s):\n    cmd = s.recv(1024)\n    self.cmd = cmd\n'],
    ['part of another text', 'def go(s):\n    cmd = s.recv(1024)\n    onecmd("sh -c " + cmd)\n'],
    [
      'handed on where a loop comes round',
      'def go(s):\n    while s:\n        q.put(cmd)\n        cmd = s.recv(1024)\n',
    ],
    ['of the whole program', 'def go(s):\n    global cmd\n    cmd = s.recv(1024)\n'],
    ['in no function', 'cmd = s.recv(1024)\n'],
    ['run by a condition', 'def go(s):\n    cmd = s.recv(1024)\n    if onecmd(cmd):\n        pass\n'],
  ])('counts what was received and is %s', (_what, text) => {
    expect(isRun(RUNS + text)).toBe(true);
    expect(isRun(text + RUNS)).toBe(true);
  });

  it('counts what the same function receives', () => {
    expect(isRun('def run(cmd, s):\n    cmd = s.recv(9)\n    os.system(cmd)\n')).toBe(true);
  });

  it('counts a name that is no argument where it is run', () => {
    expect(
      isRun('def go(s):\n    cmd = s.recv(9)\n    def run():\n        os.system(cmd)\n    run()\n'),
    ).toBe(true);
  });

  it.each([
    'def go(s):\n    cmd = s.recv(9)\n    if not cmd:\n        return\n    table[cmd]()\n',
    'def go(s):\n    cmd = s.recv(9)\n    if cmd:\n        raise ValueError(cmd)\n',
    'def go(s):\n    run(cmd)\n    cmd = s.recv(9)\n    if cmd == "q" or cmd in table: stop()\n',
  ])('leaves out what is only asked about, %#', (text) => {
    expect(isRun(RUNS + text)).toBe(false);
  });

  it('takes names of other languages for one', () => {
    expect(isRun(`def run(cmd)\n  system(cmd)\nend\ndef go(s)\n  cmd = s.gets(9)\nend\n`, 'ruby')).toBe(true);
  });

  it('counts everything where there is too much to look through', () => {
    const receives = Array.from({ length: 3000 }, (_, i) => `def f${i}(s):\n    cmd = s.recv(9)\n`).join('');
    const runs = Array.from({ length: 3000 }, (_, i) => `def g${i}(cmd):\n    os.system(cmd)\n`).join('');
    const text = receives + runs;
    const names = new ReceivedNames(text, 'python');
    const found = [...text.matchAll(/system\(cmd/g)].filter(({ index }) => names.has('cmd', index));
    expect(found.length).toBeGreaterThan(0);
  });
});
