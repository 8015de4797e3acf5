import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { spend } from '../budget.ts';
import {
  type Chain,
  type Follower,
  type Following,
  type Invocation,
  known,
  type Program,
  shellWords,
} from '../chain.ts';
import { isFile, lineOf, Steps, textOf } from '../managers/service-files.ts';
import { type Selection, selectionOf, workspaceFolders } from './npm-workspaces.ts';
import { type PackageFile, packageFile, scriptsIn } from './package-file.ts';

/** Commands of npm that are scripts of the package by the same name. */
const SHORT = /^(?:start|stop|test|restart)$/;
/** What npm, yarn and pnpm run of the package itself where they install what it needs (npm-scripts(7)). */
const AT_INSTALL = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];
const MAX_WORDS = 64;
const MAX_NPMRC = 64 * 1024;
/** Work of the start chain that one package of a repository is: packages may be repositories of one another. */
const PACKAGE_WORK = 100;
const INSTALLS = /^(?:install|i|in|ci|add|clean-install)$/;

/** `npm start`, `npm run X`, `yarn X`, `pnpm X`: the scripts of package.json; `npx X`: a program of node_modules. */
export const followNpm: Follower = (invocation, program, chain) => {
  const { name } = program;
  const [, told, named] = invocation.argv.map(({ value }) => value);
  if (/^node(?:js)?$/.test(name) && told === '--run' && named !== undefined)
    return runScript(
      chain,
      withBin(chain, invocation, invocation.environment.cwd),
      named,
      invocation.environment.cwd,
    );
  if (name === 'deno' && told === 'task' && named !== undefined) return runTask(chain, invocation, named);
  if (!/^(?:npm|npx|yarn|yarnpkg|pnpm|pnpx|bun|bunx)$/.test(name)) return undefined;
  const selection = selectionOf(invocation.argv.slice(1, MAX_WORDS).map(({ value, text }) => value ?? text));
  const inWorkspaces = workspaceSteps(invocation, program, chain, selection);
  if (inWorkspaces !== undefined) return inWorkspaces;
  const words = invocation.argv.slice(1);
  const folderAt = words.findIndex(({ text }) => /^(?:--prefix|--cwd|-C|--dir)$/.test(text));
  const folder = folderAt === -1 ? undefined : words[folderAt + 1]?.value;
  const rest = words.filter((_, index) => folderAt === -1 || (index !== folderAt && index !== folderAt + 1));
  const cwd = absolutePath(folder ?? '.', invocation.environment.cwd);
  const operands = rest.filter(({ text }) => !text.startsWith('-'));
  if (operands.some(({ value }) => value === undefined))
    return { children: [], unknown: 'what it runs comes from a variable' };
  const [first = '', second] = operands.map(({ value }) => value ?? '');
  const inner = withBin(chain, invocation, cwd);
  const isX = /^(?:npx|pnpx|bunx)$/.test(name);
  const call = rest.findIndex(({ value }) => value === '-c' || value === '--call');
  const called = rest[call + 1]?.value;
  if (call >= 0 && called !== undefined && (isX || first === 'exec' || first === 'x'))
    return { children: chain.run({ ...inner, argv: shellWords(called), command: oneLine(called) }) };
  if (isX || first === 'exec' || first === 'dlx' || (name === 'bun' && first === 'x')) {
    const argv = isX ? operands : operands.slice(1);
    if (argv.length === 0) return { children: [] };
    return { children: chain.run({ ...inner, argv, command: argv.map(({ text }) => text).join(' ') }) };
  }
  const installs = INSTALLS.test(first) || (first === '' && name.startsWith('yarn'));
  if (installs) {
    // What is named is installed beside the package, whose own scripts are not run then.
    const own =
      second === undefined && !rest.some(({ value }) => value === '--ignore-scripts' || value === '-g');
    return own ? runScripts(chain, inner, AT_INSTALL, cwd) : { children: [] };
  }
  const script =
    first === 'run' || first === 'run-script' ? second : SHORT.test(first) || name !== 'npm' ? first : '';
  if (script === undefined || script === '') return { children: [] };
  return runScript(chain, inner, script, cwd);
};

/** The same command in each package of the repository that it is about: `npm run X -w NAME`, `yarn workspace NAME X`. */
function workspaceSteps(
  invocation: Invocation,
  program: Program,
  chain: Chain,
  selection: Selection | undefined,
): Following | undefined {
  const { cwd } = invocation.environment;
  const [first = '', second = '', ...others] = invocation.argv
    .slice(1, MAX_WORDS)
    .map(({ value }) => value ?? '');
  const isYarn = program.name.startsWith('yarn');
  const yarn =
    isYarn && first === 'workspace'
      ? { names: [second], rest: others }
      : isYarn && first === 'workspaces'
        ? {
            names: [],
            rest: (second === 'foreach' ? others : [second, ...others]).filter(
              (word) => !word.startsWith('-'),
            ),
          }
        : undefined;
  const chosen = yarn ?? (isYarn || /^(?:npx|pnpx|bunx)$/.test(program.name) ? undefined : selection);
  if (chosen === undefined) return undefined;
  const { stdin: _stdin, ...rest } = invocation;
  const children = workspaceFolders(chain, cwd, chosen.names).flatMap((folder) => {
    if (!spend(chain.budget, PACKAGE_WORK)) return [];
    const inFolder = { ...rest, environment: { ...rest.environment, cwd: folder } };
    const argv = [invocation.argv[0] ?? known(program.name), ...chosen.rest.map(known)];
    return followNpm({ ...inFolder, argv }, program, chain)?.children ?? [];
  });
  // Where there is none, the option means something else.
  return children.length === 0 ? undefined : { children };
}

