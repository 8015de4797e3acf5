import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestImage, type TestLayer } from '../../../../testkit/explain.ts';

const PROGRAMS: TestLayer = Object.fromEntries(
  ['a', 'b', 'c', 'curl', 'gosu', 'prog', 'bash', 'find', 'sort', 'cat', 'base64'].map((name) => [
    `usr/bin/${name}`,
    { elf: name },
  ]),
);
const BASE: TestLayer = { ...PROGRAMS, 'bin/sh': { elf: 'sh' } };

/** The outline of what a script runs, without the script and its interpreter. */
function script(text: string, spec: { files?: TestLayer; config?: TestImage['config'] } = {}): string[] {
  const layers = [BASE, { 'run.sh': `#!/bin/sh\n${text}`, ...spec.files }];
  const config = { Entrypoint: ['/run.sh'], ...spec.config };
  const [root] = explainImage({ layers, config }).startChain;
  const lines = outline((root?.children ?? []).slice(1));
  return root?.unknown === undefined ? lines : [`!${root.unknown}`, ...lines];
}

describe('conditions', () => {
  it('stand with what they guard', () => {
    expect(script('if [ -f /x ]; then a; elif [ -d /y ]; then b; else c; fi')).toEqual([
      'a [elf] {if [ -f /x ]}',
      'b [elf] {elif [ -d /y ]}',
      'c [elf] {else of if [ -f /x ]}',
    ]);
    expect(script('[ -f /x ] && a || b')).toEqual(['a [elf] {[ -f /x ] &&}', 'b [elf] {[ -f /x ] && a ||}']);
    expect(script('while a; do b; done; until c; do b x; done')).toEqual([
      'a [elf]',
      'b [elf] {while a}',
      'c [elf]',
      'b [elf] {until c}',
    ]);
    expect(script('case "$X" in s|t) a;; *) b;; esac')).toEqual([
      'a [elf] {case "$X" in s|t)}',
      'b [elf] {case "$X" in *)}',
    ]);
  });

  it('nest', () => {
    expect(script('if a; then for i in $L; do b; done; fi')).toEqual([
      'a [elf]',
      'b [elf] {if a, for i in $L}',
    ]);
  });

  it('are decided by the image own CMD, ENV and USER where these decide', () => {
    const config = { Cmd: ['prog'], Env: ['MODE=x', 'PATH=/usr/bin'] };
    expect(script('if [ "$1" = prog ]; then a; else b; fi', { config })).toEqual([
      'a [elf] {if [ "$1" = prog ] yes}',
      'b [elf] {else of if [ "$1" = prog ] no}',
    ]);
    expect(script('case "$MODE" in [xy]) a;; *) b;; esac', { config })).toEqual([
      'a [elf] {case "$MODE" in [xy]) yes}',
      'b [elf] {case "$MODE" in *) no}',
    ]);
    expect(script('[ "$(id -u)" = 0 ] && exec gosu app "$0"', { config })).toContain(
      'gosu [elf] {[ "$(id -u)" = 0 ] && yes}',
    );
    expect(script('[ "$(id -u)" = 0 ] && a', { config: { ...config, User: '1000' } })).toContain(
      'a [elf] {[ "$(id -u)" = 0 ] && no}',
    );
    expect(script('[ -z "$OTHER" ] && a', { config })).toEqual(['a [elf] {[ -z "$OTHER" ] &&}']);
  });

  it('on what only the start can set leave the default behind', () => {
    expect(script('[ -z "$X" ] && X=a\n$X')).toEqual(['a [elf]']);
    expect(script('if [ -n "$X" ]; then Y=b; else Y=a; fi\n$Y')).toEqual(['a [elf]']);
    expect(script('case "$X" in s) Y=b;; *) Y=a;; esac\n$Y')).toEqual(['a [elf]']);
    expect(script('if [ -f /x ]; then Y=b; else Y=a; fi\n$Y')).toEqual([
      '$Y [program] !the name of the program comes from a variable',
    ]);
    expect(script('exec $X')).toEqual(['$X [program] !the name of the program comes from a variable']);
  });

  it('whose branch ends the script have no say in what follows', () => {
    expect(script('if [ -f /x ]; then Y=a; else exit 1; fi\n$Y')).toEqual(['a [elf]']);
    expect(script('if [ -f /x ]; then exit 0; else exit 1; fi\na')).toEqual(['a [elf]']);
  });

  it('on links are decided by the files, other files may be mounted', () => {
    const files = { l: { link: 'usr/bin/a' } };
    expect(script('if [ -h /l ]; then a; fi; if [ -L /run.sh ]; then b; fi', { files })).toEqual([
      'a [elf] {if [ -h /l ] yes}',
      'b [elf] {if [ -L /run.sh ] no}',
    ]);
    expect(script('P=a\nwhile [ -h /run.sh ]; do P=b; done\n$P')).toEqual(['a [elf]']);
  });
});

