import { describe, expect, it } from 'vitest';
import { sedCall, sedOutput } from './sed.ts';

function run(args: readonly string[], input: string): string | undefined {
  return sedOutput(sedCall(args), input);
}

describe('sedOutput gives what sed(1) gives', () => {
  it.each<[string, readonly string[], string, string]>([
    ['the first on each line', ['s/a/b/'], 'aa\na\n', 'ba\nb\n'],
    ['all of them', ['s/a/b/g'], 'aa\n', 'bb\n'],
    ['the second one', ['s/a/b/2'], 'aaa\n', 'aba\n'],
    ['a basic expression', ['s/^#\\?Port .*/Port 1/'], '#Port 22\nPort\n', 'Port 1\nPort\n'],
    ['an extended one', ['-E', 's/^#?(Port|Listen)\\s+.*/\\1 1/'], '#Port 22\n', 'Port 1\n'],
    ['brackets that stand for themselves', ['s/a(b)/x/'], 'a(b) ab\n', 'x ab\n'],
    ['groups of a basic one', ['s/\\(a\\)\\(b\\)/\\2\\1/'], 'ab\n', 'ba\n'],
    ['the whole match', ['s/b/<&>/'], 'abc\n', 'a<b>c\n'],
    ['another mark', ['s|/a/b|/c|'], '/a/b\n', '/c\n'],
    ['a class', ['s/[0-9]\\+/N/g'], 'a12b3\n', 'aNbN\n'],
    ['a class of the locale', ['s/[[:space:]]*$//'], 'a  \n', 'a\n'],
    ['any case', ['s/yes/no/I'], 'YES\n', 'no\n'],
    ['several', ['-e', 's/a/b/', '-e', 's/b/c/'], 'a\n', 'c\n'],
    ['several on one line', ['s/a/b/;s/b/c/'], 'a\n', 'c\n'],
    ['deleted lines', ['/^#/d'], '#a\nb\n', 'b\n'],
    ['all but some lines', ['/keep/!d'], 'keep\nb\n', 'keep\n'],
    ['a range of lines', ['2,3d'], '1\n2\n3\n4\n', '1\n4\n'],
    ['a range by expressions', ['/a/,/c/s/^/x/'], 'a\nb\nc\nd\n', 'xa\nxb\nxc\nd\n'],
    ['a line at the end', ['$ a last'], 'a\n', 'a\nlast\n'],
    ['a line before', ['1i first'], 'a\n', 'first\na\n'],
    ['a line instead', ['/a/c\\b'], 'a\n', 'b\n'],
    ['only what it prints', ['-n', '/^#:/s/^#://p'], 'a\n#:b\n', 'b\n'],
    ['lines that match', ['-n', '/b/p'], 'a\nb\n', 'b\n'],
    ['lines twice', ['/b/p'], 'a\nb\n', 'a\nb\nb\n'],
    ['no newline at the end', ['s/a/b/'], 'a', 'b'],
  ])('%s', (_name, args, input, output) => {
    expect(run(args, input)).toBe(output);
  });

  it.each<[string, readonly string[]]>([
    ['a reference in the pattern', ['s/\\(a\\)\\1/b/']],
    ['another command', ['y/a/b/']],
    ['a branch', [':x;s/a/b/;tx']],
    ['an expression that is none', ['-E', 's/(a/b/']],
    ['a script that ends too early', ['s/a/b']],
  ])('or says that it does not know: %s', (_name, args) => {
    expect(run(args, 'aa\n')).toBeUndefined();
  });

  it('takes no more time for expressions made to be slow', () => {
    expect(run(['-E', 's/(a+)+$/b/'], `${'a'.repeat(20_000)}c\n`)).toBe(`${'a'.repeat(20_000)}c\n`);
  });
});

describe('sedCall', () => {
  it.each<[readonly string[], object]>([
    [['-i', 's/a/b/', 'f'], { inPlace: true, scripts: ['s/a/b/'], files: ['f'] }],
    [['-i.bak', '-e', 's/a/b/', 'f', 'g'], { inPlace: true, scripts: ['s/a/b/'], files: ['f', 'g'] }],
    [['-ri', 's/a/b/', 'f'], { inPlace: true, extended: true, files: ['f'] }],
    [['-Ei', '--expression=d', 'f'], { inPlace: true, extended: true, scripts: ['d'] }],
    [['-n', 'p', 'f'], { inPlace: false, quiet: true }],
  ])('%j', (args, call) => {
    expect(sedCall(args)).toMatchObject(call);
  });
});
