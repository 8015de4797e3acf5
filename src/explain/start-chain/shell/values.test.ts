import { describe, expect, it } from 'vitest';
import { explainImage, type TestImage, type TestLayer } from '../../../../testkit/explain.ts';
import type { StartStep } from '../../explanation.ts';

const BASE: TestLayer = {
  'bin/sh': { elf: 'sh' },
  ...Object.fromEntries(['a', 'b', 'c', 'prog'].map((name) => [`usr/bin/${name}`, { elf: name }])),
};

/** What the commands of a script come to: the words where they differ from the text, and what is not known. */
function runs(text: string, spec: { files?: TestLayer; config?: TestImage['config'] } = {}): string[] {
  const config = { Entrypoint: ['/run.sh'], ...spec.config };
  const { startChain } = explainImage({
    layers: [BASE, { 'run.sh': `#!/bin/sh\n${text}`, ...spec.files }],
    config,
  });
  const lines = (step: StartStep): string[] => [
    `${step.runs ?? step.command}${step.unknown === undefined ? '' : ` !${step.unknown}`}`,
    ...step.children.flatMap(lines),
  ];
  return (startChain[0]?.children ?? []).slice(1).flatMap(lines);
}

describe('a value of which a part is not known', () => {
  it('keeps the rest through assignments, splitting and quotes', () => {
    expect(runs('OPTS="$OPTS -x"\nOPTS="$OPTS -y=`date`"\nprog $OPTS "end $OPTS"').at(-1)).toBe(
      'prog $OPTS -x -y=`date` "end $OPTS -x -y=`date`"',
    );
    expect(runs('D=/opt/$V\nprog "$D/x" $D/y')).toEqual(['prog /opt/$V/x /opt/$V/y']);
  });

  it('goes through eval, whose text is split again', () => {
    expect(
      runs('J=/usr/bin/prog\nP="-cp x:y"\neval exec "\\"$J\\"" "$OPTS" $P "\\"a b\\"" "$@" start'),
    ).toEqual([
      'eval exec "\\"$J\\"" "$OPTS" $P "\\"a b\\"" "$@" start !part of the text comes from a variable',
      "/usr/bin/prog $OPTS -cp x:y 'a b' start",
    ]);
    expect(
      runs('eval "set -- $(date) " \'"$@"\'\nexec prog "$@"', { config: { Cmd: ['serve'] } }).at(-1),
    ).toBe('prog $(date) serve');
  });

  it('goes into sh -c', () => {
    expect(runs('sh -c "exec prog $OPTS -y"')).toEqual([
      'sh -c "exec prog $OPTS -y" !part of the text comes from a variable',
      'exec prog $OPTS -y',
    ]);
    expect(runs('sh -c "$CODE"')).toEqual(['sh -c "$CODE" !the text comes from a variable']);
  });

  it('is not handed down as if it were known', () => {
    const files = { 'x.sh': '#!/bin/sh\nprog "$A" "$B"\n' };
    expect(runs('export A="$Z-1" B=2\n/x.sh', { files }).at(-1)).toBe('prog "$A" 2');
  });

  it('leaves open how many words it is', () => {
    expect(runs('set -- a $X b\n"$1" "$2" "$3" "$#"')).toEqual(['a "$2" "$3" "$#"']);
    expect(runs('set -- $X a\nshift\nexec "$@"')).toEqual([
      'exec "$@" !the arguments given at start are not known',
    ]);
  });

  it('is no character of the image', () => {
    expect(runs('prog $X\n\u{100000} x "\u{100001}"')).toEqual([
      'prog $X',
      '\ufffd x "\ufffd" !not found in the image\'s PATH',
    ]);
  });
});

