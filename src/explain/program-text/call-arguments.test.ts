import { describe, expect, it } from 'vitest';
import { programCommands } from './program-commands.ts';

function commands(text: string): readonly string[] {
  return programCommands(text, 'perl').map((command) => command.text);
}

describe('calls without brackets', () => {
  it.each([
    `system 'work now' if $x;\n`,
    `system 'work now' unless "$x" eq 'y';\n`,
    `system 'work now'\n  or die "it's not there";\n`,
    `system 'work ' . 'now' and exit;\n`,
    `system 'work now' || die;\n`,
    `system 'work now' for 1..3;\n`,
  ])('end where a condition or another term begins: %j', (text) => {
    expect(commands(text)).toEqual(['work now']);
  });

  it.each([
    `system '' || 'work now';\n`,
    `system '0' || 'work now';\n`,
    `system "$x" || 'work now';\n`,
    `system 'env', # or not\n  'sh', '-c', 'work now';\n`,
    `system 'env' # if it is\n  , 'sh', '-c', 'work now';\n`,
    `system 'env', or => 'work now';\n`,
  ])('go on elsewhere: %j', (text) => {
    expect(commands(text).join()).toContain('work now');
  });
});
