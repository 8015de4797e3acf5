import { DETECTORS } from '../../src/detect/index.ts';
import { judge } from '../../testkit/detect.ts';
import { explainImage, outline } from '../../testkit/explain.ts';

/**
 * Reads long texts and prints what it says of them, in a process whose regular expressions V8 compiles without
 * optimising them, as it does in any that has compiled more than a MiB of them and has more than 16 MiB of code.
 * Loops as plain as `x+` then note each character, and the stack for that ends within some millions.
 */
const MiB = 1024 * 1024;

function compileMany(): readonly RegExp[] {
  return Array.from({ length: 400 }, (_one, i) => {
    const words = Array.from({ length: 400 }, (_word, j) => `w${(i * 7919 + j * 104_729).toString(36)}x${j}`);
    const pattern = new RegExp(words.join('|'));
    // Only the second use compiles it to machine code.
    for (const text of ['a', 'w1x']) pattern.test(text);
    return pattern;
  });
}

function stackEnds(): boolean {
  try {
    return !/x+/.test('x'.repeat(16 * MiB));
  } catch {
    return true;
  }
}

function fill(unit: string, length: number): string {
  return unit.repeat(Math.floor(length / unit.length));
}

/** By what they are: as much as is kept of a program of JavaScript, and more than is read of a shell's. */
const TEXTS: Readonly<Record<string, readonly [name: string, text: string]>> = {
  word: ['a.sh', `a\necho ${fill('x', 20 * MiB)} | sh`],
  quoted: ['a.sh', `a "${fill('x', 20 * MiB)}"`],
  'quoted lines': ['a.sh', `a $'${fill('xxxxxxxxxxxxxxx\n', 12 * MiB)}'\nb`],
  digits: ['c.js', `a = ${fill('1', 4 * MiB)}`],
  codes: ['c.js', `a = [${fill('65,', 4 * MiB)}65]; eval(a)`],
};

const kept = compileMany();
for (const [what, [name, text]] of Object.entries(TEXTS)) {
  const file = { [name]: `#!/usr/bin/env ${name === 'c.js' ? 'node' : 'sh'}\n${text}` };
  const { startChain } = explainImage({
    layers: [
      { 'bin/sh': { elf: 'sh' }, 'usr/bin/env': { elf: 'env' }, 'usr/bin/node': { elf: 'node' }, ...file },
    ],
    config: { Entrypoint: [`/${name}`] },
  });
  const { findings, unknowns } =
    text.length > 5 * MiB
      ? { findings: [], unknowns: [] }
      : judge(DETECTORS, { layers: [file], config: { Cmd: [`/${name}`] } });
  const chain = outline(startChain).map((line) => line.slice(0, 200));
  process.stdout.write(`${JSON.stringify({ what, chain, findings, unknowns })}\n`);
}
process.stdout.write(`the stack ends: ${stackEnds() && kept.length > 0}\n`);
