import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeText } from '../../text/active-text.ts';
import { VOCABULARIES } from './vocabularies.ts';

/** What is evaluated or made executable is written with, in pieces. */
const PIECES =
  'qx(|qx {|os.system(|subprocess.run(|Popen(|os.popen(|os.spawnv(|system(|spawn(|spawnSync(|fork(|execFile(|passthru(|proc_open(|popen(|shell_exec(|eval|exec|assert|create_function|instance_eval|new |Function|vm.|runInContext|Script|chmod|chmodSync| |(|\n|\n# note\n|\n// note\n|"""|0755|"+x"|0o755|$code|code|.'.split(
    '|',
  );

describe('the vocabulary of programs that run what they fetch', () => {
  it('has words without which nothing is evaluated or made executable', () => {
    let found = 0;
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(...VOCABULARIES.keys()), (given, language) => {
        const { words, evaluate, chmod, run } = VOCABULARIES.get(language) ?? expect.fail();
        const active = activeText(given, language);
        if (!evaluate.test(active) && chmod?.test(active) !== true && run?.test(active) !== true) return;
        found++;
        expect(words.test(given)).toBe(true);
      }),
      { seed: 4, numRuns: 5000 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
