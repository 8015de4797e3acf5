import { absolutePath, directory } from '../path-lookup.ts';
import { spend } from './budget.ts';
import type { Chain, Environment, Invocation, Program } from './chain.ts';
import { namesIn, textOf } from './managers/service-files.ts';

/** How a program comes to variables that a file tells: by an option, by name, or unasked. */
interface EnvLoader {
  readonly program: RegExp;
  /** Options whose value, the next word or behind `=`, is such a file. */
  readonly options?: readonly string[];
  /** Variables that name one. */
  readonly variables?: readonly string[];
  /** Files that it reads by themselves where no option names another; `~` is the user's folder. */
  readonly unasked?: readonly string[];
  /** The word without which it does not. */
  readonly asked?: RegExp;
  /** With flags `gm`: further files that such a file names, in quotes or bare. */
  readonly names?: RegExp;
  /** Folders with a file for each variable, whatever it is told. */
  readonly always?: readonly string[];
  /** Options whose value is a folder with a file for each variable; `1` is the first word that is no option. */
  readonly folder?: readonly string[];
}

/** Where mise looks for its settings, as its documentation has it. */
export const MISE_FILES: readonly string[] = [
  'mise.toml',
  '.mise.toml',
  'mise.local.toml',
  '.mise.local.toml',
  'mise/config.toml',
  '.mise/config.toml',
  '.config/mise.toml',
  '.config/mise/config.toml',
  '/etc/mise/config.toml',
  '~/.config/mise/config.toml',
];

/** From their manual pages. */
const LOADERS: readonly EnvLoader[] = [
  {
    program: /^(?:node(?:js)?|tsx|ts-node)$/,
    asked: /^(?:--(?:require|import)=)?dotenv\/config$/,
    unasked: ['.env'],
  },
  { program: /^node(?:js)?$/, options: ['--env-file', '--env-file-if-exists'] },
  {
    program: /^bun$/,
    options: ['--env-file'],
    unasked: ['.env', '.env.production', '.env.development', '.env.local'],
  },
  { program: /^deno$/, options: ['--env-file', '--env'] },
  { program: /^(?:tsx|ts-node|nodemon)$/, options: ['--env-file'] },
  { program: /^uv$/, options: ['--env-file'], variables: ['UV_ENV_FILE'] },
  { program: /^pipenv$/, variables: ['PIPENV_DOTENV_LOCATION'], unasked: ['.env'] },
  {
    program: /^(?:dotenvx?|dotenv-cli|godotenv)$/,
    options: ['-f', '--file', '-e', '--env-file'],
    unasked: ['.env'],
  },
  { program: /^env-cmd$/, options: ['-f', '--file'], unasked: ['.env'] },
  {
    program: /^(?:foreman|honcho|forego|goreman|nf|overmind|hivemind)$/,
    options: ['-e', '--env'],
    variables: ['OVERMIND_ENV'],
    unasked: ['.env', '.overmind.env'],
  },
  { program: /^flask$/, options: ['-e', '--env-file'], unasked: ['.env', '.flaskenv'] },
  { program: /^(?:uvicorn|hypercorn)$/, options: ['--env-file'] },
  { program: /^(?:task|just)$/, options: ['--dotenv-path', '-E'], unasked: ['.env'] },
  {
    program: /^(?:mise|rtx)$/,
    unasked: MISE_FILES,
    names: /^[ \t]{0,20}_\.file[ \t]{0,9}=[ \t]{0,9}(\[[^\]]{1,2000}\]|"[^"\n]{1,500}"|'[^'\n]{1,500}')/gm,
  },
  {
    program: /^direnv$/,
    unasked: ['.envrc', '.env'],
    names: /^[ \t]{0,20}dotenv(?:_if_exists)?[ \t]{1,9}(\S{1,300})/gm,
  },
  {
    program: /^with-contenv$/,
    always: ['/run/s6/container_environment', '/var/run/s6/container_environment', '/run/s6/env'],
  },
  {
    program: /^(?:R|Rscript|littler)$/,
    variables: ['R_ENVIRON', 'R_ENVIRON_USER'],
    unasked: [
      '/etc/R/Renviron.site',
      '/usr/lib/R/etc/Renviron.site',
      '/usr/local/lib/R/etc/Renviron.site',
      '.Renviron',
      '~/.Renviron',
    ],
  },
  { program: /^(?:envdir|s6-envdir)$/, folder: ['1'] },
  { program: /^chpst$/, folder: ['-e'] },
];
const MAX_FILES = 10;
const MAX_VARIABLES = 20_000;

