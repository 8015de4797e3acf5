import { describe, expect, it } from 'vitest';
import { programCommands } from './program-commands.ts';

function commands(text: string): readonly string[] {
  return programCommands(text, 'perl').map((command) => command.text);
}

describe('texts of Perl in which the word of a call stands', () => {
  it.each([
    // apt-file
    `fork or exec @cmd or error('exec ' . join(' ', @cmd) . " failed: $!");\n`,
    // debcheckout
    `default { die "unsupported version control system '$type'.\\n"; }\n}\n@cmd = words($x);\nprint "@cmd ...\\n";\n`,
  ])('start nothing: %j', (text) => {
    expect(commands(text)).toEqual([]);
  });

  it.each([
    `system 'work now' if $x;\n`,
    `system 'work now' x 1;\n`,
    `print('exec '); system 'work now';\n`,
    `system 'work now'\n__END__\n"text"\n`,
    `system('work now') and print "x" . $y;\n`,
    `system "work now"; # "it" "was"\n`,
    `system 'work now' # it's\n  or die "x";\n`,
    `my $quote = $'; exec 'work now' unless "$x" . 'y';\n`,
  ])('are not calls with one text: %j', (text) => {
    expect(commands(text).join()).toContain('work now');
  });

  it('are read on where the words of a call may follow', () => {
    const [command] = commands(`sub n(\\$) { 1 } system 'env', 'A='.\\n"; ", 'sh', '-c', 'work now';\n`);
    expect(command).toContain('work now');
  });
});
