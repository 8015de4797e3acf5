import { type Sink, sinksByName } from '../../flow/dialect.ts';
import { known } from '../../flow/value.ts';
import { php as web } from '../../web-languages/php.ts';
import { withFedShell } from '../fed-shell.ts';
import { withNamedFunctions } from '../named-functions.ts';
import { NO_SOURCES, type Prepared, type PutTogetherLanguage } from '../put-together-language.ts';
import { withWrittenTables } from '../written-tables.ts';

const FUNCTION = /^[a-z_]\w*$/;
const RUNNERS = ['system', 'exec', 'shell_exec', 'passthru', 'popen', 'proc_open', 'expect_popen'];
const OF_RUNNERS = new RegExp(`^(?:${RUNNERS.join('|')})\\.\\w+$`);

function command(name: string, more: Partial<Sink> = {}): Sink {
  return { name, kind: 'command', of: FUNCTION, args: [0], ...more };
}

const SINKS: readonly Sink[] = [
  ...RUNNERS.map((name) => command(name)),
  command('pcntl_exec', { args: [0, 1] }),
  // What `new ReflectionFunction('system')` gives.
  ...['invoke', 'invokeargs', '__invoke'].map((name) => command(name, { of: OF_RUNNERS })),
  ...['eval', 'assert'].map((name) => ({ name, kind: 'code', of: FUNCTION, args: [0] }) as const),
  { name: 'create_function', kind: 'code', of: FUNCTION, args: [1] },
  {
    name: 'preg_replace',
    kind: 'code',
    of: FUNCTION,
    args: [1],
    when: (args) => /[^\w\s\\]\w{0,8}e\w{0,8}$/.test(known(args[0])?.slice(-24) ?? ''),
  },
];

const DEFINED = /\bdefine\s{0,9}\(\s{0,9}["'](\w{1,60})["']\s{0,9},([^();\n]{1,4000})\)\s{0,9};/g;

const MAY_RUN =
  /(?:system|exec|passthru|popen|proc_open)\b|\b(?:eval|assert|create_function|call_user_func|register_\w{4,9}_function|ReflectionFunction)\b|`|["']\s{0,9}\.\s{0,9}["']\w/i;

/** What is written goes to a function that runs it. */
const BUFFERED = /\bob_start\s{0,9}\(\s{0,9}["'](?:system|exec|shell_exec|passthru)["']/i;

function prepared(source: string): Prepared {
  let text = withNamedFunctions(withWrittenTables(source, 'php'), 'php').replaceAll(
    DEFINED,
    (_whole, name: string, value: string) => `${name} = ${value};`,
  );
  if (BUFFERED.test(text))
    text = text.replaceAll(
      /\b(?:echo|print)\b([^;]{1,2000});/g,
      (_whole, value: string) => ` system(${value});`,
    );
  return { text: withFedShell(text, 'php'), code: [] };
}

/** PHP that is told on the command line, in a page or in a file. */
export const php: PutTogetherLanguage = {
  dialect: {
    ...web.dialect,
    sources: NO_SOURCES,
    tellsCommands: true,
    imports: /^(?:reflectionfunction|fromcallable)$/,
    sinks: sinksByName(SINKS),
  },
  mayRun: MAY_RUN,
  prepared,
};
