import { oneLine } from '../../printable.ts';
import { type Chain, type Follower, type Invocation, shellWords } from '../chain.ts';
import { lineOf, Steps, textOf } from '../managers/service-files.ts';
import { globFiles } from '../shell/file-globs.ts';
import { workspaceFolders } from './npm-workspaces.ts';
import { packageFile, scriptsIn } from './package-file.ts';

/** Words of one command, and scripts or targets that it comes to. */
const MAX_WORDS = 64;
const MAX_SCRIPTS = 100;
const MAX_TEXT = 64 * 1024;

/** What runs scripts of package.json by their names: npm-run-all, concurrently, lerna, turbo, nx, wireit. */
export const followScriptRunner: Follower = (invocation, program, chain) => {
  const { name } = program;
  const words = invocation.argv.slice(1, MAX_WORDS).map(({ value, text }) => value ?? text);
  const steps = new Steps();
  if (/^(?:run-s|run-p|npm-run-all2?)$/.test(name)) {
    // `"build -- --flag"` is the script with words of its own.
    for (const word of words)
      if (!word.startsWith('-')) runMatching(chain, invocation, word.split(/\s/, 1)[0] ?? '', steps);
    return steps.done();
  }
  if (/^(?:concurrently|conc)$/.test(name)) {
    for (const word of words) {
      const script = /^(?:npm|yarn|pnpm|bun|node):([^\s]{1,200})/.exec(word)?.[1];
      if (script !== undefined) runMatching(chain, invocation, script, steps);
      else if (/^[^-].*\s/s.test(word)) run(chain, invocation, word, steps);
    }
    return steps.done();
  }
  if (name === 'wireit') {
    const tasks = packageFile(chain, invocation.environment.cwd, 'package.json').data?.['wireit'];
    for (const task of valuesOf(tasks)) {
      const command = fieldOf(task, 'command');
      if (typeof command === 'string') run(chain, invocation, command, steps);
    }
    return steps.done();
  }
  if (/^(?:lerna|turbo|nx|rush|rushx)$/.test(name)) {
    const { cwd } = invocation.environment;
    // `turbo run build`, `nx run app:serve`, `nx serve app`: any word may be the script.
    const scripts = new Set(words.flatMap((word) => (word.startsWith('-') ? [] : word.split(/[:#,]/))));
    for (const folder of [cwd, ...workspaceFolders(chain, cwd)])
      runNamed(chain, invocation, folder, scripts, steps);
    for (const pattern of PROJECTS)
      for (const file of globFiles(chain, pattern, cwd, MAX_SCRIPTS) ?? [])
        runTargets(chain, invocation, file, scripts, steps);
    return steps.done();
  }
  return undefined;
};

/** Where nx and rush keep what they run beside scripts. */
const PROJECTS = [
  'project.json',
  '*/project.json',
  '*/*/project.json',
  'common/config/rush/command-line.json',
];

/** Scripts by a pattern of npm-run-all: `build:*`, `watch:**`. */
function runMatching(chain: Chain, invocation: Invocation, pattern: string, steps: Steps): void {
  const file = packageFile(chain, invocation.environment.cwd, 'package.json');
  const parts = pattern.slice(0, 200).split('*');
  const [before = ''] = parts;
  const after = parts.at(-1) ?? '';
  let left = MAX_SCRIPTS;
  for (const [name, command] of scriptsIn(file)) {
    const isMeant =
      parts.length === 1
        ? name === pattern
        : name.startsWith(before) && name.slice(before.length).endsWith(after);
    if (!isMeant || typeof command !== 'string' || left-- <= 0) continue;
    run(chain, invocation, command, steps, file.path);
  }
}

function runNamed(
  chain: Chain,
  invocation: Invocation,
  folder: string,
  scripts: ReadonlySet<string>,
  steps: Steps,
): void {
  const file = packageFile(chain, folder, 'package.json');
  const own = scriptsIn(file);
  for (const name of scripts) {
    const command = own.get(name);
    if (typeof command !== 'string') continue;
    const inFolder = { ...invocation, environment: { ...invocation.environment, cwd: folder } };
    run(chain, inFolder, command, steps, file.path);
  }
}

/** `targets` of nx: a command, or several; `commands` of rush. */
function runTargets(
  chain: Chain,
  invocation: Invocation,
  path: string,
  scripts: ReadonlySet<string>,
  steps: Steps,
): void {
  const data = jsonOf(textOf(chain, path)?.slice(0, MAX_TEXT));
  const targets = Object.entries(recordOf(fieldOf(data, 'targets')))
    .filter(([name]) => scripts.has(name))
    .flatMap(([, target]) => [target, fieldOf(target, 'options')]);
  const rush = valuesOf(fieldOf(data, 'commands')).filter((one) => scripts.has(String(fieldOf(one, 'name'))));
  for (const one of [...targets, ...rush]) {
    const many = valuesOf(fieldOf(one, 'commands')).map((each) => fieldOf(each, 'command') ?? each);
    for (const command of [fieldOf(one, 'command'), fieldOf(one, 'shellCommand'), ...many])
      if (typeof command === 'string') run(chain, invocation, command, steps, path);
  }
}

function run(chain: Chain, invocation: Invocation, command: string, steps: Steps, file?: string): void {
  const { stdin: _stdin, ...rest } = invocation;
  const { cwd } = rest.environment;
  const variables = new Map(rest.environment.variables);
  const path = variables.get('PATH');
  if (path !== null) variables.set('PATH', `${cwd}/node_modules/.bin:${path ?? ''}`);
  const place = file === undefined ? rest.place : lineOf(chain, file, 1);
  steps.add(
    chain.run({
      ...rest,
      argv: shellWords(command),
      command: oneLine(command),
      environment: { variables, cwd },
      place,
    }),
  );
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return recordOf(value)[name];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function valuesOf(value: unknown): readonly unknown[] {
  return Object.values(recordOf(value)).slice(0, MAX_SCRIPTS);
}