describe('command substitutions', () => {
  it('that follow from the image are known', () => {
    const files = { 'opt/bin/x': '#!/bin/sh\n', 'opt/prog': { elf: 'p' } };
    expect(script('D="$(cd /opt/bin/.. && pwd)"\n$D/prog', { files })).toEqual(['/opt/prog [elf]']);
    expect(script('D=`cd /opt >/dev/null; pwd -P`\n$D/prog', { files })).toEqual(['/opt/prog [elf]']);
    expect(script('D="$(cd /gone && pwd)"\n$D/prog', { files })[0]).toContain('comes from a variable');
    expect(script('case "$(uname -s)" in Linux) a;; *) b;; esac')).toContain(
      'a [elf] {case "$(uname -s)" in Linux) yes}',
    );
  });
});

it('an eval whose first words are known is followed as far, and says that the rest is not', () => {
  expect(script('eval exec prog "$X"')).toEqual([
    'eval [builtin] !part of the text comes from a variable',
    '  prog [elf]',
  ]);
  expect(script('eval "$X" prog')).toEqual(['eval [builtin] !the text comes from a variable']);
});

describe('arguments', () => {
  it('are those of CMD', () => {
    expect(script('exec "$@"', { config: { Cmd: ['prog', 'x'] } })).toEqual(['prog [elf]']);
  });

  it('that the image does not give are not invented', () => {
    expect(script('exec "$@"')).toEqual([
      'exec [builtin] !it runs the arguments given at start: the image gives none',
    ]);
  });

  it('changed behind a condition that is not decided leave both cases', () => {
    expect(script('[ -f /x ] && set -- b "$@"\nexec "$@"', { config: { Cmd: ['a'] } })).toEqual([
      'exec [builtin]',
      '  b [elf] {[ -f /x ] &&}',
      '  a [elf] {otherwise}',
    ]);
  });

  it('follow the idiom of official images for options', () => {
    const text = 'if [ "${1#-}" != "$1" ]; then\n set -- prog "$@"\nfi\nexec "$@"';
    expect(script(text, { config: { Cmd: ['a'] } })).toEqual(['a [elf]']);
    expect(script(text, { config: { Cmd: ['-x'] } })).toEqual(['prog [elf]']);
    expect(script(text.replace('${1#-}" != "$1', '${1:0:1}" = "-'), { config: { Cmd: ['-x'] } })).toEqual([
      'prog [elf]',
    ]);
  });

  it('shift', () => {
    expect(script('shift\nexec "$@"', { config: { Cmd: ['a', 'b'] } })).toEqual(['b [elf]']);
  });

  it('in a loop are not known', () => {
    expect(script('while c; do shift; "$@"; done', { config: { Cmd: ['a', 'b'] } })[1]).toContain(
      'are not known',
    );
  });
});

