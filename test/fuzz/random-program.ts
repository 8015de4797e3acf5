import type { Random } from '../../testkit/random.ts';

/** A program that hands a command to a shell, and that command. */
export interface RandomProgram {
  readonly language: 'python' | 'node';
  readonly text: string;
  readonly command: string;
}

const COMMAND = 'ls -l /srv/data';

/** A program that puts a command together by ways that are known to be followed, among code of no matter. */
export function randomProgram(random: Random): RandomProgram {
  const language = random.chance(0.5) ? 'python' : 'node';
  const writer = language === 'python' ? new PythonWriter(random) : new NodeWriter(random);
  const lines = [writer.head];
  const pieces: string[] = [];
  for (let at = 0; at < COMMAND.length; ) {
    const piece = COMMAND.slice(at, at + 1 + random.below(8));
    at += piece.length;
    if (random.chance(0.3)) lines.push(...writer.noise());
    const name = `v${pieces.length}`;
    lines.push(...writer.set(name, piece));
    pieces.push(name);
  }
  if (random.chance(0.3)) lines.push(...writer.noise());
  lines.push(...writer.hand(pieces));
  return { language, text: `${lines.join('\n')}\n`, command: COMMAND };
}

/** Pieces of programs, valid or nearly, in an order of no meaning. */
export function randomCode(random: Random): string {
  const words = [...WORDS, 'a', 'b', 'f', '"ls"', '1', '19999'];
  let text = '';
  for (let count = 1 + random.below(400); count > 0; count--) {
    text += random.pick(words);
    if (random.chance(0.15)) text += `\n${'    '.repeat(random.below(5))}`;
    else if (random.chance(0.6)) text += ' ';
  }
  return text;
}

const WORDS = [
  'for',
  'in',
  'while',
  'if',
  'else:',
  'def f(a):',
  'class A:',
  'return',
  'break',
  'continue',
  'lambda a:',
  'import os',
  'from os import system as f',
  'global a',
  'try:',
  'except:',
  'with open(a) as b:',
  'yield',
  'await',
  'async',
  'function f(a) {',
  '=>',
  'const',
  'let',
  'switch (a) {',
  'case 1:',
  'do {',
  'new',
  'this',
  'class A {',
  'for (const a of b)',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  ';',
  '.',
  '=',
  '+=',
  '+',
  '*',
  '%',
  '**',
  '//',
  '?',
  '...',
  '[::-1]',
  '[1:]',
  'os.system(',
  'eval(',
  'exec(',
  'subprocess.run(',
  'require("child_process").exec(',
  'Function(',
  'getattr(os, ',
  'range(19999)',
  'list(',
  'map(',
  'zip(',
  'chr(',
  'ord(',
  '.join(',
  '.replace(',
  '.split(',
  '.append(',
  '.push(',
  '.format(',
  'f"{a}{b}"',
  '`${a}${b}`',
  '"%s" %',
  "'''",
  '#',
  '/*',
  '/a/g',
  '\\',
] as const;

