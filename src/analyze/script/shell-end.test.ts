import { describe, expect, it } from 'vitest';
import { shellEnd } from './shell-end.ts';

/** Where a shell stops in a header with an archive behind it, from behind its first line. */
function endOf(text: string): number | undefined {
  const end = shellEnd(Buffer.from(`#!/bin/sh\n${text}\x1f\x8b\x08\0\nmore\n`, 'latin1'));
  return end === undefined ? undefined : end - '#!/bin/sh\n'.length;
}

describe('where a shell stops', () => {
  it.each([
    'exit 0\n',
    'exec java -jar "$0" "$@"\n',
    'exec "$JAVA" -jar "$0"\n',
    'exec >log java\n',
    'a=1 exit 0\n',
    'eval $finish; exit $res\n',
    'if a; then exit 0; else exec b; fi\n',
    '{ a; exit 0; }\n',
    'until x; do :; done; exit 0 # the end\n',
    'f()\n{\nexit 0\n}\nf\nexit 1\n',
    'case $1 in\na) exit 1;;\nesac\n[[ a && b ]] || exit 1\nexit 0\n',
    'for arg do\n x\ndone\nexec java "$@"\n',
    'cat <<EOF\n$0 `date` ${x}\nEOF\nexit 0\n',
    'cat <<"X"\n$(\nX\nexit 0\n',
    'MS_dd "$0" $offset | eval "gzip -cd" | tar x\nexit 0\n',
  ])('is behind %j', (text) => {
    expect(endOf(text)).toBe(text.length);
  });

  it.each([
    ['there is none', 'true\n'],
    ['the line has no end', 'exit 0'],
    ['it stands in a here-document', 'cat <<X\nexit 0\nX\n'],
    ['it stands in a here-document without end', "cat <<'X'\nexit 0\n"],
    ['a here-document has a line that goes on', 'a <<X\nb\\\nX\nexit 0\nX\n'],
    ['a here-document has a command that goes on', 'cat <<X\n$(\nX\nexit 0\n)\nX\n'],
    ['it stands in a string', ": '\nexit 0\n"],
    ['it stands in a branch', 'if a; then exit 0; fi\n'],
    ['it stands in a loop', 'while :; do\nexit 0\ndone\n'],
    ['it stands behind a condition', 'a && exit 0\n'],
    ['it is run beside', 'exit 0 &\n'],
    ['it is in a pipeline', 'exit 0 | cat\n'],
    ['it is in a shell of its own', '(exit 0)\n'],
    ['it is in a substitution', 'x=$(case a in a)\nexit 0\n;; esac)\n'],
    ['it is only declared', 'f() {\nexit 0\n}\n'],
    ['it is another function', 'exit() { :; }\nexit 0\n'],
    ['it is another function, written over two lines', 'ex\\\nit() { :; }\nexit 0\n'],
    ['it is an alias', 'alias exit=:\nexit 0\n'],
    ['what is run may be nothing', 'exec $PROGRAM\n'],
    ['what is run may be no argument', 'exec "$@"\n'],
    ['nothing is run', 'exec 2>&1\n'],
    ['what follows in its line is read', 'cat <<X | sh; exit 0\nfoo\nX\n'],
    ['it is called otherwise', 'exit\r\n'],
    ['what stands behind it is run', 'tail -n +9 "$0" | sh\nexit 0\n'],
    ['what stands behind it is evaluated', 'eval "$(sed 1,9d "$0")"\nexit 0\n'],
  ])('is not known where %s', (_, text) => {
    expect(endOf(text)).toBeUndefined();
  });

  it('is looked for in a bounded part of many documents', () => {
    const text = `${'cat <<X\nX\n'.repeat(2000)}exit 0\n`;
    expect(endOf(text)).toBeUndefined();
  });
});
