import { describe, expect, it } from 'vitest';
import { workOut } from './worked-out.ts';

function commands(text: string, language: 'python' | 'node'): readonly string[] {
  return workOut(text, language).commands.map((command) => command.text);
}

describe('what Python puts together', () => {
  it.each([
    ['a = "ls"\na += " -l"\nos.system(a)', 'ls -l'],
    ['os.system("%s -%s" % ("ls", "l"))', 'ls -l'],
    ['os.system("{} -{x}".format("ls", x="l"))', 'ls -l'],
    ['x = "l"\nos.system(f"ls -{x}")', 'ls -l'],
    ['os.system("l- sl"[::-1])', 'ls -l'],
    ['os.system("".join(chr(c + 1) for c in [107, 114]) + " -l")', 'ls -l'],
    ['a, b = "ls", " -l"\nos.system(a + b)', 'ls -l'],
    ['d = {"a": "ls"}\nos.system(d["a"] + " -l")', 'ls -l'],
    ['i = 0\nc = ""\nwhile i < 2:\n    c += "ls"[i]\n    i += 1\nos.system(c + " -l")', 'ls -l'],
    ['def f():\n    global c\n    c = "ls"\nf()\nos.system(c + " -l")', 'ls -l'],
    ['subprocess.run(["ls", "-" + "l"])', "'ls' '-l'"],
    ['os.system("date " + input())', 'date $unknown'],
  ])('%s', (text, command) => {
    expect(commands(text, 'python')).toContain(command);
  });

  it('takes calls without arguments', () => {
    expect(commands('import os\np = os.path.join(*[])\nos.system("ls -l" + p)', 'python')).toEqual(['ls -l']);
  });

  it('says nothing of what is not run', () => {
    expect(commands('print("ls " + "-l")', 'python')).toEqual([]);
  });

  it('takes a condition that it knows', () => {
    expect(commands('c = "a" if 1 > 2 else "ls"\nos.system(c + " -l")', 'python')).toEqual(['ls -l']);
  });

  it('tells only of what it did not follow that is run', () => {
    const loops = 'for a in range(9000):\n    for b in range(9000):\n        c = c.replace("x", str(b))\n';
    expect(workOut(`c = ""\n${loops}print(c)`, 'python').unfollowed).toBe(false);
    expect(workOut(`c = ""\nfor b in range(90000):\n    c = str(b)\nos.system(c)`, 'python').unfollowed).toBe(
      true,
    );
  });
});

describe('what JavaScript puts together', () => {
  const run = 'const cp = require("child_process");\n';

  it.each([
    ['cp.exec(["ls", "-l"].join(" "))', 'ls -l'],
    ['cp.exec(`ls ${"-"}l`)', 'ls -l'],
    ['const f = (a, b) => a + b;\ncp.exec(f("ls", " -l"))', 'ls -l'],
    ['const { a, ...rest } = { a: "ls -l" };\ncp.exec(a)', 'ls -l'],
    ['class A { c = "ls"; run() { cp.exec(this.c + " -l"); } }\nnew A().run()', 'ls -l'],
    ['cp["ex" + "ec"]("l~s -l".replace("~", ""))', 'ls -l'],
    ['let c = "";\nfor (let i = 0; i < 2; i++) c += "ls"[i];\ncp.exec(c + " -l")', 'ls -l'],
    ['cp.spawn("ls", ["-l"].concat(["-a"]))', "'ls' '-l' '-a'"],
  ])('%s', (text, command) => {
    expect(commands(run + text, 'node')).toContain(command);
  });

  it('ends, whatever nests', () => {
    for (const text of [
      'a=>'.repeat(3000),
      '`${'.repeat(3000),
      'x={a:'.repeat(3000),
      'for(;;)'.repeat(3000),
      'do {'.repeat(3000),
    ])
      expect(commands(text, 'node')).toEqual([]);
  });
});

describe('what leaves loops and functions', () => {
  const python = 'import os\n';
  const node = 'const cp = require("child_process");\n';

  it.each([
    [python, 'c = ""\nfor x in "lzsz z-zl":\n    if x == "z":\n        continue\n    c += x\nos.system(c)'],
    [python, 'c = ""\nfor x in "ls -l#zz":\n    if x == "#":\n        break\n    c += x\nos.system(c)'],
    [
      python,
      'c = ""\nwhile True:\n    c += "ls -l"[len(c)]\n    if len(c) == 5:\n        break\nos.system(c)',
    ],
    [python, 'def f(n):\n    if n == 0:\n        return "l"\n    return "s"\nos.system(f(0) + f(1) + " -l")'],
    [
      python,
      's = list("l- sl")\nc = ""\ndef n():\n    global c\n    c += s.pop()\nfor i in "12345": n()\nos.system(c)',
    ],
    [node, 'let c = "";\n[..."lzs"].forEach((x) => { if (x === "z") return; c += x; });\ncp.exec(c + " -l")'],
    [node, 'let c = "", i = 0;\ndo { c += "ls -l"[i++]; } while (i < 5);\ncp.exec(c)'],
    [node, 'let c = "";\nfor (const x of "lzs") { if (x === "z") continue; c += x; }\ncp.exec(c + " -l")'],
  ])('%s%s', (start, text) => {
    expect(commands(start + text, start === node ? 'node' : 'python')).toContain('ls -l');
  });

  it('hides nothing where what we know of a condition may be wrong', () => {
    const unsure = 'd = None\nif len(x) > 5:\n    d = g()\n';
    for (const text of [
      `${unsure}def f():\n    if d is None:\n        return\n    os.system("ls" + " -l")\nf()`,
      `${unsure}for x in "a":\n    if d is None:\n        continue\n    os.system("ls" + " -l")`,
    ])
      expect(commands(python + text, 'python')).toContain('ls -l');
    const chosen =
      'for (const x of "ab") { switch (x) { case y: continue; default: cp.exec("ls" + " -l"); } }';
    expect(commands(node + chosen, 'node')).toContain('ls -l');
  });
});