/** A task of deno.json: a text, or one with what it depends on. */
function runTask(chain: Chain, invocation: Invocation, name: string): Following {
  const { stdin: _stdin, ...rest } = invocation;
  const children = (['deno.json', 'deno.jsonc'] as const).flatMap((file) => {
    const { path, data } = packageFile(chain, rest.environment.cwd, file);
    const tasks = data?.['tasks'] as Readonly<Record<string, unknown>> | undefined;
    const task =
      typeof tasks === 'object' && tasks !== null && Object.hasOwn(tasks, name) ? tasks[name] : undefined;
    const command = typeof task === 'object' && task !== null && 'command' in task ? task.command : task;
    if (typeof command !== 'string') return [];
    return chain.run({
      ...rest,
      argv: shellWords(command),
      command: oneLine(command),
      place: lineOf(chain, path, 1),
    });
  });
  return { children };
}

/** npm-config(7), `node-options`. */
function nodeOptionsIn(chain: Chain, cwd: string): string | undefined {
  const text = textOf(chain, absolutePath('.npmrc', cwd))?.slice(0, MAX_NPMRC);
  return /^[ \t]{0,9}node-options[ \t]{0,9}=[ \t]{0,9}"?([^"\n]{1,1000})/m.exec(text ?? '')?.[1];
}

function withBin(chain: Chain, invocation: Invocation, cwd: string): Invocation {
  const variables = new Map(invocation.environment.variables);
  const path = variables.get('PATH');
  if (path !== null) variables.set('PATH', `${cwd}/node_modules/.bin:${path ?? ''}`);
  const options = variables.get('npm_config_node_options') ?? nodeOptionsIn(chain, cwd);
  if (options !== undefined && !variables.get('NODE_OPTIONS')) variables.set('NODE_OPTIONS', options);
  const { stdin: _stdin, ...rest } = invocation;
  return { ...rest, environment: { variables, cwd } };
}

/** A script with those that npm runs before and after it (npm-scripts(7)). */
function runScript(chain: Chain, invocation: Invocation, script: string, cwd: string): Following {
  const steps = new Steps();
  const file = packageFile(chain, cwd, 'package.json');
  const { path, text, data } = file;
  if (text === undefined) {
    steps.problem(isFile(chain, path) ? `the text of ${path} was not kept` : `${path} is not in the image`);
    return steps.done();
  }
  if (data === undefined) steps.problem(`${path} cannot be read`);
  const scripts = scriptsIn(file);
  const own = scripts.get(script);
  const started =
    typeof own === 'string' ? own : script === 'start' && data !== undefined ? 'node server.js' : undefined;
  if (started === undefined) {
    steps.problem(oneLine(`${path} has no script ${script}`, 200));
    return steps.done();
  }
  const before = `pre${script}`;
  const after = `post${script}`;
  runEach(chain, invocation, file, steps, [
    [before, scripts.get(before)],
    [script, started],
    [after, scripts.get(after)],
  ]);
  return steps.done();
}

/** Those of some scripts that the package has; that it has none is no problem. */
function runScripts(chain: Chain, invocation: Invocation, names: readonly string[], cwd: string): Following {
  const steps = new Steps();
  const file = packageFile(chain, cwd, 'package.json');
  const scripts = scriptsIn(file);
  runEach(
    chain,
    invocation,
    file,
    steps,
    names.map((name) => [name, scripts.get(name)]),
  );
  return steps.done();
}

function runEach(
  chain: Chain,
  invocation: Invocation,
  { path, text = '' }: PackageFile,
  steps: Steps,
  scripts: readonly (readonly [name: string, command: unknown])[],
): void {
  for (const [name, command] of scripts) {
    if (typeof command !== 'string') continue;
    const place = lineOf(chain, path, lineOfKey(text, name));
    steps.add(chain.run({ ...invocation, argv: shellWords(command), command: oneLine(command), place }));
  }
}

function lineOfKey(text: string, key: string): number {
  const scripts = Math.max(0, text.indexOf('"scripts"'));
  const at = text.indexOf(`${JSON.stringify(key)}:`, scripts);
  return text.slice(0, at === -1 ? scripts : at).split('\n').length;
}