interface Writer {
  readonly head: string;
  set(name: string, piece: string): readonly string[];
  hand(names: readonly string[]): readonly string[];
  noise(): readonly string[];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function codesOf(text: string, key: number): string {
  return `[${[...text].map((char) => char.charCodeAt(0) ^ key).join(', ')}]`;
}

function backwards(text: string): string {
  return [...text].reverse().join('');
}

class PythonWriter implements Writer {
  readonly head = 'import os, subprocess';
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  set(name: string, piece: string): readonly string[] {
    const key = 1 + this.#random.below(30);
    const noisy = [...piece].join('~');
    return this.#random.pick<readonly string[]>([
      [`${name} = ${quoted(piece)}`],
      [`${name} = ${quoted(backwards(piece))}[::-1]`],
      [`${name} = "".join(chr(c ^ ${key}) for c in ${codesOf(piece, key)})`],
      [`${name} = ""`, `for c in ${codesOf(piece, key)}:`, `    ${name} += chr(c ^ ${key})`],
      [
        `${name} = ""`,
        `for c in ${quoted(noisy)}:`,
        '    if c == "~":',
        '        continue',
        `    ${name} += c`,
      ],
      [
        `${name} = ""`,
        `for c in ${quoted(`${piece}~xyz`)}:`,
        '    if c == "~":',
        '        break',
        `    ${name} += c`,
      ],
      [
        `i = 0`,
        `${name} = ""`,
        `while i < ${piece.length}:`,
        `    ${name} += ${quoted(piece)}[i]`,
        '    i += 1',
      ],
      [
        `def f_${name}(a, b=${quoted(piece.slice(1))}):`,
        '    return a + b',
        `${name} = f_${name}(${quoted(piece.slice(0, 1))})`,
      ],
      [`${name} = {"k": ${quoted(piece)}}["k"]`],
      [`${name} = "%s%s" % (${quoted(piece.slice(0, 1))}, ${quoted(piece.slice(1))})`],
      [`x = ${quoted(piece)}`, `${name} = f"{x}"`],
    ]);
  }

  hand(names: readonly string[]): readonly string[] {
    const sum = names.join(' + ');
    return this.#random.pick<readonly string[]>([
      [`os.system(${sum})`],
      ['def go(c):', '    os.system(c)', `go(${sum})`],
      [`subprocess.run("".join([${names.join(', ')}]), shell=True)`],
      ['getattr(os, "sys" + "tem")(', `    ${sum}`, ')'],
      [`if os.path.exists("/etc/x"):`, `    os.system(${sum})`],
      [
        'class A:',
        '    def __init__(self, c):',
        '        self.c = c',
        '    def go(self):',
        '        os.system(self.c)',
        `A(${sum}).go()`,
      ],
    ]);
  }

  noise(): readonly string[] {
    return this.#random.pick<readonly string[]>([
      ['for n in range(19000):', '    m = n + 1 - 2 + 3'],
      ['while True:', '    n = input()', '    if not n:', '        break'],
      ['try:', '    import zlib', 'except ImportError:', '    zlib = None'],
      ['# a comment', 'print("done")'],
    ]);
  }
}

class NodeWriter implements Writer {
  readonly head = 'const cp = require("child_process");';
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  set(name: string, piece: string): readonly string[] {
    const key = 1 + this.#random.below(30);
    const noisy = [...piece].join('~');
    return this.#random.pick<readonly string[]>([
      [`const ${name} = ${quoted(piece)};`],
      [`const ${name} = ${quoted(backwards(piece))}.split("").reverse().join("");`],
      [`const ${name} = String.fromCharCode(...${codesOf(piece, key)}.map((c) => c ^ ${key}));`],
      [
        `let ${name} = "";`,
        `for (const c of ${codesOf(piece, key)}) ${name} += String.fromCharCode(c ^ ${key});`,
      ],
      [`let ${name} = "";`, `for (const c of ${quoted(noisy)}) { if (c === "~") continue; ${name} += c; }`],
      [
        `let ${name} = "", i_${name} = 0;`,
        `do { ${name} += ${quoted(piece)}[i_${name}++]; } while (i_${name} < ${piece.length});`,
      ],
      [`const ${name} = ((a, b) => a + b)(${quoted(piece.slice(0, 1))}, ${quoted(piece.slice(1))});`],
      [`const { k: ${name} } = { k: ${quoted(piece)} };`],
      [`const ${name} = \`\${${quoted(piece)}}\`;`],
      [`const ${name} = ${quoted(noisy)}.replace(/~/g, "");`],
    ]);
  }

  hand(names: readonly string[]): readonly string[] {
    const sum = names.join(' + ');
    return this.#random.pick<readonly string[]>([
      [`cp.execSync(${sum});`],
      [`const go = (c) => { cp.exec(c); };`, `go(${sum});`],
      [`cp["ex" + "ec"]([${names.join(', ')}].join(""));`],
      [`if (process.argv.length > 2) { cp.exec(${sum}); }`],
      [`class A { constructor(c) { this.c = c; } go() { cp.exec(this.c); } }`, `new A(${sum}).go();`],
    ]);
  }

  noise(): readonly string[] {
    return this.#random.pick<readonly string[]>([
      ['for (let n = 0; n < 19000; n++) { globalThis.m = n + 1 - 2 + 3; }'],
      ['while (true) { const n = read(); if (!n) break; }'],
      ['try { require("fsevents"); } catch { }'],
      ['// a comment', 'console.log("done");'],
    ]);
  }
}
