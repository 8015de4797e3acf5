import assert from 'node:assert/strict';
import { workOut } from '../../../src/detect/worked-out/worked-out.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { randomCode, randomProgram } from '../random-program.ts';

/** Behind it stand, on the first line, what a program hands on and its language. */
const EXPECTED = '# expects ';
const MAX_HANDED = 600_000;

/** Programs of Python and JavaScript: what they put together is found, and what is none takes no time. */
export const programTarget: FuzzTarget = {
  name: 'program',
  make(random) {
    if (random.chance(0.3)) return Buffer.from(randomCode(random));
    const { language, text, command } = randomProgram(random);
    if (random.chance(0.4)) return mutate(random, Buffer.from(text));
    return Buffer.from(`${EXPECTED}${language} ${command}\n${text}`);
  },
  run(input) {
    const whole = input.toString('utf8');
    const [, expectedIn, command, program] =
      /^# expects (python|node) ([^\n]*)\n([\s\S]*)$/.exec(whole) ?? [];
    const told = (['python', 'node'] as const).map((language) => {
      const worked = workOut(program ?? whole, language);
      for (const { text } of [...worked.commands, ...worked.codes, ...worked.files])
        assert.ok(text.length < MAX_HANDED, 'more is handed on than is followed');
      const handed = worked.commands.map(({ text }) => text);
      if (command !== undefined && expectedIn === language)
        assert.ok(handed.includes(command), `it hands on ${JSON.stringify(handed)}`);
      return worked;
    });
    return Promise.resolve(JSON.stringify(told));
  },
};
