import { describe, expect, it } from 'vitest';
import { scriptText } from './script-text.ts';

const HEAD = '#!/bin/sh\ntail -n +4 "$0" | tar xz\n';
const read = (interpreter: string, text: string, max = 1000): readonly [string, boolean] | undefined => {
  const script = scriptText(interpreter, Buffer.from(text, 'latin1'), max);
  return script === undefined ? undefined : [script.text.toString('latin1'), script.isCut];
};

describe('the text of a script', () => {
  it('is what stands before its end', () => {
    expect(read('/bin/sh', `${HEAD}exit 0\n\x1f\x8b\0`)).toEqual([`${HEAD}exit 0\n`, false]);
    expect(read('/usr/bin/env bash', `${HEAD}exit 0\nmore`)).toEqual([`${HEAD}exit 0\n`, false]);
  });

  it('is cut before what is no text, or where there is too much of it, where no end is known', () => {
    expect(read('/bin/sh', `${HEAD}\x1f\x8b\0\nmore`)).toEqual([HEAD, true]);
    expect(read('/bin/sh', `${HEAD}true\nfalse\n`, HEAD.length + 7)).toEqual([`${HEAD}true\n`, true]);
    expect(read('/bin/bash -O extglob', `${HEAD}exit 0\n\x1f\x8b\0`)).toBeUndefined();
  });

  it('is what stands before a zip that Python runs', () => {
    const head = '#!/usr/bin/env python3\n# made by shiv\n';
    expect(read('/usr/bin/env python3', `${head}PK\x03\x04\0`)).toEqual([head, false]);
    expect(read('/usr/bin/env python3', `${head}import os\n# PK\x03\x04\0`)).toBeUndefined();
    expect(read('/usr/bin/perl', `${head}PK\x03\x04\0`)).toBeUndefined();
  });
});
