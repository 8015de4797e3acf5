import { type Behaviour, type ScriptCommand, type Sign, signOf } from '../behaviour.ts';

/** What keeps somebody in, or a program running. */
const KEPT =
  /authorized_keys|\/\.ssh(?:\/|$)|cron|ld\.so\.preload|\/etc\/(?:passwd|shadow|sudoers|rc\.local|init\.d|profile|systemd|hosts\.(?:allow|deny))|\/\.(?:bashrc|bash_profile|profile)/;
const THROWAWAY = /^(?:\/tmp|\/var\/tmp|\/dev\/shm)\/|\/\.[^./]/;

/** Files that nobody shall change or remove. */
export const makesImmutable: Behaviour = {
  rule: {
    id: 'start/makes-immutable',
    leaves: 'Files whose lock a service needs, such as a resolv.conf that it wrote.',
    severity: ['low', 'critical'],
    title: 'Makes files immutable',
    category: 'start',
    description:
      'chattr +i keeps even root from changing or removing a file; put on cron tables, SSH keys, ld.so.preload or a program in /tmp it protects an intruder. Images for VPNs do it to resolv.conf.',
    attack: 'T1222.002',
  },
  fix: 'Look at the files named; an honest image does not have to defend them against you.',
  look: (script) => script.commands.flatMap((entry) => [...attributes(entry), ...hiddenTool(entry)]),
};

function attributes(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const change = args.find((arg) => /^[+=-][A-Za-z]{1,12}$/.test(arg) && /[ia]/.test(arg));
  if (command.name !== 'chattr' || change === undefined) return [];
  const files = args.filter((arg) => arg !== change && !/^-[RVf]+$/.test(arg));
  const sets = !change.startsWith('-');
  const kept = files.find((file) => KEPT.test(file));
  const hidden = files.find((file) => THROWAWAY.test(file));
  if (sets && (kept ?? hidden) !== undefined)
    return [signOf(entry, 'strong', `makes ${kept ?? hidden} immutable`)];
  if (sets) return [signOf(entry, 'weak', `makes ${files[0] ?? 'files'} immutable`)];
  return kept === undefined ? [] : [signOf(entry, 'middle', `takes the protection off ${kept}`)];
}

/** `mv /usr/bin/chattr /usr/bin/x`: so that nobody undoes it. */
function hiddenTool(entry: ScriptCommand): readonly Sign[] {
  const { command, args } = entry;
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const moved = /^(?:mv|rm)$/.test(command.name) && /\/(?:chattr|lsattr)$/.test(operands[0] ?? '');
  return moved ? [signOf(entry, 'middle', 'puts chattr out of reach')] : [];
}
