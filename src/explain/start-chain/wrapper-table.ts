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
  /** Options whose values are the next two words. */
  readonly pairs?: readonly string[];
  /** An option, of one letter or whole, whose value is shell text to run: `-c`, with it `-lc`, `--command` and `--command=`. */
  readonly shellText?: string;
  /** Options whose value is the program; its arguments stand behind `--`. */
  readonly program?: readonly string[];
  /** True when the rest are arguments of a shell. */
  readonly startsShell?: boolean;
  /** True when its words together are the text of a shell, and not a program and its arguments. */
  readonly joinsToText?: boolean;
  /** Words of its own that may stand before the program: `dotenv run`. */
  readonly commands?: readonly string[];
  /** True when it runs the program as another user, whose HOME it sets. */
  readonly changesUser?: boolean;
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
  script: { valued: ['-t', '-o', '-E', '-I', '-O', '-B', '-T', '-m'], operands: 99, shellText: '-c' },
  sg: { operands: 1, shellText: '-c' },
  runuser: { valued: ['-u', '-g', '-G', '-s', '-w'], shellText: '-c', changesUser: true },
  su: { valued: ['-s', '-g', '-G', '-w', '--shell'], operands: 99, shellText: '-c', changesUser: true },
  sshpass: { valued: ['-p', '-f', '-d', '-P'] },
  logsave: { operands: 1 },
  xargs: { valued: ['-n', '-P', '-I', '-d', '-a', '-L', '-s', '-E', '-i'] },
  prlimit: {},
  unshare: { valued: ['-S', '--setuid', '-G', '--setgid', '-R', '--root', '-w', '--wd'] },
  nsenter: { valued: ['-t', '--target', '-S', '-G'] },
  bwrap: {
    valued: [
      '--dev',
      '--proc',
      '--tmpfs',
      '--dir',
      '--chdir',
      '--uid',
      '--gid',
      '--hostname',
      '--unsetenv',
      '--cap-add',
      '--cap-drop',
      '--seccomp',
      '--lock-file',
      '--remount-ro',
    ],
    pairs: [
      '--bind',
      '--bind-try',
      '--dev-bind',
      '--dev-bind-try',
      '--ro-bind',
      '--ro-bind-try',
      '--symlink',
      '--setenv',
      '--file',
      '--chmod',
    ],
  },
  firejail: {},
  proot: { valued: ['-r', '-b', '-w', '-q', '-R', '-S', '-k'] },
  rootlesskit: {},
  runcon: { operands: 1 },
  capsh: { startsShell: true },
  pkexec: { valued: ['--user'] },
  strace: { valued: ['-o', '-e', '-p', '-s', '-u'] },
  ltrace: { valued: ['-a', '-e', '-l', '-n', '-o', '-p', '-s', '-u', '-w', '-x'] },
  valgrind: {},
  catchsegv: {},
  fakeroot: {},
  fakechroot: {},
  eatmydata: {},
  faketime: { operands: 1 },
  numactl: { valued: ['-C', '-N', '-i', '-l', '-m', '-p', '-P'] },
  cpulimit: { valued: ['-l', '--limit', '-e', '-p', '-P', '-c'] },
  'systemd-run': {
    valued: [
      '-p',
      '--property',
      '-u',
      '--unit',
      '-E',
      '--setenv',
      '-M',
      '-H',
      '-d',
      '--uid',
      '--gid',
      '--nice',
      '--slice',
      '--description',
      '--working-directory',
      '--service-type',
      '--on-active',
      '--on-boot',
      '--on-startup',
      '--on-calendar',
      '--timer-property',
    ],
  },
  'systemd-cat': { valued: ['-t', '--identifier', '-p', '--priority', '--stderr-priority'] },
  'systemd-inhibit': {},
  'start-stop-daemon': {
    valued: ['-p', '-u', '-g', '-c', '-r', '-d', '-n', '-N', '-s', '-R', '-k', '-P', '-I', '-O', '-C'],
    program: ['-x', '--exec', '-a', '--startas'],
  },
  daemonize: { valued: ['-c', '-e', '-o', '-p', '-l', '-u', '-E'] },
  'dbus-run-session': { valued: ['--config-file', '--dbus-daemon'] },
  'ssh-agent': { valued: ['-a', '-t', '-E', '-O', '-P'] },
  'xvfb-run': {
    valued: ['-e', '-f', '-n', '-p', '-s', '-w', '--server-num', '--server-args', '--error-file'],
  },
  screen: {
    valued: '-S -dmS -DmS -mdS -AdmS -AmdS -LdmS -dmLS -t -c -e -h -Logfile -p -s -T -X'.split(' '),
  },
  dtach: { valued: ['-A', '-c', '-n', '-N', '-e', '-r'] },
  torsocks: { valued: ['-u', '-p', '-a'] },
  torify: {},
  tsocks: {},
  proxychains: { valued: ['-f'] },
  proxychains4: { valued: ['-f'] },
  setuidgid: { operands: 1 },
  envuidgid: { operands: 1 },
  envdir: { operands: 1 },
  's6-envdir': { valued: ['-c'], operands: 1 },
  dotenv: { valued: ['-f', '--file', '-e', '-q', '-c', '-p', '-v'], commands: ['run'] },
  dotenvx: { valued: ['-f', '--env-file', '-e', '--env'], commands: ['run'] },
  'dotenv-cli': { valued: ['-e', '-c', '-p', '-v'] },
  godotenv: { valued: ['-f'] },
  'env-cmd': { valued: ['-f', '--file', '-e', '-r', '--environments', '--rc-file'] },
  setlock: { operands: 1 },
  's6-setlock': { valued: ['-t'], operands: 1 },
  softlimit: { valued: ['-a', '-c', '-d', '-f', '-l', '-m', '-o', '-p', '-r', '-s', '-t'] },
  's6-softlimit': { valued: ['-a', '-c', '-d', '-f', '-l', '-m', '-o', '-p', '-r', '-s', '-t'] },
  pgrphack: {},
  chronic: {},
  ifne: {},
  rlwrap: { valued: ['-f', '-H', '-s', '-C', '-b', '-S'] },
  aoss: {},
  padsp: {},
  vglrun: { valued: ['-d', '-c', '-t'] },
  optirun: {},
  dockerize: {
    valued: [
      '-wait',
      '-timeout',
      '-template',
      '-stdout',
      '-stderr',
      '-env',
      '-poll-interval',
      '-wait-http-header',
      '-wait-retry-interval',
    ],
  },
  envconsul: {
    valued: ['-config', '-prefix', '-secret', '-consul-addr', '-vault-addr', '-log-level', '-upcase'],
  },
  entr: { shellText: '-s' },
  reflex: { valued: ['-r', '--regex', '-R', '-g', '--glob', '-G', '-c', '--config', '--substitute'] },
  watchexec: {
    valued: ['-e', '--exts', '-w', '--watch', '-f', '--filter', '-i', '--ignore', '-d', '--debounce'],
    joinsToText: true,
  },
  linux32: {},
  linux64: {},
  setarch: { operands: 1 },
  cgexec: { valued: ['-g'] },
  watch: { valued: ['-n', '--interval'], joinsToText: true },
  busybox: {},
  toybox: {},
};
