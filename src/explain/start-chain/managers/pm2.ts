import { parse as parseYaml } from 'yaml';
import { absolutePath, directory } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import { type Argument, type Chain, type Follower, type Invocation, known } from '../chain.ts';
import { splitCommand } from '../split-command.ts';
import { isFile, lineOf, Steps, textOf } from './service-files.ts';

const MAX_TEXT = 256 * 1024;
const MAX_APPS = 100;
const VALUED =
  /^(?:-n|--name|-i|--instances|--env|-o|-e|--only|--interpreter|--cwd|--max-memory-restart|--watch-delay)$/;
const DEFAULTS = ['ecosystem.config.js', 'ecosystem.config.cjs', 'ecosystem.json', 'process.json'];

interface App {
  readonly script: string;
  readonly args?: string;
  readonly interpreter?: string;
  readonly cwd?: string;
  readonly line: number;
}

/** pm2: the programs of its configuration (pm2.keymetrics.io, "Ecosystem File"), or the script that it is told. */
export const followPm2: Follower = (invocation, program, chain) => {
  if (!/^pm2(?:-runtime|-docker|-dev)?$/.test(program.name)) return undefined;
  const words = invocation.argv.slice(1);
  const end = words.findIndex(({ text }) => text === '--');
  const own = end === -1 ? words : words.slice(0, end);
  const operands = own.filter(
    ({ text }, index) =>
      !text.startsWith('-') && !VALUED.test(own[index - 1]?.text ?? '') && text !== 'start',
  );
  const [target] = operands;
  if (target !== undefined && target.value === undefined)
    return { children: [], unknown: 'what it starts comes from a variable' };
  const { cwd } = invocation.environment;
  const path = [target?.value ?? DEFAULTS]
    .flat()
    .map((name) => absolutePath(name, cwd))
    .find((name) => target !== undefined || isFile(chain, name));
  if (path === undefined) return { children: [], unknown: 'its configuration is not in the image' };
  const steps = new Steps();
  if (!/(?:\.config\.[cm]?js|\.json|\.ya?ml)$/.test(path)) {
    const args = end === -1 ? [] : words.slice(end + 1);
    const told = own.findIndex(({ text }) => text === '--interpreter');
    const interpreter = told === -1 ? '' : (own[told + 1]?.value ?? '');
    start(chain, invocation, { script: path, interpreter, line: 0 }, args, steps);
    return steps.done();
  }
  const text = textOf(chain, path);
  if (text === undefined || text.length > MAX_TEXT) {
    steps.problem(isFile(chain, path) ? `the text of ${path} was not kept` : `${path} is not in the image`);
    return steps.done();
  }
  const apps = /\.[cm]?js$/.test(path) ? appsOfProgram(text) : appsOfData(text, path);
  if (apps === undefined) steps.problem(`${path} cannot be read`);
  else if (apps.length === 0) steps.problem(`${path} names no script that can be read without running it`);
  const folder = directory(path);
  for (const app of (apps ?? []).slice(0, MAX_APPS)) {
    const at = { ...invocation, place: lineOf(chain, path, app.line) };
    start(
      chain,
      at,
      { ...app, cwd: absolutePath(app.cwd ?? '.', folder) },
      splitCommand(app.args ?? ''),
      steps,
    );
  }
  return steps.done();
};

function start(
  chain: Chain,
  invocation: Invocation,
  app: App,
  args: readonly Argument[],
  steps: Steps,
): void {
  const environment =
    app.cwd === undefined ? invocation.environment : { ...invocation.environment, cwd: app.cwd };
  const given =
    app.interpreter === undefined || app.interpreter === '' ? byExtension(app.script) : app.interpreter;
  const script =
    app.script.includes('/') || !isFile(chain, absolutePath(app.script, environment.cwd))
      ? app.script
      : absolutePath(app.script, environment.cwd);
  const words = given === undefined || given === 'none' ? [script] : [given, script];
  const argv = [...words.map(known), ...args];
  const command = oneLine(argv.map(({ text }) => text).join(' '));
  steps.add(chain.run({ argv, command, place: invocation.place, environment }));
}

/** pm2's own table of interpreters. */
function byExtension(script: string): string | undefined {
  const extension = /\.(\w{1,5})$/.exec(script)?.[1] ?? '';
  const table: Readonly<Record<string, string>> = {
    js: 'node',
    cjs: 'node',
    mjs: 'node',
    ts: 'bun',
    py: 'python',
    rb: 'ruby',
    pl: 'perl',
    php: 'php',
    sh: 'bash',
  };
  return Object.hasOwn(table, extension) ? table[extension] : undefined;
}

function appsOfData(text: string, path: string): App[] | undefined {
  let data: unknown;
  try {
    data = path.endsWith('.json') ? JSON.parse(text) : parseYaml(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
  const list = isRecord(data) ? (data.apps ?? data) : data;
  const apps = Array.isArray(list) ? list : [list];
  return apps.slice(0, MAX_APPS).flatMap((app: unknown) => {
    if (!isRecord(app) || typeof app.script !== 'string') return [];
    const args = Array.isArray(app.args) ? app.args.join(' ') : app.args;
    const interpreter = app.interpreter ?? app.exec_interpreter;
    const at = text.indexOf(JSON.stringify(app.script).slice(1, -1));
    return [
      {
        script: app.script,
        ...(typeof args === 'string' ? { args } : {}),
        ...(typeof interpreter === 'string' ? { interpreter } : {}),
        ...(typeof app.cwd === 'string' ? { cwd: app.cwd } : {}),
        line: at === -1 ? 1 : newlines(text.slice(0, at)) + 1,
      },
    ];
  });
}

/** A configuration that is a program: what it says in plain strings. Each `script` begins another app. */
function appsOfProgram(text: string): App[] {
  const settings = text.matchAll(
    /(?<![\w.])["']?(script|args|interpreter|exec_interpreter|cwd)["']?\s{0,20}:\s{0,20}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})'|`([^`$\n]{0,2000})`)/g,
  );
  const apps: { script?: string; args?: string; interpreter?: string; cwd?: string; line: number }[] = [];
  let end = 0;
  let line = 1;
  for (const match of settings) {
    const key = (match[1] ?? '').replace('exec_', '') as 'script' | 'args' | 'interpreter' | 'cwd';
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const between = text.slice(end, match.index);
    line += newlines(between);
    // A key that the app has already belongs to the next one.
    let app = apps.at(-1);
    if (app === undefined || app[key] !== undefined || /\}\s{0,200},?\s{0,200}\{/.test(between)) {
      if (apps.length >= MAX_APPS) break;
      app = { line };
      apps.push(app);
    }
    app[key] = value;
    if (key === 'script') app.line = line;
    line += newlines(match[0]);
    end = match.index + match[0].length;
  }
  return apps.flatMap(({ script, ...rest }) => (script === undefined ? [] : [{ ...rest, script }]));
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
