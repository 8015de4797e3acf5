import { preloadsAmong } from './programs/preloads.ts';
import { splitCommand } from './split-command.ts';

/** Words and folders of one variable that are looked at. */
const MAX_PARTS = 32;

const PYTHON_ITSELF = [
  'encodings/__init__',
  'codecs',
  'io',
  'abc',
  'os',
  'stat',
  'posixpath',
  'site',
  'sitecustomize',
].map((name) => `${name}.py`);
const PYTHON_VERSIONS = Array.from({ length: 16 }, (_, at) => 20 - at);

/** A variable that makes an interpreter load files before it does what it was told. */
export interface Hook {
  readonly interpreter: RegExp;
  readonly variable: string;
  /** Paths, as the value says them, that may be loaded; the first of each list that the image has is. */
  readonly files: (value: string) => readonly (readonly string[])[];
  /** Words that it adds to the interpreter's own, where it says no file. */
  readonly words?: (value: string) => readonly string[];
  /** The program that gets these words, where it is another one. */
  readonly as?: string;
  /** A line of a shell that it makes it run. */
  readonly command?: (value: string) => string | undefined;
}

/** From the manual pages: bash(1), perlrun(1), ruby(1), node(1), python(1) and its `site` module. */
export const HOOKS: readonly Hook[] = [
  {
    interpreter: /^r?bash$/,
    variable: 'BASH_ENV',
    files: (value) => [[value]],
    command: substituted,
  },
  {
    interpreter: /^(?:sh|dash|ash|ksh|mksh)$/,
    variable: 'ENV',
    files: (value) => [[value]],
    command: substituted,
  },
  {
    interpreter: /^(?:python|pypy)[\d.]*$/,
    variable: 'PYTHONPATH',
    files: (value) =>
      ['sitecustomize.py', 'usercustomize.py', 'sitecustomize/__init__.py', 'usercustomize/__init__.py'].map(
        (name) => foldersOf(value).map((one) => `${one}/${name}`),
      ),
  },
  { interpreter: /^(?:python|pypy)[\d.]*$/, variable: 'PYTHONSTARTUP', files: (value) => [[value]] },
  ...(
    [
      ['NODE_OPTIONS', 'node', /^(?:node|nodejs|tsx|ts-node)$/],
      ['BUN_OPTIONS', 'node', /^bun$/],
      ['RUBYOPT', 'ruby', /^ruby[\d.]*$/],
      ['PERL5OPT', 'perl', /^perl[\d.]*$/],
    ] as const
  ).map(([variable, language, interpreter]) => ({
    interpreter,
    variable,
    files: () => [],
    words: (value: string) => {
      const { text, folders } = preloadsAmong(wordsOf(value), language);
      return text === '' ? [] : [...folders.map((folder) => `-I${folder}`), '-e', text];
    },
  })),
  {
    interpreter: /^(?:python|pypy)[\d.]*$/,
    variable: 'DJANGO_SETTINGS_MODULE',
    files: () => [],
    words: (value) => (/^[\w.]{1,200}$/.test(value) ? ['-c', `import ${value}`] : []),
  },
  {
    // What a debugger is told to do first; it is started by `-d`, on the command line or in PERL5OPT.
    interpreter: /^perl[\d.]*$/,
    variable: 'PERL5DB',
    files: () => [],
    words: (value) => ['-e', value],
  },
  // lua(1): a text, or a file behind `@`.
  ...['LUA_INIT', 'LUA_INIT_5_1', 'LUA_INIT_5_2', 'LUA_INIT_5_3', 'LUA_INIT_5_4'].map((variable) => ({
    interpreter: /^lua(?:jit)?[\d.-]*$/,
    variable,
    files: (value: string) => (value.startsWith('@') ? [[value.slice(1)]] : []),
    words: (value: string) => (value.startsWith('@') ? [] : ['-e', value]),
  })),
  ...['R_PROFILE', 'R_PROFILE_USER'].map((variable) => ({
    interpreter: /^(?:R|Rscript|littler)$/,
    variable,
    files: (value: string) => [[value]],
  })),
  {
    // The folder of Python's own library: what it imports by itself.
    interpreter: /^(?:python|pypy)[\d.]*$/,
    variable: 'PYTHONHOME',
    files: (value) =>
      PYTHON_ITSELF.map((name) =>
        PYTHON_VERSIONS.map((version) => `${value}/lib/python3.${version}/${name}`),
      ),
  },
  {
    interpreter: /^g?make$/,
    variable: 'MAKEFILES',
    files: () => [],
    words: (value) => value.split(/\s+/, MAX_PARTS).flatMap((file) => ['-f', file]),
  },
  {
    interpreter: /^go$/,
    variable: 'GOFLAGS',
    files: () => [],
    command: (value) => /(?:^|\s)-{1,2}(?:toolexec|exec)=(\S{1,500})/.exec(value)?.[1],
  },
  ...[
    'ERL_FLAGS',
    'ERL_AFLAGS',
    'ERL_ZFLAGS',
    'ELIXIR_ERL_OPTIONS',
    'RABBITMQ_SERVER_ERL_ARGS',
    'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS',
  ].map((variable) => ({
    as: 'erl',
    interpreter: /^(?:erl|iex|elixir|mix|rabbitmq-server|ejabberdctl|emqx)$/,
    variable,
    files: () => [],
    words: wordsOf,
  })),
  // Commands, or files of commands, that a tool runs where it would run its own: git(1), man(1), psql(1), rsync(1), tar(1), make(1).
  ...(
    [
      ['GIT_EDITOR', /^git$/],
      ['GIT_SEQUENCE_EDITOR', /^git$/],
      ['GIT_SSH', /^git$/],
      ['GIT_ASKPASS', /^git$/],
      ['GIT_EXTERNAL_DIFF', /^git$/],
      ['GIT_PROXY_COMMAND', /^git$/],
      ['EDITOR', /^(?:git|crontab|sudoedit|systemctl|kubectl)$/],
      ['VISUAL', /^(?:git|crontab|sudoedit|systemctl|kubectl)$/],
      ['PAGER', /^(?:git|man|psql|mysql|mariadb|systemctl|journalctl)$/],
      ['BROWSER', /^(?:python[\d.]*|xdg-open|sensible-browser)$/],
      ['RSYNC_RSH', /^rsync$/],
      ['BORG_RSH', /^borg$/],
      ['BORG_PASSCOMMAND', /^borg$/],
      ['RESTIC_PASSWORD_COMMAND', /^restic$/],
      ['RCLONE_PASSWORD_COMMAND', /^rclone$/],
      ['CVS_RSH', /^cvs$/],
      ['SVN_SSH', /^svn$/],
      ['SVN_EDITOR', /^svn$/],
      ['HGEDITOR', /^hg$/],
      ['PSQL_PAGER', /^psql$/],
      ['PSQL_EDITOR', /^psql$/],
      ['WGET_ASKPASS', /^wget2?$/],
      ['SUDO_ASKPASS', /^sudo$/],
      ['CARGO_BUILD_RUSTC_WRAPPER', /^cargo$/],
      ['CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER', /^cargo$/],
      ['CARGO_BUILD_RUSTC', /^cargo$/],
      ['npm_config_script_shell', /^(?:npm|npx|pnpm|node)$/],
      ['SSH_ASKPASS', /^(?:ssh|scp|sftp|git)$/],
      ['RUSTC_WRAPPER', /^cargo$/],
      ['RUSTC_WORKSPACE_WRAPPER', /^cargo$/],
      ['CC', /^(?:go|make|cargo)$/],
    ] as const
  ).map(([variable, interpreter]) => ({
    interpreter,
    variable,
    files: () => [],
    command: (value: string) => value,
  })),
  {
    interpreter: /^psql$/,
    variable: 'PSQLRC',
    files: () => [],
    words: (value: string) => ['-f', value],
  },
  {
    interpreter: /^tar$/,
    variable: 'TAR_OPTIONS',
    files: () => [],
    words: wordsOf,
  },
  ...['MAKEFLAGS', 'GNUMAKEFLAGS'].map((variable) => ({
    interpreter: /^g?make$/,
    variable,
    files: () => [],
    command: (value: string) => /\$\(shell\s([^)]{1,2000})/.exec(value)?.[1],
  })),
  ...[
    'JAVA_OPTS',
    'CATALINA_OPTS',
    'MAVEN_OPTS',
    'GRADLE_OPTS',
    'JVM_OPTS',
    'KAFKA_OPTS',
    'SBT_OPTS',
    'ES_JAVA_OPTS',
  ].map((variable) => ({
    interpreter: /[^]/,
    variable,
    files: () => [],
    command: (value: string) =>
      /-XX:On(?:OutOfMemory)?Error=(?:"([^"]{1,2000})"|'([^']{1,2000})'|(\S{1,500}))/
        .exec(value)
        ?.slice(1)
        .find(Boolean),
  })),
  ...['VIMINIT', 'EXINIT', 'GVIMINIT'].map((variable) => ({
    interpreter: /^(?:n?vim?|ex|view|rvim|gvim)$/,
    variable,
    files: () => [],
    words: (value: string) => ['-c', value],
  })),
];

/** What a shell runs to know a value: `$(…)` in it, or between backticks. */
function substituted(value: string): string | undefined {
  return /\$\(|`/.test(value) ? `: "${value}"` : undefined;
}

function foldersOf(value: string): readonly string[] {
  return value.split(':', MAX_PARTS).map((folder) => (folder === '' ? '.' : folder));
}

function wordsOf(text: string): readonly string[] {
  return splitCommand(text.slice(0, 4000))
    .slice(0, MAX_PARTS)
    .map((word) => word.value ?? word.text);
}
