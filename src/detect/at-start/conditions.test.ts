import { describe, expect, it } from 'vitest';
import type { StartStep } from '../../explain/explanation.ts';
import { readShell } from '../shell/read-shell.ts';
import { Conditions, type Reached } from './conditions.ts';

function reached(steps: readonly Partial<StartStep>[], text = 'echo a > /b'): Reached {
  const chain = steps.map(
    (step): StartStep => ({
      what: 'echo',
      command: text,
      kind: 'builtin',
      file: '/e.sh',
      line: 1,
      children: [],
      ...step,
    }),
  );
  const pipeline = readShell(text).pipelines.at(-1);
  if (pipeline === undefined) throw new Error('no pipeline');
  return new Conditions(chain).of('/e.sh', pipeline, pipeline.line);
}

describe('Conditions', () => {
  it('hold for what a step stands for', () => {
    expect(reached([{}])).toEqual({ kind: 'yes' });
    expect(reached([{ when: 'if [ "$A" = 1 ]', taken: true }])).toEqual({ kind: 'yes' });
  });

  it('do not for what the image rules out, or nothing calls', () => {
    expect(reached([{ when: 'if [ "$A" = 1 ]', taken: false }])).toEqual({ kind: 'no' });
    expect(reached([{ line: 7 }])).toEqual({ kind: 'no' });
  });

  it('name the one that whoever starts the container decides', () => {
    expect(reached([{ when: 'if [ "$A" = 1 ]' }])).toEqual({ kind: 'yes', asked: 'if [ "$A" = 1 ]' });
    expect(reached([{ when: 'if [ -f /x ]' }])).toEqual({ kind: 'yes' });
    expect(reached([{ when: 'if [ "$A" = 1 ]' }, {}])).toEqual({ kind: 'yes' });
  });

  it('take a group by its commands, and a script without steps as run', () => {
    expect(reached([{ line: 2 }], '{\necho a\n} > /b')).toEqual({ kind: 'yes' });
    expect(reached([{ file: '/other.sh' }])).toEqual({ kind: 'yes' });
  });
});
