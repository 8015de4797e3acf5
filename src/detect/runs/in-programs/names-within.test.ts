import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { LONG_PROGRAM } from '../../text/program-parts.ts';
import { functionsWithin, NamesWithin } from './names-within.ts';
import { programRuns } from './program-runs.ts';

const FILLER = 'function other(a, b) { return a + b; }\n'.repeat(LONG_PROGRAM / 30);
const DECODES = 'const data = Buffer.from(text, "base64").toString();';
const RUNS = 'require("child_process").execSync(data);';

function runs(text: string): readonly string[] {
  return programRuns(text, 'node').map(({ how }) => how);
}

describe('in a long program a name is meant', () => {
  test('where it is declared, and in functions within', () => {
    assert.deepEqual(runs(`${FILLER}function a(text) { ${DECODES} return () => { ${RUNS} }; }\n`), [
      'decoded',
    ]);
    assert.deepEqual(runs(`${DECODES}\n${FILLER}function b() { ${RUNS} }\n`), ['decoded']);
  });

  test('not in another function, nor where it is an argument', () => {
    assert.deepEqual(
      runs(`${FILLER}function a(text) { ${DECODES} }\nfunction b() { const data = "ls"; ${RUNS} }\n`),
      [],
    );
    assert.deepEqual(runs(`${DECODES}\n${FILLER}function b(data) { ${RUNS} }\n`), []);
  });

  test('with its sign, as a variable and not as a member', () => {
    assert.deepEqual(runs(`${FILLER}const $c = atob(text);\neval($c);\n`), ['decoded']);
    assert.deepEqual(runs(`${FILLER}const args = atob(text);\neval(this.args);\neval(f(...args));\n`), [
      'decoded',
    ]);
  });

  test('also where its function declares it before it is set', () => {
    const text = `${FILLER}function a(x) { let code; code = atob(x); }\nfunction b(y) { eval(code); }\n`;
    const names = new NamesWithin(text, functionsWithin(text, 'node'), 'node');
    names.add('code', text.indexOf('code = atob'));
    assert.ok(names.has('code', text.indexOf('atob')));
    assert.ok(!names.has('code', text.indexOf('eval')));
  });
});

test('in a short program it is meant everywhere', () => {
  assert.deepEqual(runs(`function a(text) { ${DECODES} }\nfunction b() { ${RUNS} }\n`), ['decoded']);
});

const PYTHON_FILLER = 'def other(a, b):\n    return a + b\n'.repeat(LONG_PROGRAM / 30);
const UNPACKS = 'code = zlib.decompress(text)';

function runsPython(text: string): readonly string[] {
  return programRuns(text, 'python').map(({ how }) => how);
}

describe('in a long program in Python a name is meant', () => {
  test('in its function, in functions within and, of the whole program or said to be, everywhere', () => {
    for (const text of [
      `def a(text):\n    ${UNPACKS}\n    exec(code)\n`,
      `def a(text):\n    ${UNPACKS}\n    def b():\n        exec(code)\n`,
      `${UNPACKS}\ndef b(other=code):\n    exec(code)\n`,
      `def a(text):\n    global code\n    ${UNPACKS}\ndef b():\n    exec(code)\n`,
      `def a(text):\n    self.${UNPACKS}\ndef b():\n    exec(code)\n${UNPACKS}\n`,
    ])
      assert.deepEqual(runsPython(PYTHON_FILLER + text), ['decoded'], text);
  });

  test('not in another function, nor where it is an argument or set anew', () => {
    for (const text of [
      `def a(text):\n    ${UNPACKS}\ndef b(code, more=None):\n    exec(code, more)\n`,
      `def a(text):\n    ${UNPACKS}\ndef b(*, code: str = ""):\n    exec(code)\n`,
      `${UNPACKS}\ndef b():\n    code = open("x").read()\n    exec(code)\n`,
      `${UNPACKS}\ndef b(all):\n    for code in all:\n        exec(code)\n`,
    ])
      assert.deepEqual(runsPython(PYTHON_FILLER + text), [], text);
  });
});
