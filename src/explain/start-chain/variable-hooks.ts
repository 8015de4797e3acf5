import { baseName } from '../../base/base-name.ts';
import type { StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import type { Chain, Environment, Invocation, Program } from './chain.ts';
import { known, shellWords } from './chain.ts';
import { isFile } from './managers/service-files.ts';
import { interpreterOf, throughEnv } from './shebang.ts';
import { splitCommand } from './split-command.ts';

/** Words and folders of one variable that are looked at. */
const MAX_PARTS = 32;

/** A variable that makes an interpreter load files before it does what it was told. */
interface Hook {
  readonly interpreter: RegExp;
  readonly variable: string;
  /** Paths, as the value says them, that may be loaded; the first of each list that the image has is. */
  readonly files: (value: string, environment: Environment) => readonly (readonly string[])[];
  /** Words that it adds to the interpreter's own, where it says no file. */
  readonly words?: (value: string) => readonly string[];
  /** A line of a shell that it makes it run. */
  readonly command?: (value: string) => string | undefined;
}

/** From the manual pages: bash(1), perlrun(1), ruby(1), node(1), python(1) and its `site` module. */
const HOOKS: readonly Hook[] = [
  { interpreter: /^r?bash$/, variable: 'BASH_ENV', files: (value) => [[value]] },
  { interpreter: /^(?:sh|dash|ash|ksh|mksh)$/, variable: 'ENV', files: (value) => [[value]] },
  {
    interpreter: /^(?:python|pypy)[\d.]*$/,
    variable: 'PYTHONPATH',
    files: (value) =>
      ['sitecustomize.py', 'usercustomize.py'].map((name) => foldersOf(value).map((one) => `${one}/${name}`)),
  },
  { interpreter: /^(?:python|pypy)[\d.]*$/, variable: 'PYTHONSTARTUP', files: (value) => [[value]] },
  {
    interpreter: /^(?:node|nodejs)$/,
    variable: 'NODE_OPTIONS',
    files: (value) =>
      optionValues(value, /^(?:-r|--require|--import|--loader|--experimental-loader)$/).map((file) => [
        file,
        `${file}.js`,
        `${file}/index.js`,
      ]),
  },
  {
    interpreter: /^ruby[\d.]*$/,
    variable: 'RUBYOPT',
    files: (value, { variables }) =>
      optionValues(value, /^-r$/).map((file) =>
        inFolders(file, variables.get('RUBYLIB')).flatMap((path) => [path, `${path}.rb`]),
      ),
  },
  {
    interpreter: /^perl[\d.]*$/,
    variable: 'PERL5OPT',
    files: (value, { variables }) =>
      optionValues(value, /^-[mM]$/).map((module) =>
        inFolders(
          `${module.replace(/^-/, '').replace(/=.*$/s, '').replaceAll('::', '/')}.pm`,
          [...optionValues(value, /^-I$/), variables.get('PERL5LIB') ?? ''].join(':'),
        ),
      ),
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
  ...['ERL_FLAGS', 'ERL_AFLAGS', 'ERL_ZFLAGS'].map((variable) => ({
    interpreter: /^erl$/,
    variable,
    files: () => [],
    words: (value: string) => splitCommand(value.slice(0, 4000)).map((word) => word.value ?? word.text),
  })),
  // Commands, or files of commands, that a tool runs where it would run its own: git(1), man(1), psql(1), rsync(1), tar(1), make(1).
  ...(
    [
      ['GIT_EDITOR', /^git$/],
      ['GIT_SSH', /^git$/],
      ['GIT_ASKPASS', /^git$/],
      ['GIT_EXTERNAL_DIFF', /^git$/],
      ['GIT_PROXY_COMMAND', /^git$/],
      ['EDITOR', /^(?:git|crontab|sudoedit|systemctl|kubectl)$/],
      ['VISUAL', /^(?:git|crontab|sudoedit|systemctl|kubectl)$/],
      ['PAGER', /^(?:git|man|psql|mysql|mariadb|systemctl|journalctl)$/],
      ['BROWSER', /^(?:python[\d.]*|xdg-open|sensible-browser)$/],
      ['RSYNC_RSH', /^rsync$/],
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
    words: (value: string) => splitCommand(value.slice(0, 4000)).map((word) => word.value ?? word.text),
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

/** The files that variables of the environment make an interpreter load first, each once an image. */
export function hookSteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  const { environment } = invocation;
  if (!HOOKS.some(({ variable }) => environment.variables.has(variable))) return [];
  const interpreter = interpreterName(chain, program);
  return HOOKS.flatMap((hook) => {
    const value = environment.variables.get(hook.variable);
    if (value == null || value === '' || !hook.interpreter.test(interpreter)) return [];
    const key = `${hook.variable}=${value}`;
    if (chain.budget.hooked.has(key)) return [];
    chain.budget.hooked.add(key);
    const variables = new Map(environment.variables);
    variables.delete(hook.variable);
    const start = (argv: readonly string[]): readonly StartStep[] => {
      const { stdin: _stdin, ...rest } = invocation;
      const command = oneLine(key, 300);
      return chain.run({
        ...rest,
        argv: argv.map(known),
        command,
        environment: { ...environment, variables },
      });
    };
    const words = hook.words?.(value) ?? [];
    const told = words.length === 0 ? [] : start([interpreter, ...words]);
    const loaded = hook.files(value, environment).flatMap((candidates) => {
      const path = candidates
        .map((candidate) => absolutePath(candidate, environment.cwd))
        .find((candidate) => isFile(chain, candidate));
      return path === undefined ? [] : start([interpreter, path]);
    });
    const command = hook.command?.(value);
    const { stdin: _stdin, ...rest } = invocation;
    const run =
      command === undefined || command === ''
        ? []
        : chain.run({
            ...rest,
            argv: shellWords(command),
            command: oneLine(key, 300),
            environment: { ...environment, variables },
          });
    return [...run, ...told, ...loaded];
  });
}

/** The name of a program; of a script, that of what its first line names. */
export function interpreterName(chain: Chain, program: Program): string {
  if (program.kind !== 'script' || program.node === undefined) return program.name;
  const line = interpreterOf(chain.text(program.node.path)?.slice(0, 300) ?? '');
  return line === undefined ? '' : baseName(throughEnv(line)[0]?.value ?? '');
}

function foldersOf(value: string): readonly string[] {
  return value.split(':', MAX_PARTS).map((folder) => (folder === '' ? '.' : folder));
}

function inFolders(file: string, folders: string | null | undefined): readonly string[] {
  if (/^\.{0,2}\//.test(file)) return [file];
  return ['.', ...foldersOf(folders ?? '')].map((folder) => `${folder}/${file}`);
}

/** The values of an option among the words of a text: `-r X`, `-rX`, `--import=X`. */
function optionValues(text: string, option: RegExp): readonly string[] {
  const words = splitCommand(text.slice(0, 4000))
    .slice(0, MAX_PARTS)
    .map(({ value = '' }) => value);
  return words.flatMap((word, at) => {
    if (option.test(word)) return words[at + 1] ?? [];
    const [, name = '', value] = /^(--[\w-]+)=(.+)$/.exec(word) ?? /^(-\w)(.+)$/.exec(word) ?? [];
    return value !== undefined && option.test(name) ? value : [];
  });
}
