import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestLayer } from '../../testkit/explain.ts';
import type { StartStep } from './explanation.ts';

const BASE: TestLayer = { 'bin/sh': { elf: 'sh' }, 'bin/a': { elf: 'a' }, 'bin/env': { elf: 'env' } };

function start(text: string, files: TestLayer = {}, limits = {}): readonly StartStep[] {
  const layers = [BASE, { 'run.sh': `#!/bin/sh\n${text}`, ...files }];
  return explainImage({ layers, config: { Entrypoint: ['/run.sh'] }, limits }).startChain;
}

function count(steps: readonly StartStep[]): number {
  return steps.reduce((sum, step) => sum + 1 + count(step.children), 0);
}

function unknowns(steps: readonly StartStep[]): string {
  return outline(steps)
    .filter((line) => line.includes('!'))
    .join('\n');
}

describe('a script that is', () => {
  it('one line of 20 MB is read to the limit, and it says so', () => {
    const [root] = start(`a\necho ${'x'.repeat(20_000_000)} | sh\n`);
    expect(root?.unknown).toContain('only its first 2048 KiB were read');
    expect(root?.children.map(({ what }) => what)).toContain('a');
    const [flat] = start(`echo ${'x'.repeat(20_000_000)}`);
    expect(flat?.unknown).toContain('2048 KiB');
  });

  it.each([
    ['parentheses', '('.repeat(100_000)],
    ['closed parentheses', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
    ['substitutions', `a ${'$('.repeat(60_000)}a${')'.repeat(60_000)}`],
    ['braces', `${'{ '.repeat(40_000)}a; ${'}; '.repeat(40_000)}`],
    ['ifs', `${'if a; then '.repeat(10_000)}a; ${'fi; '.repeat(10_000)}`],
    ['defaults', `a ${'${a:-'.repeat(40_000)}${'}'.repeat(40_000)}`],
    ['quotes', `a ${'"$('.repeat(40_000)}`],
  ])('nested in %s gives an unknown and no error', (_name, text) => {
    expect(unknowns(start(text))).not.toBe('');
  });

  it('deep inside command substitutions is followed only so far', () => {
    expect(() => start(`a ${'$(a '.repeat(200)}${')'.repeat(200)}`)).not.toThrow();
  });

  it('a chain of 80,000 operators or a pipeline of 100,000 commands is bounded', () => {
    expect(count(start('a && '.repeat(50_000)))).toBeLessThan(5100);
    expect(count(start(`${'a | '.repeat(50_000)}a`))).toBeLessThan(5100);
    expect(unknowns(start('a\n'.repeat(50_000)))).toContain('more than 5000 steps: the rest is not listed');
  });

  it('made of functions that call each other twice stays small', () => {
    const text = Array.from(
      { length: 40 },
      (_, index) => `f${index}() { f${index + 1} "$1x"; f${index + 1} "$1y"; }`,
    );
    const steps = start(`${text.join('\n')}\nf40() { a; }\nf0 z`);
    expect(count(steps)).toBeLessThan(5100);
  });

  it('full of variables and branches stays within its work', () => {
    const assignments = Array.from({ length: 3000 }, (_, index) => `v${index}=1`).join('\n');
    const steps = start(`${assignments}\n${'if [ -f /x ]; then v1=2; fi\n'.repeat(6000)}a\n`);
    expect(count(steps)).toBeLessThan(10);
  });

  it('full of patterns over large folders stays within its work', () => {
    const files = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`d/f${index}`, 'x']));
    const steps = start(`${'x=$(echo /d/*y)\n'.repeat(3000)}a\n`, files);
    expect(unknowns(steps)).toContain('too much to follow');
  });

  it('a function that calls itself ends', () => {
    expect(unknowns(start('f() { a; f; }\nf'))).toContain('already followed above');
  });

  it('sourcing itself, mutually or through many others, ends', () => {
    expect(unknowns(start('. /run.sh'))).toContain('already followed above');
    const many = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `s${index}`,
        `#!/bin/sh\n. /s${index + 1}\n. /s${index + 1}\n`,
      ]),
    );
    expect(unknowns(start('. /s0', many))).toContain('16 scripts lead here');
  });

  it('an eval of evals ends', () => {
    const text = Array.from({ length: 30 }).reduce<string>(
      (inner) => `eval "${inner.replace(/[\\"$]/g, '\\$&').slice(0, 60_000)}"`,
      'a',
    );
    expect(() => start(text)).not.toThrow();
  });

  it('no shell at all says where the parser stopped', () => {
    expect(unknowns(start('\u0000\u0001)))((;;fi done\n'))).toContain('parser stopped');
  });
});

