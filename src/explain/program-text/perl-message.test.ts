import { describe, expect, it } from 'vitest';
import { programCommands } from './program-commands.ts';

function commands(text: string): readonly string[] {
  return programCommands(text, 'perl').map((command) => command.text);
}

describe('texts of Perl in which the word of a call stands', () => {
  it.each([
    // apt-file
    `fork or exec @cmd or error('exec ' . join(' ', @cmd) . " failed: $!");\n`,
    // mmdebstrap
    `debug("run_progress: exec " . (join ' ', ($words->('x'))));\nmy $x = 1;\nprint "it";\n`,
    // ambackup
    `debug("exec " . join(' ', @words));\nmy $x = 1;\nprint "it";\n`,
    `error("cannot exec " . join(' ', @words));\nmy $x = 1;\nprint "it";\n`,
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
    `$x =~ m "a "xms and exec "work now";\n`,
    `$x = "a" if exec "work now";\n`,
    `$x ? m "a "gx : exec "work now" . join('', @x);\n`,
    `$x ? m "a "g : exec "work now";\n`,
    `s". "print exec 'work now'"e;\n`,
    `eval "system 'work now'";\n`,
    `eval "system 'work now' $x";\n`,
    `eval("exec " . "'work now'");\n`,
    `main'exec 'work now';\n`,
    `my $quote = $'; exec 'work now' unless "$x" . 'y';\n`,
  ])('are not calls with one text: %j', (text) => {
    expect(commands(text).join()).toContain('work now');
  });

  it('end where a message goes on', () => {
    // debcheckout
    const text = `die "unsupported version control system '$type'.\\n"; }\n@cmd = words($x);\nprint "@cmd ...\\n";\n`;
    expect(commands(text)).toEqual(['$type']);
    expect(commands(`system 'work now #'.\\n"it";\n`)).toEqual(['work now #']);
  });

  it('are read on where the words of a call may follow', () => {
    const [command] = commands(`sub n(\\$) { 1 } system 'env', 'A='.\\n"; ", 'sh', '-c', 'work now';\n`);
    expect(command).toContain('work now');
  });
});
