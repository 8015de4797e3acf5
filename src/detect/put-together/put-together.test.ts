import { describe, expect, it } from 'vitest';
import { commandsIn } from '../text/commands-in.ts';
import type { Language } from '../text/language.ts';
import { putTogether } from './put-together.ts';

function commands(text: string, language: Language): readonly string[] {
  return putTogether(text, language, commandsIn(text, language, '')).commands.map((one) => one.text);
}

describe('commands that programs put together', () => {
  it.each([
    ['php', '$f = "sys" . "tem"; $f("da" . "te");', 'date'],
    ['php', 'function a($x) { b($x); } function b($x) { system($x); } a("id"); a("da" . "te");', 'id\ndate'],
    ['perl', 'my $c = "d~a~te"; $c =~ s/~//g; system($c);', 'date'],
    ['perl', "system(<<'X');\ndate\nX\n", 'date\n'],
    ['ruby', 'Kernel.send(:system, "da" + "te")', 'date'],
    ['ruby', '%x{date}', 'date'],
    ['lua', 'local f = os["exe" .. "cute"] f("da" .. "te")', 'date'],
    ['lua', 'os.execute [==[date]==]', 'date'],
    ['php', '$a = ["x" => "da", "te"]; system($a["x"] . $a[0]);', 'date'],
    ['php', '$f = function ($x) use ($y) { system($x); }; $f("da" . "te");', 'date'],
    ['php', '$f = fn($x) => system($x); $f("da" . "te");', 'date'],
    ['php', "ob_start('system'); echo 'da' . 'te';", 'date'],
    ['perl', 'my %h = (a => "da"); system("$h{a}te");', 'date'],
    ['perl', 'my $f = sub { system(shift) }; &$f("da" . "te");', 'date'],
    ['lua', 'local t = {"da", b = "te"} os.execute(t[1] .. t["b"])', 'date'],
    ['lua', 'local f = function(x) os.execute(x) end f("da" .. "te")', 'date'],
  ] as const)('%s: %s', (language, text, command) => {
    expect(commands(text, language)).toContain(command);
  });

  it('are not what a program says, nor what it shows by itself', () => {
    expect(commands('my $h = "curl x"; $h .= " | sh"; print $h;\n`date -u`;', 'perl')).toEqual([]);
    expect(commands('<?php echo implode(" ", ["curl x", "| sh"]); system("date");', 'php')).toEqual([]);
    expect(commands('puts [["date"], "id"].join; x = y ? open : z', 'ruby')).toEqual([]);
  });

  it('come with the line of the call, and code that is run with its own', () => {
    const { commands: found } = putTogether('my $a = "da";\n\nsystem($a . "te");\n', 'perl', []);
    expect(found).toEqual([{ text: 'date', line: 3 }]);
    const { carried } = putTogether('$x = 1;\neval("sys" . "tem(\'date\');");', 'php', []);
    expect(carried).toEqual([{ text: "system('date');", line: 2, language: 'php' }]);
  });

  it('are followed past parts that would be longer together than a string may be', () => {
    const [items, long] = ['"a",'.repeat(600), 'x'.repeat(900_000)];
    expect(commands(`system([${items}].join("${long}"))\nKernel.send(:system, "da" + "te")`, 'ruby')).toEqual(
      ['date'],
    );
    expect(commands(`system(join("${long}", ${items}));\nmy $c = "da"; system($c . "te");`, 'perl')).toEqual([
      'date',
    ]);
  });

  it('stand in a here document, however many lines look like its end', () => {
    expect(commands(`system(<<X)\ndate\nX\n${'X\n'.repeat(3000)}`, 'perl')).toContain('date\n');
  });

  it.each([
    ['perl', '($a = '],
    ['perl', 'sub f { f(@_, f(shift)) } f("a");'],
    ['perl', 'x ? open : '],
    ['ruby', '%w['],
    ['ruby', 'send(:send, '],
    ['php', '$a .= $a; system($a);'],
    ['lua', '[['],
    ['lua', 'function f(c) f(c) os.execute(c) end f("a") '],
  ] as const)('end, whatever is repeated: %s %s', (language, bit) => {
    const text = `system("x"); eval(1); popen; ${bit.repeat(2000)}`;
    expect(putTogether(text, language, []).commands.length).toBeLessThanOrEqual(500);
  });
});
