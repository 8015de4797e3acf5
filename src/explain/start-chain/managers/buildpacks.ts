import { absolutePath } from '../../path-lookup.ts';
import { oneLine } from '../../printable.ts';
import {
  type Argument,
  type Chain,
  type Environment,
  type Follower,
  type Invocation,
  known,
} from '../chain.ts';
import { type LaunchMetadata, type LaunchProcess, readLaunchMetadata } from './launch-metadata.ts';
import { isFolder, lineOf, namesIn, runFolder, Steps, textOf } from './service-files.ts';

const LAUNCHER = '/cnb/lifecycle/launcher';
const MAX_TEXT = 256 * 1024;
const MAX_LAYERS = 200;

/**
 * The launcher of Cloud Native Buildpacks: what its layers run first (`exec.d`, and `profile.d` where a shell is used),
 * then the process that it is called by (`/cnb/process/web`), that is the default, or that it is told
 * (buildpacks/lifecycle, launch/launcher.go and cmd/launcher).
 */
export const followBuildpacks: Follower = (invocation, program, chain) => {
  if (program.path !== LAUNCHER) return undefined;
  const steps = new Steps();
  const { variables } = invocation.environment;
  const layersFolder = variables.get('CNB_LAYERS_DIR') ?? '/layers';
  const path = `${layersFolder}/config/metadata.toml`;
  const text = textOf(chain, path);
  if (text === undefined || text.length > MAX_TEXT) {
    steps.problem(`what it launches stands in ${path}, which is not in the image or was not kept`);
    return steps.done();
  }
  const metadata = readLaunchMetadata(text);
  if (metadata.unread > 0) steps.problem(`${metadata.unread} lines of ${path} were not understood`);
  const process = processFor(metadata, program.name, invocation.argv.slice(1));
  if (process === undefined) {
    steps.problem(oneLine(`${path} has no process ${program.name}, and no default`, 200));
    return steps.done();
  }
  const layers = layersOf(chain, metadata, layersFolder, steps);
  const app = absolutePath(variables.get('CNB_APP_DIR') ?? '/workspace', '/');
  const environment = environmentOf(chain, layers, process.type, { ...invocation.environment, cwd: app });
  const inner: Invocation = { ...invocation, environment };
  for (const folder of ['exec.d', ...(process.direct ? [] : ['profile.d'])]) {
    for (const layer of layers) {
      for (const under of forProcess(folder, process.type)) {
        if (isFolder(chain, `${layer}/${under}`)) runFolder(chain, inner, `${layer}/${under}`, steps);
      }
    }
  }
  steps.add(launch(chain, inner, process, path));
  return steps.done();
};

interface Launched extends Omit<LaunchProcess, 'command' | 'args' | 'isDefault'> {
  readonly words: readonly Argument[];
}

function processFor(
  { processes }: LaunchMetadata,
  name: string,
  given: readonly Argument[],
): Launched | undefined {
  const byName = processes.find(({ type }) => type === name);
  if (byName === undefined && given.length > 0) {
    const direct = given[0]?.value === '--';
    return { type: '', words: direct ? given.slice(1) : given, direct, line: 1 };
  }
  const process = byName ?? processes.find(({ isDefault }) => isDefault);
  if (process === undefined) return undefined;
  // What is given at start takes the place of the arguments.
  const args = given.length > 0 ? given : process.args.map(known);
  return { ...process, words: [...process.command.map(known), ...args] };
}

function launch(chain: Chain, invocation: Invocation, process: Launched, path: string) {
  const { words, direct, line, workingFolder } = process;
  const command = oneLine(words.map(({ text }) => text).join(' '));
  const { stdin: _stdin, ...rest } = invocation;
  const cwd = absolutePath(workingFolder ?? '.', rest.environment.cwd);
  const script = words.map(({ value, text }) => value ?? text).join(' ');
  const argv = direct ? words : [known('bash'), known('-c'), known(script)];
  const place = process.type === '' ? rest.place : lineOf(chain, path, line);
  return chain.run({ ...rest, argv, command, place, environment: { ...rest.environment, cwd } });
}

/** A folder for all processes, and the one in it for a process of a type; what is told at start has none. */
function forProcess(folder: string, type: string): readonly string[] {
  return type === '' ? [folder] : [folder, `${folder}/${type}`];
}

/** The folders of all layers, in the order of their buildpacks. */
function layersOf(
  chain: Chain,
  { buildpacks }: LaunchMetadata,
  folder: string,
  steps: Steps,
): readonly string[] {
  const layers = buildpacks.flatMap((id) => {
    const own = `${folder}/${id.replaceAll('/', '_')}`;
    return namesIn(chain, own)
      .map((name) => `${own}/${name}`)
      .filter((path) => isFolder(chain, path));
  });
  if (layers.length > MAX_LAYERS) steps.problem(`only the first ${MAX_LAYERS} layers were looked into`);
  return layers.slice(0, MAX_LAYERS);
}

/** Layers put their `bin` in front of PATH, and set variables by files: `NAME`, `NAME.default`, `NAME.prepend` … */
function environmentOf(
  chain: Chain,
  layers: readonly string[],
  type: string,
  environment: Environment,
): Environment {
  const variables = new Map(environment.variables);
  for (const layer of layers) {
    const path = variables.get('PATH');
    if (isFolder(chain, `${layer}/bin`) && path !== null) variables.set('PATH', `${layer}/bin:${path ?? ''}`);
    for (const folder of ['env', ...forProcess('env.launch', type)]) {
      for (const name of namesIn(chain, `${layer}/${folder}`)) {
        const [variable = '', action = 'override'] = name.split('.', 2);
        const value = textOf(chain, `${layer}/${folder}/${name}`);
        if (action === 'override') variables.set(variable, value ?? null);
        else if (action === 'default' && !variables.has(variable)) variables.set(variable, value ?? null);
        else if (action === 'append' || action === 'prepend') {
          const mark = textOf(chain, `${layer}/${folder}/${variable}.delim`) ?? '';
          variables.set(variable, put(action, variables.get(variable), value, mark));
        }
      }
    }
  }
  return { ...environment, variables };
}

function put(
  action: 'append' | 'prepend',
  before: string | null | undefined,
  value: string | undefined,
  mark: string,
): string | null {
  if (value === undefined || before === null || (before?.length ?? 0) > MAX_TEXT) return null;
  if (before === undefined || before === '') return value;
  return action === 'append' ? before + mark + value : value + mark + before;
}
