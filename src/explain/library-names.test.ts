import { describe, expect, it } from 'vitest';
import { librariesOfCommand, libraryNames } from './library-names.ts';
import type { ProgramLanguage } from './program-text/program-language.ts';

describe('libraryNames', () => {
  it.each<[ProgramLanguage, string, readonly string[]]>([
    ['python', 'import os, x.y as z\nfrom a.b import c\n  import late\n', ['os', 'x.y', 'a.b', 'late']],
    ['python', 'from . import own\nfrom .own import x\n', []],
    ['python', 'm = importlib.import_module("plug.in")\n__import__("q")\n', ['plug.in', 'q']],
    [
      'node',
      'const a = require("a");\nimport b from "@org/b/c.js";\nimport "./own.js";\n',
      ['a', '@org/b/c.js'],
    ],
    ['node', 'require("node:fs"); await import("late")\n', ['late']],
    ['ruby', "require 'json/ext'\nrequire_relative 'own'\n", ['json/ext']],
    ['perl', 'use strict;\nuse LWP::Simple qw(get);\n', ['LWP::Simple']],
  ])('%s: %s', (language, text, names) => {
    expect(libraryNames(text, language)).toEqual(names);
  });

  it('ends with a bound', () => {
    const text = Array.from({ length: 1000 }, (_, i) => `import m${i}\n`).join('');
    expect(libraryNames(text, 'python')).toHaveLength(200);
  });
});

describe('librariesOfCommand', () => {
  it.each<[ProgramLanguage, string, readonly string[]]>([
    ['python', "python3 -c 'import x; x.run()'", ['x']],
    ['python', 'python3 -m pkg.work', ['pkg.work']],
    ['node', 'node -r a --require=b --import c server.js', ['a', 'b', 'c']],
    ['node', 'node -e \'require("x")\'', ['x']],
    ['perl', "perl -MX::Y -e 'use Z; 1'", ['X::Y', 'Z']],
    ['ruby', 'ruby -rx -e \'require "y"\'', ['x', 'y']],
  ])('%s: %s', (language, command, names) => {
    expect(librariesOfCommand(command, language)).toEqual(names);
  });
});
