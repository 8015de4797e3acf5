import { describe, expect, it } from 'vitest';
import { readShell } from '../read-shell.ts';

const lines = (line: string, times: number): string => `${line}\n`.repeat(times);

describe('files that a script reads', () => {
  it('among them itself: what it hands to a shell that way says nothing new', () => {
    const text = lines('cat /e.sh | sh; . /dev/stdin < /e.sh', 50);
    const { pipelines, cut } = readShell(text, { readFile: (path) => (path === '/e.sh' ? text : undefined) });
    expect(pipelines).toHaveLength(100);
    expect(cut).toBeUndefined();
  });

  it('by way of one another: each level is read, and no level without end', () => {
    const files = new Map([
      ['/a', lines('cat /b | sh', 40)],
      ['/b', `${lines('cat /a | sh', 40)}curl https://x.example/u\n`],
    ]);
    const { pipelines } = readShell('cat /a | sh', { readFile: (path) => files.get(path) });
    expect(pipelines.some(({ text }) => text.startsWith('curl'))).toBe(true);
    expect(pipelines.length).toBeLessThan(5000);
  });

  it.each([
    ['searched', 'grep x /l'],
    ['printed', 'cat /l'],
    ['read by its descriptor', 'exec 3< /l; cat <&3'],
    ['read line by line', 'cat /l | while read x; do :; done'],
  ])('again and again (%s) come to so many characters in all, and it is told', (_, line) => {
    const file = lines('echo a', 10_000);
    const { pipelines, cut } = readShell(lines(line, 1000), { readFile: () => `${file} ` });
    const kept = new Set(pipelines.map(({ output }) => output));
    expect(cut).toBeDefined();
    // One string, however often it is read.
    expect(kept.size).toBeLessThanOrEqual(3);
    const printed = pipelines.reduce((sum, { output }) => sum + (output?.length ?? 0), 0);
    expect(printed).toBeLessThanOrEqual(16 * 1024 * 1024);
  });

  it('a few times are no bound', () => {
    const passwd = lines('root:x:0:0:root:/root:/bin/bash', 40);
    const { cut } = readShell(lines('grep -q root /etc/passwd', 500), { readFile: () => passwd });
    expect(cut).toBeUndefined();
  });
});