describe('variables', () => {
  it('of ENV and of plain assignments are known', () => {
    expect(
      script('X=/opt/tool\n"$X"\n${Y}/t', {
        config: { Env: ['Y=/opt', 'PATH=/usr/bin'] },
        files: { 'opt/tool': { elf: 't' }, 'opt/t': { elf: 'u' } },
      }),
    ).toEqual(['/opt/tool [elf]', '/opt/t [elf]']);
  });

  it('set behind a condition are not', () => {
    expect(script('X=a\nif [ -f /x ]; then X=b; fi\n$X')).toEqual([
      '$X [program] !the name of the program comes from a variable',
    ]);
  });

  it('set the same way in all branches are', () => {
    expect(script('if [ -f /x ]; then X=b; else X=b; fi\n$X')).toEqual(['b [elf]']);
  });

  it('changed by a loop, a subshell or read are not mixed up', () => {
    expect(script('X=a; while c; do $X; X=b; done')[1]).toContain('comes from a variable');
    expect(script('X=a; (X=b; $X); $X')).toEqual(['b [elf]', 'a [elf]']);
    expect(script('X=a; read X; $X')[0]).toContain('comes from a variable');
  });

  it('have their default where nothing sets them', () => {
    expect(script('exec ${PROG:-/usr/bin/prog}')).toEqual(['/usr/bin/prog [elf]']);
    expect(script('exec ${PROG:-prog}', { config: { Env: ['PROG=a', 'PATH=/usr/bin'] } })).toEqual([
      'a [elf]',
    ]);
  });

  it('tell where the script itself lies', () => {
    const files: TestLayer = { 'lib.sh': 'a\n', 'usr/bin/dirname': { elf: 'dirname' } };
    expect(script('. "$(dirname "$0")/lib.sh"', { files })).toEqual([
      'dirname [elf]',
      '/lib.sh [script]',
      '  a [elf]',
    ]);
  });
});

describe('syntax', () => {
  it('pipelines have a child for each command', () => {
    expect(script('echo cHJvZyAteAo= | base64 -d | sh')).toEqual([
      'pipeline [pipeline]',
      '  echo [builtin]',
      '  base64 [elf]',
      '  sh [elf]',
      '    prog [elf]',
    ]);
    expect(script('curl http://example.com/x | base64 -d | bash')).toEqual([
      'pipeline [pipeline]',
      '  curl [elf]',
      '  base64 [elf]',
      '  bash [elf] !it runs what "base64 -d" gives it',
    ]);
  });

  it('command substitutions run, wherever they stand', () => {
    expect(script('X=$(curl x)\necho "$(a)" `b`\nexport Y=$(c)')).toEqual([
      'curl [elf]',
      'a [elf]',
      'b [elf]',
      'c [elf]',
    ]);
  });

  it('here-documents, here-strings and echoed text given to a shell are read', () => {
    expect(script("bash <<'EOF'\na\nEOF")).toEqual(['bash [elf]', '  a [elf]']);
    expect(script('cat <<EOF | sh\na\nEOF')).toEqual([
      'pipeline [pipeline]',
      '  cat [elf]',
      '  sh [elf]',
      '    a [elf]',
    ]);
    expect(script('bash <<< "a"')).toEqual(['bash [elf]', '  a [elf]']);
    expect(script('echo "b x" | sh -s')).toEqual([
      'pipeline [pipeline]',
      '  echo [builtin]',
      '  sh [elf]',
      '    b [elf]',
    ]);
  });

  it('functions stand where they are called, once', () => {
    expect(script('f() { a; }\nidle() { echo hi; }\nf\nidle\nf\nunused() { b; }')).toEqual([
      'f() [builtin]',
      '  a [elf]',
      'f() [builtin] !already followed above',
    ]);
    expect(script('run() { "$@"; }\nrun a\nrun b')).toEqual([
      'run() [builtin]',
      '  a [elf]',
      'run() [builtin]',
      '  b [elf]',
    ]);
  });

  it('background jobs, subshells, traps and eval', () => {
    const layers = [BASE, { 'run.sh': '#!/bin/sh\na &\n(b; c) &\n' }];
    const [root] = explainImage({ layers, config: { Cmd: ['/run.sh'] } }).startChain;
    expect(root?.children.slice(1).map(({ command, when }) => [command, when])).toEqual([
      ['a &', undefined],
      ['b', 'in the background'],
      ['c', 'in the background'],
    ]);
    expect(script("trap 'a' EXIT TERM\neval 'b x'; eval \"$Z\"")).toEqual([
      'trap [builtin] {on EXIT TERM}',
      '  a [elf]',
      'eval [builtin]',
      '  b [elf]',
      'eval [builtin] !the text comes from a variable',
    ]);
  });

  it('what follows exec or exit at the same level never runs', () => {
    expect(script('a\nexec b\nc')).toEqual(['a [elf]', 'b [elf]']);
    expect(script('exec 3>&1\na\nexit 0\nc')).toEqual(['a [elf]']);
  });

  it('echo counts when it writes', () => {
    expect(script('echo hello\necho "* * * * * curl x" >> /etc/crontab')).toEqual(['echo [builtin]']);
  });

  it('loops over files of the image follow each', () => {
    const files: TestLayer = { 'd/1.sh': 'a\n', 'd/2.sh': 'b\n', 'd/readme': 'x' };
    const body = 'case "$f" in *.sh) . "$f";; *) c;; esac';
    expect(
      script(`for f in /d/*; do ${body}; done`, { files }).map((line) => line.trim().split(' ')[0]),
    ).toEqual(['/d/1.sh', 'a', '/d/2.sh', 'b', 'c']);
    expect(script(`find /d -type f | sort | while read -r f; do ${body}; done`, { files })).toContain(
      '  /d/2.sh [script] {while read -r f, case "$f" in *.sh)}',
    );
    expect(script('for f in /none/*; do "$f"; done')[0]).toContain('comes from a variable');
  });

  it.each([
    'for f in /d/*; do sh "$f"; done',
    'cd /d; for f in *; do sh ./$f; done',
    'for f in $(ls /d); do sh /d/$f; done',
    'ls /d/* | while read f; do sh $f; done',
    'find /d -name "*.sh" -exec sh {} \\;',
    'find /d -type f | xargs -n1 sh',
  ])('each round that runs another file counts, and more than sixteen where that matters: %s', (text) => {
    const files: TestLayer = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`d/${index}.sh`, `a\n`]),
    );
    const lines = script(text, { files: { ...files, 'd/z.sh': 'b\n' } }).join('\n');
    expect(lines).toContain('39.sh');
    expect(lines).toContain('z.sh [script]');
  });

  it('find goes into a link that it is told, and into no other', () => {
    const files: TestLayer = { 'd/x/z.sh': 'b\n', 'd/x/up': { link: '../..' }, l: { link: 'd' } };
    for (const folder of ['/d', '/l'])
      expect(script(`find ${folder} -name '*.sh' -exec sh {} \\;`, { files }).join('\n')).toContain(
        '/x/z.sh [script]',
      );
  });

  it('rounds that come to the same are listed once', () => {
    expect(script('for f in 1 2 3; do a $f; done')).toEqual(['a [elf] {for f in 1 2 3 yes}']);
  });
});

