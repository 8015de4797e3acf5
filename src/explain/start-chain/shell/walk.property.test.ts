import { array, assert, constantFrom, property } from 'fast-check';
import { expect, it } from 'vitest';
import { explainImage } from '../../../../testkit/explain.ts';
import type { StartStep } from '../../explanation.ts';

const PIECES = [
  'a',
  'b',
  '"$@"',
  '$1',
  '${1#-}',
  '$(a)',
  '`b`',
  '$((1+2))',
  'X=1',
  'X=$X',
  '$X',
  "'q'",
  '"q $X"',
  '/d/*',
  '|',
  '||',
  '&&',
  ';',
  '&',
  '\n',
  '(',
  ')',
  '{',
  '}',
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'while',
  'until',
  'for',
  'in',
  'do',
  'done',
  'case',
  'esac',
  ';;',
  '*)',
  'f()',
  'f',
  'exec',
  'eval',
  'set --',
  'shift',
  '. /lib.sh',
  'trap',
  'EXIT',
  '>',
  '/tmp/x',
  '<<E',
  'E',
  '<<<',
  '[ -n "$X" ]',
  '[[ $1 == a* ]]',
  '!',
  'sh -c',
  'export',
  'local',
  'read',
  'cd',
  '/d',
  '#',
  '\\',
  '<(a)',
  'env',
  'xargs',
  'timeout 5',
  'find /d -exec',
  'cat',
  'echo',
  '\u0000',
  '😀',
];

/** Every step of a chain, with the lines that its file has. */
function steps(chain: readonly StartStep[]): StartStep[] {
  return chain.flatMap((step) => [step, ...steps(step.children)]);
}

it('whatever a script is made of, following it ends within its limit, on lines that exist', () => {
  assert(
    property(array(constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
      const text = `#!/bin/sh\n${pieces.join(' ')}`;
      const layer = {
        'bin/sh': { elf: 'sh' },
        'bin/a': { elf: 'a' },
        'lib.sh': 'X=a\n. /run.sh\n',
        'd/one': '#!/bin/sh\nb\n',
        'run.sh': text,
      };
      const config = { Entrypoint: ['/run.sh'], Cmd: ['a', '-x'], Env: ['PATH=/bin'] };
      const all = steps(explainImage({ layers: [layer], config, limits: { maxStartSteps: 300 } }).startChain);
      expect(all.length).toBeLessThan(400);
      const lines = text.split('\n').length;
      for (const step of all) {
        if (step.file === '/run.sh') expect(step.line).toBeLessThanOrEqual(lines);
        expect(step.command).not.toMatch(/[\u0000-\u001f]/);
        expect(step.what).not.toMatch(/[\u0000-\u001f]/);
        if (step.kind === 'missing') expect(step.unknown).toBeDefined();
      }
    }),
    { numRuns: 1500, seed: 4 },
  );
});
