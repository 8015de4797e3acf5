/** A program that runs the rest of its arguments. */
export interface Wrapper {
  /** Options whose value is the next word. Others, and those with `=`, stand alone. */
  readonly valued?: readonly string[];
  /** Words of its own before the program: the user of `gosu`, the time of `timeout`. */
  readonly operands?: number;
  /** True when `NAME=value` words may stand before the program. */
  readonly assignments?: boolean;
  /** True when `-S TEXT` stands for the words of that text. */
  readonly splits?: boolean;
  /** An option whose value is shell text to run. */
  readonly shellText?: string;
  /** True when its words together are the text of a shell, and not a program and its arguments. */
  readonly joinsToText?: boolean;
  /** True when it runs the program as another user, whose HOME it sets. */
  readonly changesUser?: boolean;
  /** True when it starts a shell unless it is told a program. */
  readonly adds?: string;
}

/** By name; from their manual pages. */
export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  tini: { valued: ['-p', '-e'] },
  'tini-static': { valued: ['-p', '-e'] },
  'docker-init': { valued: ['-p', '-e'] },
  'dumb-init': { valued: ['-r', '--rewrite'] },
  catatonit: {},
  gosu: { operands: 1, changesUser: true },
  'su-exec': { operands: 1, changesUser: true },
  's6-setuidgid': { operands: 1 },
  chpst: {
    valued: ['-u', '-U', '-e', '-/', '-n', '-l', '-L', '-m', '-d', '-o', '-p', '-f', '-c', '-r', '-t'],
  },
  setpriv: {
    valued: [
      '--reuid',
      '--regid',
      '--ruid',
      '--euid',
      '--rgid',
      '--egid',
      '--groups',
      '--inh-caps',
      '--ambient-caps',
      '--bounding-set',
      '--securebits',
      '--pdeathsig',
      '--selinux-label',
      '--apparmor-profile',
    ],
  },
  env: { valued: ['-u', '--unset', '-C', '--chdir'], assignments: true, splits: true },
  nohup: {},
  setsid: {},
  timeout: { valued: ['-k', '--kill-after', '-s', '--signal'], operands: 1 },
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '--class', '--classdata'] },
  chrt: { valued: ['-T', '-P', '-D'], operands: 1 },
  taskset: { operands: 1 },
  sudo: {
    valued: ['-u', '-g', '-C', '-D', '-h', '-p', '-r', '-t', '-T', '-U', '--user', '--group', '--chdir'],
    assignments: true,
    changesUser: true,
  },
  doas: { valued: ['-u', '-C'], changesUser: true },
  chroot: { valued: ['--userspec', '--groups'], operands: 1 },
  stdbuf: { valued: ['-i', '-o', '-e'] },
  unbuffer: {},
  time: { valued: ['-f', '-o'] },
  flock: { valued: ['-w', '-E', '--timeout'], operands: 1, shellText: '-c' },
  runuser: { valued: ['-u', '-g', '-G', '-s', '-w'], shellText: '-c', changesUser: true },
  su: { valued: ['-s', '-g', '-G', '-w', '--shell'], operands: 99, shellText: '-c', changesUser: true },
  xargs: { valued: ['-n', '-P', '-I', '-d', '-a', '-L', '-s', '-E', '-i'], adds: 'what it reads' },
  prlimit: {},
  unshare: {},
  nsenter: { valued: ['-t', '--target', '-S', '-G'] },
  strace: { valued: ['-o', '-e', '-p', '-s', '-u'] },
  fakeroot: {},
  linux32: {},
  linux64: {},
  setarch: { operands: 1 },
  cgexec: { valued: ['-g'] },
  watch: { valued: ['-n', '--interval'], joinsToText: true },
  busybox: {},
  toybox: {},
};
