import { type Behaviour, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

type Trace = 'history' | 'logins' | 'itself';

const HISTORY = /\.(?:bash|zsh|sh|ash|python|mysql)_history$/;
const LOGS =
  /^\/var\/log\/(?:wtmp|btmp|utmp|lastlog|secure|auth\.log|messages|syslog|audit(?:\/.*)?|cron)$|^\/var\/run\/utmp$/;

/** Traces that an intruder would leave. One kind of them is tidied up by many; several by few. */
export const wipesTraces: Behaviour = {
  rule: {
    id: 'start/wipes-traces',
    leaves: 'Temporary files, and logs that a service turns over.',
    severity: ['low', 'critical'],
    title: 'Wipes traces',
    category: 'start',
    description:
      'A script empties the shell history and the logs of logins, or removes itself. One of these alone is tidiness; several are hiding.',
    attack: 'T1070.003',
  },
  fix: 'Read the script: what it did before it wiped its traces is what matters.',
  look(script) {
    const found = script.commands.flatMap((entry) => {
      const trace = traceOf(entry);
      return trace === undefined ? [] : [{ entry, trace }];
    });
    const kinds = new Set(found.map(({ trace }) => trace));
    return found
      .slice(0, 20)
      .map(({ entry, trace }): Sign => signOf(entry, kinds.size > 1 ? 'middle' : 'weak', WORDS[trace]));
  },
};

const WORDS: Readonly<Record<Trace, string>> = {
  history: 'wipes the history of the shell',
  logins: 'empties the logs of logins',
  itself: 'removes itself',
};

function traceOf({ command, args, pipeline }: ScriptCommand): Trace | undefined {
  const { name } = command;
  const into = pipeline.writesTo ?? '';
  if (name === 'history' && args.some((arg) => /^-\w*[cw]/.test(arg))) return 'history';
  if (name === 'unset' && args.some((arg) => /^HIST(?:FILE|SIZE|ORY)$/.test(arg))) return 'history';
  if (
    /^(?:export|set|declare)$/.test(name) &&
    args.some((arg) => /^HIST(?:FILE=\/dev\/null|(?:FILE)?SIZE=0)$/.test(arg))
  )
    return 'history';
  const removes = /^(?:rm|shred|truncate|ln|unlink)$/.test(name);
  const files = removes ? args : empties(name) ? [into] : [];
  if (files.some((file) => HISTORY.test(file))) return 'history';
  if (files.some((file) => LOGS.test(file))) return 'logins';
  const own = args.some((arg) => /^(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)$/.test(arg));
  return /^(?:rm|shred|unlink)$/.test(name) && own ? 'itself' : undefined;
}

/** Commands whose output into a file leaves nothing of it. */
function empties(name: string): boolean {
  return /^(?:echo|:|true|cat|printf)$/.test(name);
}