describe('what is set by default', () => {
  const decides = (condition: string): string =>
    runs(`if ${condition}; then Y=a; else Y=b; fi\n"$Y"`).at(-1) ?? '';

  it('is told from what is empty', () => {
    expect(decides('[ "${X-a}" = a ]')).toBe('a');
    expect(decides('[ "${X:-a}" = a ]')).toBe('a');
    expect(decides('[ "${X+a}" = a ]')).toBe('b');
    expect(decides('[ "${X:+a}" = a ]')).toBe('b');
    expect(decides('[ "${X=a}" = a ]')).toBe('a');
    expect(decides('[ "${X%/}" = "" ]')).toBe('a');
    expect(runs('X=\n"${X-a}b" "${X:-a}"')).toEqual(['b a']);
    expect(runs('X=1\nunset X\n"${X-a}" "x$X"')).toEqual(['a x']);
    expect(runs('"${1-a}" "${1:-b}"', { config: { Cmd: [''] } })[0]).toContain('b');
    expect(runs('prog "${1-it}" "${2:-is}"')).toEqual(['prog it is']);
  });

  it('is set from then on', () => {
    expect(runs(': "${X:=a}"\n"$X"').at(-1)).toBe('a');
    expect(runs('X=b\n: ${X:=a}\n"$X"').at(-1)).toBe('b');
    expect(runs('X=\n: ${X=a} ${X:=b}\n"$X"').at(-1)).toBe('b');
    expect(runs('read X\n: ${X:=a}\n"$X"', { config: { Env: ['X='] } }).at(-1)).toContain(
      'comes from a variable',
    );
  });

  it('holds by the files of the image, unless more is mounted', () => {
    const files = { 'opt/j/bin/java': { elf: 'j' } };
    const text =
      'if [ -x "$J/jre/java" ]; then C="$J/jre/java"; else C="$J/bin/java"; fi\nif [ ! -x "$C" ]; then exit 1; fi\n"$C"';
    expect(runs(`J=/opt/j\n${text}`, { files })).toEqual(['/opt/j/bin/java']);
    // What a program may have put there meanwhile is not ruled out.
    expect(runs('if [ -x /tmp/x ]; then C=a; else C=b; fi\n"$C"')[0]).toContain('comes from a variable');
    expect(runs('if command -v prog >/dev/null 2>&1; then C=a; else C=b; fi\n"$C"')).toEqual(['a']);
    expect(runs('if ! type nothing; then C=a; else C=b; fi\n"$C"')).toEqual(['a']);
  });
});

describe('arrays', () => {
  it('are words of their own', () => {
    expect(runs('A=(prog "x y" $Z)\nA+=(-v)\n"${A[@]}"')).toEqual(["prog 'x y' $Z -v"]);
    expect(runs('A=(a b)\nprog "${#A[@]}" "${A[1]}" "$A" "${A[@]+"${A[@]}"}"')).toEqual(['prog 2 b a a b']);
    expect(runs('prog "${NONE[@]}" x')).toEqual(['prog x']);
    expect(runs('exec "${@:2}"', { config: { Cmd: ['x', 'prog', 'y'] } })).toEqual(['prog y']);
  });

  it('are not known once anything may have changed them', () => {
    for (const change of [
      'read -a A',
      'if [ -f /x ]; then A+=(q); fi',
      'while c; do A+=(q); done',
      'A[0]=q',
    ]) {
      expect(runs(`A=(prog)\n${change}\n"\${A[@]}"`).at(-1)).toContain('comes from a variable');
    }
  });
});

