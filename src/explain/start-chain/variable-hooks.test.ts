import { describe, expect, it } from 'vitest';
import { chain } from '../../../testkit/service-image.ts';

/** The first step under what starts, where a variable led to it. */
function hooked(env: string, Cmd: readonly string[], files: Readonly<Record<string, string>>) {
  const Env = ['PATH=/usr/bin:/bin', ...env.split('\n')];
  const [step] = chain({ Cmd: [...Cmd], Env }, files);
  const hook = step?.children.find(({ command }) => command.startsWith(env.split('\n')[0] ?? ''));
  return hook?.children.find(({ path }) => path !== undefined)?.path;
}

describe('a variable that loads a file', () => {
  it.each([
    ['NODE_OPTIONS=-r ./p', ['node', '/a.js'], '/p.js'],
    ['NODE_OPTIONS=--import=/p.js', ['/a.js'], '/p.js'],
    ['RUBYOPT=-rx\nRUBYLIB=/lib', ['ruby', '/a.js'], '/lib/x.rb'],
    ['PERL5OPT=-MA::B=c\nPERL5LIB=/lib', ['perl', '/a.js'], '/lib/A/B.pm'],
    ['PYTHONPATH=/no:/lib', ['python3', '/a.js'], '/lib/sitecustomize.py'],
    ['BASH_ENV=/p.js', ['bash', '-c', 'true'], '/p.js'],
  ] as const)('%s has a step of its own', (env, command, path) => {
    const files = {
      'a.js': '#!/usr/bin/env node\n1\n',
      'p.js': '1\n',
      'lib/x.rb': '1\n',
      'lib/A/B.pm': '1;\n',
      'lib/sitecustomize.py': 'x = 1\n',
    };
    expect(hooked(env, command, files)).toBe(path);
  });

  it('counts only for programs of its language, once, and when the file is there', () => {
    const files = { 'p.js': '1\n', 'a.sh': '#!/bin/sh\nnode /p.js; node /p.js\n' };
    expect(hooked('NODE_OPTIONS=-r /p.js', ['python3', '/p.js'], files)).toBeUndefined();
    expect(hooked('NODE_OPTIONS=-r /none.js', ['node', '/p.js'], files)).toBeUndefined();
    const [step] = chain({ Cmd: ['/a.sh'], Env: ['PATH=/usr/bin:/bin', 'NODE_OPTIONS=-r /p.js'] }, files);
    expect(JSON.stringify(step).split('NODE_OPTIONS=-r').length - 1).toBe(1);
  });
});
