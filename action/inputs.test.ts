import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inputsOf } from './inputs.ts';

const action = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { default?: string; required?: boolean }>;
};
const IMAGE = { INPUT_IMAGE: 'app:1' };

describe('the inputs of the action', () => {
  it('are read with the defaults that action.yml says', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [
      `INPUT_${name.toUpperCase()}`,
      input.default ?? '',
    ]);
    expect(inputsOf({ ...Object.fromEntries(defaults), ...IMAGE })).toEqual({
      ...inputsOf(IMAGE),
      checkOptions: ['--fail-on=block'],
    });
  });

  it.each(Object.keys(action.inputs).filter((name) => name !== 'image'))('%s changes something', (name) => {
    const other = action.inputs[name]?.default === 'true' ? 'false' : 'true';
    expect(inputsOf({ ...IMAGE, [`INPUT_${name.toUpperCase()}`]: other })).not.toEqual(inputsOf(IMAGE));
  });

  it('take several lines where they say so, and hand values over as one word each', () => {
    const inputs = inputsOf({
      INPUT_IMAGE: '\n app:1 \n\n./b c.tar\n',
      'INPUT_REQUIRE-SOURCE': 'github.com/a/*\ngithub.com/b',
      INPUT_POLICY: '--fail-on=never',
    });
    expect(inputs.images).toEqual(['app:1', './b c.tar']);
    expect(inputs.traceOptions).toEqual(['--require-source=github.com/a/*', '--require-source=github.com/b']);
    expect(inputs.checkOptions).toEqual(['--policy=--fail-on=never']);
  });

  it('are refused where they make no sense', () => {
    expect(() => inputsOf({})).toThrow('image is empty');
    expect(() => inputsOf({ ...IMAGE, INPUT_STRICT: 'yes' })).toThrow('true or false');
  });
});
