import { describe, expect, it } from 'vitest';
import { readShell } from '../read-shell.ts';

const RUN = 'curl http://192.0.2.1/x';

/** What a script comes to run, or writes into files that are run, line by line. */
function ran(script: string, files: Record<string, string> = {}) {
  const { pipelines, carried, cut } = readShell(script, { readFile: (path) => files[path] });
  const made = carried.flatMap(({ text }) => text.trimEnd().split('\n'));
  return { texts: [...pipelines.map(({ text }) => text), ...made], cut };
}

const UNIFIED = `--- a/s\n+++ b/s\n@@ -1,2 +1,3 @@\n one\n+${RUN}\n two\n`;
const CONTEXT = `*** a/s\n--- b/s\n***************\n*** 1,2 ****\n--- 1,3 ----\n  one\n+ ${RUN}\n`;

describe('files that are made of what a command is told', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a patch', 'patch -p1 < /p; sh s', { '/p': UNIFIED, s: 'one\ntwo\n' }],
    ['a patch into another file', 'patch -o t s < /p; sh t', { '/p': UNIFIED, s: 'one\ntwo\n' }],
    ['a context diff', 'patch s < /p; sh s', { '/p': CONTEXT, s: 'one\ntwo\n' }],
    ['a script of diff -e', 'patch s < /p; sh s', { '/p': `1a\n${RUN}\n.\n`, s: 'one\n' }],
    ['git', 'git apply /p; sh s', { '/p': UNIFIED, s: 'one\ntwo\n' }],
    ['ed', `ed s <<E\na\n${RUN}\n.\nw t\nE\nsh t`, { s: 'one\n' }],
    ['ed that substitutes', 'ed s <<E\n1,$s/X/curl/\nwq\nE\nsh s', { s: 'X http://192.0.2.1/x\n' }],
    ['ex', 'ex -s -c "r /l" -c wq s; sh s', { '/l': RUN, s: '' }],
    ['csplit by lines', 'csplit /l 2 3; sh xx01', { '/l': `a\n${RUN}\nb\n` }],
    ['csplit by a pattern', 'csplit -f p -n 1 /l /b/ "{*}"; sh p1', { '/l': `a\nb\n${RUN}\n` }],
    ['csplit with names of its own', 'csplit -b %02d.sh /l 2; sh xx01.sh', { '/l': `a\n${RUN}\n` }],
  ])('by %s', (_, script, files) => {
    expect(ran(script, files).texts).toContain(RUN);
  });

  it('hold what a patch leaves as it is', () => {
    const { texts } = ran('patch -p1 < /p; sh s', { '/p': UNIFIED, s: 'one\ntwo\nthree\n' });
    expect(texts.slice(-4)).toEqual(['one', RUN, 'two', 'three']);
  });

  it('by work that ends, and says so', () => {
    const script = 's/a/b/\n'.repeat(200_000);
    const { cut } = ran('ed s < /e; sh s', { '/e': script, s: 'a '.repeat(200_000) });
    expect(cut).toBeDefined();
  });

  it('of many pieces: told where one that is left out would do something', () => {
    const split = (last: string) => ran('split -l 1 /l', { '/l': `${'a\n'.repeat(1500)}${last}\n` }).cut;
    expect(split('b')).toBeUndefined();
    expect(split(RUN)).toBe('unfollowed');
  });
});