describe('loops', () => {
  it('over known words hand on what each round sets', () => {
    const files = { 'lib/1.jar': 'x', 'lib/2.jar': 'x' };
    expect(runs('for f in /lib/*.jar; do CP="$CP:$f"; done\nprog "${CP#:}" $CP', { files })).toEqual([
      'prog "${CP#:}" $CP:/lib/1.jar:/lib/2.jar',
    ]);
    expect(runs('for x in a b c; do if [ "$x" = b ]; then break; fi; L=$x; done\nprog $L')).toEqual([
      'prog a',
    ]);
    expect(runs('for x in a b c; do [ "$x" = b ] && continue; L="$L$x"; done\nL2=${L}\nprog $L2')).toEqual([
      'prog $Lac',
    ]);
  });

  it('perhaps left leave nothing known', () => {
    expect(runs('L=x\nfor x in a b; do if [ -f /x ]; then break; fi; L=$x; done\n"$L"')[0]).toContain(
      'comes from a variable',
    );
  });

  it('take options off the arguments', () => {
    const text =
      'while [ $# -gt 0 ]; do case "$1" in -n) N=$2; shift 2;; -d) D=1; shift;; *) break;; esac; done\nprog "$N" "$@"';
    expect(runs(text, { config: { Cmd: ['-n', 'x', '-d', 'run', '-n'] } })).toEqual(['prog x run -n']);
  });

  it('that never end are followed once', () => {
    expect(runs('while true; do a; b "$X"; X=1; done')).toEqual(['a', 'b "$X"']);
    expect(runs('i=0; while [ $i -lt 3 ]; do a $i; i=$((i+1)); done; prog $i')).toEqual(['a 0', 'prog 3']);
    expect(runs('i=0; while [ $i -lt 300 ]; do a x; i=$((i+1)); done; prog $i').at(-1)).toBe('prog $i');
  });

  it('break only what they are', () => {
    expect(runs('break\na')).toEqual(['a']);
    expect(runs('f() { break; b; }\nfor x in 1 2; do f; a $x; done')).toContain('b');
    expect(runs('for x in 1; do (break; b); a; done')).toEqual(['b', 'a']);
  });
});

describe('folders', () => {
  it('that are not known are not guessed', () => {
    expect(runs('cd "$X"\nprog "$(pwd)" "$PWD"')).toEqual(['prog "$(pwd)" "$PWD"']);
    expect(runs('cd "$X"; cd /opt\nprog "$PWD"')).toEqual(['prog /opt']);
    expect(runs('if [ -f /x ]; then cd /opt; fi\nprog "$(pwd)"')).toEqual(['prog "$(pwd)"']);
    expect(runs('B=`(cd /usr/bin; pwd)`\n"$B/prog"')).toEqual(['/usr/bin/prog']);
    expect(runs('B=$(cd -P "/usr/bin/.." >/dev/null && printf \'%s\\n\' "$PWD")\n"$B/bin/prog"')).toEqual([
      '/usr/bin/prog',
    ]);
  });

  it('of users are those of /etc/passwd', () => {
    const files = { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:10:10::/srv/app:/bin/sh\n' };
    expect(runs('prog "$HOME"', { files })).toEqual(['prog /root']);
    expect(runs('prog "$HOME"; cd; prog "$PWD"', { files, config: { User: 'app' } })).toEqual([
      'prog /srv/app',
      'prog /srv/app',
    ]);
    expect(runs('prog ~root "$HOME"', { files, config: { User: '10:10', Env: ['HOME=/x'] } })[0]).toContain(
      '/x',
    );
    const inner = { ...files, 'x.sh': '#!/bin/sh\nprog "$HOME"\n', 'usr/bin/gosu': { elf: 'g' } };
    expect(runs('gosu app /x.sh', { files: inner }).at(-1)).toBe('prog "$HOME"');
  });
});

it('arithmetic is done where all is known', () => {
  expect(runs('N=4\nprog $((N * 2 + 1)) $(( N > 3 ? 1 : 0 )) $((X + 1)) $((010))')).toEqual([
    'prog 9 1 $((X + 1)) $((010))',
  ]);
  expect(runs('C=0\n(( C )) && L=x\nprog "$L"')[0]).toContain('"$L"');
  expect(runs('C=0\nL=y\n(( C )) && L=x\n(( C == 0 )) && a\nprog "$L"')).toEqual(['a', 'prog y']);
});
