import type { RuleInfo } from '../detector.ts';

export const PERSISTENCE_RULES: readonly RuleInfo[] = [
  {
    id: 'persistence/setuid-shell',
    title: 'Shell or interpreter with the rights of root',
    category: 'access',
    severity: ['medium', 'high'],
    description:
      'A shell, an interpreter or a copy of one has the setuid bit and belongs to root, so that anybody in the container becomes root by starting it. A copy is known by its content, whatever its name.',
    leaves: 'The setuid programs that distributions have: su, sudo, passwd, mount and the like.',
    fix: 'Take the bit away (chmod u-s,g-s), or the program.',
    attack: 'T1548.001',
  },
  {
    id: 'persistence/preload',
    title: 'Library that every program loads first',
    category: 'backdoor',
    severity: ['low', 'high'],
    description:
      'A library is loaded before all others into every program, by /etc/ld.so.preload or LD_PRELOAD. It can hide files, processes and connections and read what is typed. Known allocators and wrappers are left alone.',
    leaves:
      'Known allocators, wrappers and debugging helpers by their usual names, unless they lie in a hidden place; libraries of packages.',
    fix: 'Take the setting out unless you know what the library does.',
    attack: 'T1574.006',
  },
  {
    id: 'persistence/pam',
    title: 'Login that lets anybody in or tells passwords',
    category: 'backdoor',
    severity: ['medium', 'high'],
    description:
      'PAM accepts any password, hands passwords to a program, or uses a module that no package accounts for.',
    leaves:
      'pam_permit behind a pam_deny or as a required last line, as Debian has it; services that are meant to log in by themselves.',
    fix: "Take the line or the module out, or bring the package's own back.",
    attack: 'T1556.003',
  },
  {
    id: 'persistence/shadowed-tool',
    title: 'System tool that another one stands before',
    category: 'backdoor',
    severity: ['low', 'high'],
    description:
      'A program with the name of a system tool (ls, ps, netstat, sshd and the like) comes earlier in PATH than the packaged one, or the packaged one was changed. That is how tools are made to hide things.',
    leaves:
      'Links, busybox, whole sets of newer tools, wrappers that only add options (a low note), images whose programs were all stripped.',
    fix: 'Compare the program with the one of the package, and take it out unless you know why it is there.',
    attack: 'T1574.007',
  },
  {
    id: 'persistence/hidden-start',
    title: 'Something hidden that is started by itself',
    category: 'backdoor',
    severity: ['low', 'high'],
    description:
      'A cron table, a profile, the shell prompt, an init script, inetd or a unit starts a program from a hidden or temporary folder, or a shell for whoever connects.',
    leaves:
      'Entries that start programs from ordinary folders, and hidden folders in which users keep their tools.',
    fix: 'Look at what is started, and take the line out unless you know why it is there.',
    attack: 'T1053.003',
  },
];