describe('scripts that lead to scripts', () => {
  it('are followed, and a circle is not', () => {
    const files: TestLayer = { 'x.sh': '. /y.sh\na\n', 'y.sh': '. /x.sh\nb\n' };
    expect(script('. /x.sh\nsource /none', { files })).toEqual([
      '/x.sh [script]',
      '  /y.sh [script]',
      '    /x.sh [script] !already followed above',
      '    b [elf]',
      '  a [elf]',
      '/none [missing] !not found in the image',
    ]);
  });

  it('share their variables when sourced', () => {
    expect(script('. /env.sh\n$TOOL', { files: { 'env.sh': 'TOOL=b\n' } })).toContain('b [elf]');
  });

  it('leave nothing known when the file is not known', () => {
    expect(script('X=a\n. "$F"\nPATH2=x\n$HOME2', {})).toContain(
      '. [builtin] !which file it reads comes from a variable',
    );
  });

  it('leave it open whether a name is a function, after a text that could not be read', () => {
    expect(script('. /none\nsetup x')[1]).toContain('perhaps a function');
    expect(script('eval "$F"\nsetup x')[1]).toBe(
      'setup [program] !no program of the image; perhaps a function of what could not be read',
    );
  });

  it('look programs up in the image own PATH when the script changes it to something unknown', () => {
    expect(script('PATH=$J/bin:$PATH\na')).toEqual([
      "a [elf] !PATH was changed to something not known: looked up in the image's own",
    ]);
    expect(script('PATH=/opt:$PATH\ntool', { files: { 'opt/tool': { elf: 't' } } })).toEqual(['tool [elf]']);
  });

  it('inherit what is exported only', () => {
    const files: TestLayer = { 'c.sh': '#!/bin/sh\n$T\n$U\n' };
    expect(script('export T=a\nU=b\n/c.sh', { files })).toEqual([
      '/c.sh [script]',
      '  /bin/sh [elf]',
      '  a [elf]',
      '  $U [program] !the name of the program comes from a variable',
    ]);
  });
});

it('says on which line the parser stopped', () => {
  expect(script('a\nif b; then\n')[0]).toMatch(/^!the shell parser stopped at line \d+: /);
});
