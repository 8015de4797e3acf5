import { describe, expect, it } from 'vitest';
import type { StartStep } from '../explain/index.ts';
import type { Content } from '../image/layer-facts.ts';
import { isNoProgram } from './no-program.ts';

const ELF = { bits: 64, machine: 'x86-64', needed: [] } as const;
const step = (command: string, kind: StartStep['kind'] = 'program'): StartStep => ({
  what: '/opt/run',
  command,
  kind,
  path: '/opt/run',
  file: '/entrypoint.sh',
  children: [],
});

describe('what Linux does not start', () => {
  it.each<[string, Content]>([
    ['bytes of no format', { kind: 'data' }],
    ['a picture', { kind: 'data', format: 'png' }],
    ['an archive', { kind: 'archive', format: 'zip' }],
    ['a header of a program without one', { kind: 'elf', elf: { ...ELF, type: 'other' } }],
  ])('is %s', (_, content) => {
    expect(isNoProgram(step('/opt/run -x'), content)).toBe(true);
    // Given to a program, it is that program's.
    expect(isNoProgram(step('unzip /opt/run'), content)).toBe(false);
  });

  it.each<[string, Content]>([
    ['a program', { kind: 'elf', elf: { ...ELF, type: 'executable' } }],
    ['a Java archive', { kind: 'archive', format: 'zip', jar: { coordinates: [] } }],
    ['a script', { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8' }],
  ])('is not %s', (_, content) => {
    expect(isNoProgram(step('/opt/run'), content)).toBe(false);
  });
});
