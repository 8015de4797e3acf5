import { baseName } from '../../../base/base-name.ts';
import { activeText } from '../../text/active-text.ts';
import type { Language } from '../../text/language.ts';
import { excerptAt, lineAt } from '../../text/lines.ts';
import { type Behaviour, type Script, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

/** Threads of the kernel, as `ps` shows them, with and without brackets. */
const KERNEL =
  /^\[[\w/:.+-]{2,32}\]?$|^(?:kworker|ksoftirqd|kthreadd|kswapd|khugepaged|kdevtmpfs|kintegrityd|kblockd|migration|rcu_sched|rcu_bh|watchdog\/)[\w/:.+-]{0,16}$/;
const DAEMON =
  /^(?:-?bash|sshd|systemd[\w-]*|dbus-daemon|crond?|atd|rsyslogd|syslogd|init|udevd|agetty|getty|nginx(?:: worker process)?|apache2|httpd|php-fpm|java|dockerd|containerd(?:-shim)?|kubelet|irqbalance|polkitd)$/;
/** Links to the PIDs of what is not to be stopped with the system (sendsigs of initscripts). */
const OMITTED = /^\/(?:var\/)?run\/sendsigs\.omit\.d\/[^/]+$/;
const PID_FILE = /^\/(?:var\/)?run\/[^/]+\.pid$/;
const THROWAWAY = /^(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run|\/var\/run)\/|\/\.[^./]|^\.\//;

/** Processes and programs that go by the name of something that belongs on every machine. */
export const fakesNames: Behaviour = {
  rule: {
    id: 'start/fakes-name',
    leaves: 'Names that a program gives its own workers.',
    severity: ['low', 'critical'],
    title: 'Runs under a false name',
    category: 'start',
    description:
      'A process is given the name of a kernel thread or of a system service, or is hidden from /proc, so that nobody looks at it twice.',
    attack: 'T1036.005',
  },
  fix: 'Find out what the program is and why it hides. Do not run the image before you know.',
  look: (script) => [
    ...script.commands.flatMap((entry) => [
      ...execAs(entry),
      ...copies(entry, script),
      ...hidesInProc(entry),
    ]),
    ...titles(script),
  ],
};

function execAs(entry: ScriptCommand): readonly Sign[] {
  const { command } = entry;
  const given = command.calledAs ?? '';
  if (given === '' || given === command.name) return [];
  const fake = KERNEL.test(given) || (DAEMON.test(given) && THROWAWAY.test(command.program));
  return fake ? [signOf(entry, 'strong', `runs ${command.program} under the name ${given}`)] : [];
}

function copies(entry: ScriptCommand, script: Script): readonly Sign[] {
  const { command, args } = entry;
  if (!/^(?:cp|mv|ln|install)$/.test(command.name)) return [];
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const target = operands.at(-1) ?? '';
  const base = /(?<=^|\/)\[[\w/:.+-]{2,32}\]?$/.exec(target)?.[0] ?? baseName(target);
  if (operands.length < 2) return [];
  if (KERNEL.test(base))
    return [signOf(entry, 'strong', `gives a program the name of a kernel thread (${base})`)];
  const source = operands[0] ?? '';
  if (OMITTED.test(target) && PID_FILE.test(source) && command.name === 'ln' && !runs(script, target))
    return [];
  const renamed = DAEMON.test(base) && baseName(source) !== base;
  return renamed && THROWAWAY.test(target)
    ? [
        signOf(
          entry,
          'middle',
          `gives a program in ${target.replace(/\/[^/]*$/, '/')} the name of a service (${base})`,
        ),
      ]
    : [];
}

function runs({ commands }: Script, file: string): boolean {
  return commands.some(
    ({ command, args }) => command.program === file || (command.name !== 'ln' && args.includes(file)),
  );
}

/** `mount --bind /empty /proc/$PID`: `ps` no longer shows the process. */
function hidesInProc(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const over = args.at(-1) ?? '';
  const hides =
    command.name === 'mount' && args.some((arg) => /bind/.test(arg)) && /^\/proc\/(?:\d+|\$)/.test(over);
  return hides ? [signOf(entry, 'strong', 'hides a process from /proc by a mount over it')] : [];
}

const BRACKETED = String.raw`["'\x60](\[?(?:kworker|ksoftirqd|kthreadd|kswapd|khugepaged|migration|rcu_|kdevtmpfs)[^"'\n]{0,40}|\[[a-z][\w/:.+-]{2,30}\])["'\x60]`;
const TITLE: ReadonlyMap<Language, RegExp> = new Map<Language, RegExp>([
  ['python', new RegExp(`(?:setproctitle|set_proc_name|prctl|argv\\[0\\])[^\\n]{0,60}?${BRACKETED}`)],
  ['perl', new RegExp(`\\$(?:0|PROGRAM_NAME)\\s{0,4}=\\s{0,4}${BRACKETED}`)],
  ['ruby', new RegExp(`(?:\\$0\\s{0,4}=|\\$PROGRAM_NAME\\s{0,4}=|setproctitle)[\\s(]{0,4}${BRACKETED}`)],
  ['node', new RegExp(`process\\.title\\s{0,4}=\\s{0,4}${BRACKETED}`)],
  ['php', new RegExp(`cli_set_process_title\\s{0,4}\\(\\s{0,4}${BRACKETED}`)],
]);

function titles({ unit }: Script): readonly Sign[] {
  const pattern = TITLE.get(unit.language);
  const active = pattern === undefined ? '' : activeText(unit.text, unit.language);
  const match = pattern?.exec(active);
  if (match == null) return [];
  const line = unit.line ?? lineAt(active, match.index + 1);
  return [
    { line, excerpt: excerptAt(active, match.index), strength: 'strong', what: `calls itself ${match[1]}` },
  ];
}