describe('what stands behind more than is repeated', () => {
  const long = 'for i in range(19000):\n    x = i + 1 - 2 + 3 - 4\n';
  const longer = long.replaceAll(/^/gm, '    ');

  it.each([
    `def f():\n${longer}\n    os.system("ls" + " -l")\nf()`,
    `def g():\n${longer}\ng()\nos.system("ls" + " -l")`,
    `class A:\n    def __init__(self):\n    ${longer.replaceAll('\n', '\n    ')}\n        self.c = "ls"\n    def r(self):\n        os.system(self.c + " -l")\nA().r()`,
    `${long}    if i == 18000:\n        os.system("ls" + " -l")`,
    'i = 0\nwhile i < 19000:\n    i += 1\n    if i == 18500:\n        os.system("ls" + " -l")',
    `def f(c):\n    os.system(c)\ndef g():\n${longer}\n    f("ls" + " -l")\nf("date")\ng()`,
  ])('%s', (text) => {
    expect(commands(`import os\n${text}`, 'python')).toContain('ls -l');
  });

  it('tells of commands that come of it', () => {
    const text = `import os\nc = ""\n${long}    c += "a"\nos.system(c + " -l")`;
    expect(workOut(text, 'python').unfollowed).toBe(true);
  });

  it('tells of functions whose names come of it', () => {
    const python = `import os\nn = ""\n${long}    n += "s"\ngetattr(os, n)("ls" + " -l")`;
    expect(workOut(python, 'python').unfollowed).toBe(true);
    const node = 'let n = "";\nfor (let i = 0; i < 19000; i++) n += "x" + i + 1 + 2 + 3;\n';
    expect(workOut(`${node}globalThis[n]("ls" + " -l")`, 'node').unfollowed).toBe(true);
    expect(workOut(`${node}globalThis[n] = 1`, 'node').unfollowed).toBe(false);
  });

  it('tells of what nests deeper than it is read', () => {
    const nested = (deep: number): string =>
      Array.from({ length: deep }, (_, i) => `${' '.repeat(i)}if x:\n`).join('') +
      `${' '.repeat(deep)}os.system("ls" + " -l")\n`;
    expect(commands(nested(99), 'python')).toEqual(['ls -l']);
    expect(workOut(nested(200), 'python').unfollowed).toBe(true);
  });
});

describe('what would take more time or memory than there is', () => {
  const python = 'a = list(range(19999))\ns = "x" * 200000\n';
  const node = 'const a = Array.from("x".repeat(19999)); const s = "x".repeat(200000);\n';
  const many = (text: string): string => text.repeat(3000);

  // Each took more than a gigabyte, never came to an end, or threw.
  it.each<readonly ['python' | 'node', string]>([
    ['python', 'os.system([] * 100000000)'],
    ['python', 'os.system(s[::0.00000001])'],
    ['python', `b = [${many('*a,')}]`],
    ['python', 'b = itertools.chain(*([a] * 19999))'],
    ['python', 'b = zip(*([a] * 19999))'],
    ['python', `b = os.path.join(${many('s,')}s)`],
    ['python', 'os.system("%s" * 20000 % tuple([s] * 19999))'],
    ['python', 'os.system(("{0}" * 20000).format(s))'],
    ['python', 'os.system(s.join([s] * 19999))'],
    ['python', 'os.system(("a" * 20000).replace("a", s))'],
    ['python', 'for i in range(19999):\n    b = map(str, a)\nos.system("ls " + i)'],
    ['python', 'for i in range(19999):\n    b = s.strip("x")\nos.system("ls " + i)'],
    ['node', `eval(a.concat(${many('a,')}a))`],
    ['node', `eval([${many('a,')}a].flat())`],
    ['node', `eval(\`${many('${s}')}\`)`],
  ])('%s: %.60s', (language, text) => {
    const { commands: handed, codes } = workOut((language === 'python' ? python : node) + text, language);
    for (const one of [...handed, ...codes]) expect(one.text.length).toBeLessThan(600_000);
  });
});

describe('what is read again', () => {
  it('is counted', () => {
    const plain = 'import os\ndef f(a):\n    return a\nos.system("ls" + f(" -l"))\n';
    expect(workOut(plain + plain.repeat(100), 'python').repeated).toBeLessThan(200);
    const loops = 'import os\nx = ""\nfor a in range(9000):\n    x = "a" + str(a) + str(a)\nos.system(x)\n';
    expect(workOut(loops, 'python').repeated).toBeGreaterThan(20_000);
  });

  it('is bounded for all files together that a program imports', () => {
    let count = 0;
    const rounds = (files: number): number => {
      count = 0;
      const names = Array.from({ length: files }, (_, i) => `import m${i}\n`).join('');
      workOut(`import os\n${names}os.system(m0.y)\n`, 'python', {
        path: '/app/a.py',
        readFile: (path) => {
          if (path.startsWith('/round')) count++;
          return /m\d+\.py$/.test(path)
            ? 'for a in range(19000):\n    y = open("/round" + str(a)).read()\n'
            : undefined;
        },
      });
      return count;
    };
    const one = rounds(1);
    expect(one).toBeGreaterThan(1000);
    expect(rounds(20)).toBeLessThan(one * 4);
  });
});