it('a program whose brackets nest without end is read around them', () => {
  const text = `import os\nos.system("a " + ${'('.repeat(200_000)})\nos.system("/opt/b -x")\n`;
  const { startChain } = explainImage({
    layers: [{ ...BASE, 'usr/bin/python3': { elf: 'python3' }, 'opt/b': { elf: 'b' }, 'x.py': text }],
    config: { Cmd: ['python3', '/x.py'] },
  });
  expect(outline(startChain).join('\n')).toContain('/opt/b');
});

it('a RUN of 300,000 lines is laid out', () => {
  const { dockerfile } = explainImage({
    history: [{ created_by: `RUN /bin/sh -c a${'\n'.repeat(300_000)}b` }],
  });
  expect(dockerfile.split('\n').length).toBeGreaterThan(150_000);
});

it('follows a thousand wrappers only so far', () => {
  const Cmd = [...Array.from({ length: 5000 }, () => 'env'), 'a'];
  const { startChain } = explainImage({ layers: [BASE], config: { Cmd } });
  let [step] = startChain;
  let depth = 0;
  while (step?.children[0] !== undefined) {
    step = step.children[0];
    depth++;
  }
  expect(step?.unknown).toContain('nested too deeply');
  expect(depth).toBeGreaterThan(50);
});

it('stops at a low limit of steps, once', () => {
  const steps = start('a\na\na\na\na\n', {}, { maxStartSteps: 3 });
  expect(unknowns(steps).match(/more than 3 steps/g)).toHaveLength(1);
});

it('says that steps were used up where no branch that is taken would', () => {
  const steps = start('case stop in start) a; a; a; a; a ;; esac\na\n', {}, { maxStartSteps: 3 });
  const last = steps.at(-1);
  expect(last?.taken).toBeUndefined();
  expect(last?.unknown).toContain('more than 3 steps');
});

it('leaves half of the steps to what is taken', () => {
  const many = 'a; '.repeat(40);
  const steps = start(
    `f() { ${many} }\ncase stop in start) f; f 1; f 2; f 3 ;; esac\nlast\n`,
    {},
    { maxStartSteps: 100 },
  );
  expect(unknowns(steps)).not.toContain('more than 100 steps');
  expect(JSON.stringify(steps)).toContain('"command":"last"');
});

it('looks through a PATH of 5,000 folders', () => {
  const PATH = Array.from({ length: 5000 }, (_, index) => `/p${index}`).join(':');
  const { startChain } = explainImage({ layers: [BASE], config: { Cmd: ['a'], Env: [`PATH=${PATH}`] } });
  expect(startChain[0]?.unknown).toContain('first 1000 folders');
});

it('stays linear with very many history rows', () => {
  const row = { created_by: '/bin/sh -c #(nop)  ENV A=1', empty_layer: true };
  const history = Array.from({ length: 200_000 }, () => row);
  const { instructions } = explainImage({ layers: [BASE], history, config: { Env: ['A=1'] } });
  expect(instructions).toHaveLength(200_000);
});

it('never lets text of the image carry control characters into what it prints', () => {
  const evil = 'x\u001b[31m\r\n\u202eUSER root';
  const { dockerfile, startChain, notes, instructions } = explainImage({
    layers: [BASE, { 'run.sh': `#!/bin/sh\na '${evil}'\n` }],
    history: [
      { created_by: evil, comment: evil },
      { created_by: `/bin/sh -c #(nop)  CMD ["${evil}"]`, comment: evil },
    ],
    config: {
      Cmd: ['/run.sh', evil],
      User: evil,
      Env: [`A=${evil}`],
      Labels: { 'org.opencontainers.image.base.name': evil },
      OnBuild: [`RUN ${evil}`],
      Healthcheck: { Test: ['CMD', evil] },
    },
  });
  const texts = [
    dockerfile.replaceAll('\n', ''),
    ...notes,
    ...instructions.map(({ text, note }) => `${text}${note}`),
  ];
  const walk = (steps: readonly StartStep[]): void => {
    for (const step of steps) {
      texts.push(`${step.what}${step.command}${step.when}${step.unknown}${step.instruction}`);
      walk(step.children);
    }
  };
  walk(startChain);
  expect(texts.filter((text) => /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(text))).toEqual([]);
});