/** A command with the variables that files tell the program which it starts, and what that starts in turn; what is set already stays. */
export function withEnvFiles(chain: Chain, invocation: Invocation, { name }: Program): Invocation {
  const loader = LOADERS.find(
    ({ program, asked }) =>
      program.test(name) &&
      (asked === undefined || invocation.argv.some(({ value }) => asked.test(value ?? ''))),
  );
  if (loader === undefined) return invocation;
  const { environment } = invocation;
  const told = new Map<string, string>();
  const files = filesOf(loader, invocation);
  for (const path of [...files, ...filesNamed(chain, loader, files)])
    for (const [variable, value] of variablesIn(textOf(chain, path) ?? '', chain)) told.set(variable, value);
  for (const folder of foldersOf(loader, invocation))
    for (const variable of namesIn(chain, folder).slice(0, MAX_VARIABLES)) {
      const value = textOf(chain, `${folder}/${variable}`);
      if (value !== undefined) told.set(variable, value.split('\n', 1)[0] ?? '');
    }
  if (told.size === 0) return invocation;
  // A folder's files stand over what is set before.
  const [under, over] =
    (loader.folder ?? loader.always) === undefined
      ? [told, environment.variables]
      : [environment.variables, told];
  return { ...invocation, environment: { ...environment, variables: new Map([...under, ...over]) } };
}

/** The files that other files of variables name. */
function filesNamed(chain: Chain, { names }: EnvLoader, files: readonly string[]): readonly string[] {
  if (names === undefined) return [];
  return files
    .flatMap((path) =>
      [...(textOf(chain, path) ?? '').matchAll(names)].flatMap(([, list = '']) =>
        list.split(/[\s[\],"']+/).flatMap((name) => (name === '' ? [] : absolutePath(name, directory(path)))),
      ),
    )
    .slice(0, MAX_FILES);
}

/** The values of options, given as the next word or behind `=`. */
function valuesOf(options: readonly string[], { argv }: Invocation): readonly string[] {
  const words = argv.map(({ value }) => value ?? '');
  return words.flatMap((word, at) => {
    if (options.includes(word)) return words[at + 1] ?? [];
    const equals = word.indexOf('=');
    return equals > 0 && options.includes(word.slice(0, equals)) ? [word.slice(equals + 1)] : [];
  });
}

function filesOf(
  { options = [], variables = [], unasked = [] }: EnvLoader,
  invocation: Invocation,
): readonly string[] {
  const { environment } = invocation;
  const told = [
    ...valuesOf(options, invocation),
    ...variables.flatMap((variable) => environment.variables.get(variable) ?? []),
  ].filter((path) => path !== '' && !path.startsWith('-'));
  const home = environment.variables.get('HOME') ?? '/root';
  const files = told.length > 0 ? told : unasked;
  return files
    .slice(0, MAX_FILES)
    .map((path) => absolutePath(path.replace(/^~(?=\/)/, home), environment.cwd));
}

function foldersOf({ folder = [], always = [] }: EnvLoader, invocation: Invocation): readonly string[] {
  const first = folder.includes('1')
    ? invocation.argv.slice(1).find(({ value }) => value?.startsWith('-') === false)?.value
    : undefined;
  return [...always, ...valuesOf(folder, invocation), ...(first === undefined ? [] : [first])]
    .slice(0, MAX_FILES)
    .map((path) => absolutePath(path, invocation.environment.cwd));
}

const LINE =
  /^[ \t]{0,20}(?:export[ \t]{1,9})?([A-Za-z_]\w{0,100})[ \t]{0,9}[=:][ \t]{0,9}(?:"((?:[^"\\]|\\[^]){0,8000})"|'([^']{0,8000})'|([^\n]{0,8000}))/gm;

/** The variables that a file of them sets: `NAME=value`, `export NAME="value"`, `NAME = "value"`; one that is set twice holds the last. */
export function variablesIn(text: string, { budget }: Pick<Chain, 'budget'>): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  if (!spend(budget, text.length >> 5)) return variables;
  for (const [, name = '', double, single, bare = ''] of text.matchAll(LINE)) {
    if (variables.size >= MAX_VARIABLES) break;
    const value = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1').replaceAll('\\n', '\n');
    variables.set(name, value ?? bare.replace(/\s#.*$/, '').trim());
  }
  return variables;
}

/** An environment with what such a file sets over it. */
export function environmentWith(chain: Chain, environment: Environment, path: string): Environment {
  const told = variablesIn(textOf(chain, path) ?? '', chain);
  return { ...environment, variables: new Map([...environment.variables, ...told]) };
}
