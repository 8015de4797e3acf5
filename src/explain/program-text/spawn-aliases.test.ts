import { describe, expect, it } from 'vitest';
import { programCommands } from './program-commands.ts';
import type { ProgramLanguage } from './program-language.ts';

function commands(text: string, language: ProgramLanguage): readonly string[] {
  return programCommands(text, language).map((command) => command.text);
}

describe('other names of what starts programs', () => {
  it.each<[string, ProgramLanguage]>([
    ['from os import system as s\ns("work now")\n', 'python'],
    ['from os import system as s  # of old\ns("work now")\n', 'python'],
    ['from os import (\n  path,  # where\n  system as s,  # how\n)\ns("work now")\n', 'python'],
    ['from os import system as été\nété("work now")\n', 'python'],
    ["const { exec: $e } = require('child_process');\n$e('work now');\n", 'node'],
  ])('are followed: %j', (text, language) => {
    expect(commands(text, language)).toContain('work now');
  });

  it.each(['*', '+', '[', 'x)(', 'a{2}{', '(?<a', '\\', 's+', '[s]*[s]*[s]*'])(
    'are names, and no part of an expression: %s',
    (alias) => {
      expect(commands(`from os import system as ${alias}\ns("work now")\n`, 'python')).toEqual([]);
      const picked = `const { exec: ${alias} } = require("child_process")\ns("work now");\n`;
      expect(commands(picked, 'node')).not.toContain('work now');
    },
  );
});
