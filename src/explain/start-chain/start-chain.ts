import type { Limits } from '../../base/limits.ts';
import type { RunConfig } from '../../image/config.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import { formatArgv } from '../command.ts';
import {
  type ElfStep,
  type Explanation,
  type Instruction,
  isLeftOut,
  NOT_LISTED,
  NOT_TAKEN,
  type StartStep,
  TOO_DEEP,
} from '../explanation.ts';
import { environmentOf } from '../history/config-values.ts';
import { DEFAULT_PATH } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { leavesRoom, MAX_NESTING, newBudget, orWhereStackEnds } from './budget.ts';
import type { Chain, Environment, Follower, Following, Invocation, Place, Program } from './chain.ts';
import { followCron } from './cron.ts';
import { withEnvFiles } from './env-files.ts';
import { environmentCommands } from './environment-commands.ts';
import { followFanOut } from './fan-out.ts';
import { followFinder } from './finders.ts';
import { homeFolder } from './home-folder.ts';
import { followInterpreter } from './interpreters.ts';
import { followJava } from './java/java.ts';
import { elfStep } from './libraries.ts';
import { followManagedScript, MANAGERS } from './managers/managers.ts';
import { librarySteps } from './native/library-variables.ts';
import { prependedSteps } from './php-settings.ts';
import { findProgram } from './program.ts';
import { dataUrlSteps } from './programs/data-urls.ts';
import { followForeignProgram } from './programs/foreign-programs.ts';
import { rootSteps } from './roots.ts';
import { followScript } from './script.ts';
import { moduleSteps } from './servers/modules.ts';
import { notebookSteps } from './servers/notebooks.ts';
import { followServer, settingsBeside } from './servers/servers.ts';
import { Holes, imageText } from './shell/holes.ts';
import { followShell } from './shell/shell-command.ts';
import { followShellAmongWords } from './shell-among-words.ts';
import { Spoken } from './spoken.ts';
import { makeStep } from './step.ts';
import { followTool } from './tools/tools.ts';
import { hookSteps, interpreterName } from './variable-hooks.ts';
import { followWordsOfOthers } from './words-of-others.ts';
import { followWrapper } from './wrappers.ts';

export interface StartChainInput {
  readonly config: RunConfig;
  readonly tree: ImageTree;
  text(path: string): string | undefined;
  readonly instructions: readonly Instruction[];
  readonly instructionOfLayer: readonly (Instruction | undefined)[];
  readonly limits: Limits;
}

/** In order; the first that knows the program follows it. A new kind of program is one more line here. */
const FOLLOWERS: readonly Follower[] = [
  followFanOut,
  followWrapper,
  followShell,
  followInterpreter,
  followForeignProgram,
  followJava,
  followFinder,
  followCron,
  ...MANAGERS,
  followTool,
  followServer,
  followShellAmongWords,
  followWordsOfOthers,
];

const NESTED_TOO_DEEPLY: Following = { children: [], unknown: TOO_DEEP };

/** Everything that can run when a container of the image starts, as far as it can be read without running it. */
export function startChain(input: StartChainInput): Pick<Explanation, 'startChain' | 'spoken'> {
  const budget = newBudget(input.limits.maxStartSteps);
  const holes = new Holes();
  const chain: Chain = {
    tree: input.tree,
    config: input.config,
    budget,
    holes,
    spoken: new Spoken(holes, budget),
    linked: new Map(),
    handlings: new Map(),
    text: (path) => {
      const text = input.text(path);
      return text === undefined ? undefined : imageText(text);
    },
    instructionOf: (layer) => input.instructionOfLayer[layer]?.text,
    run: (invocation) => run(chain, invocation, input.limits.maxStartSteps),
  };
  const environment: Environment = {
    variables: environmentAtStart(chain),
    cwd: input.config.WorkingDir?.startsWith('/') ? input.config.WorkingDir : '/',
  };
  const steps = rootSteps(chain, environment, input.instructions);
  const { texts, cut } = chain.spoken;
  return {
    startChain: [...steps, ...restOf(chain, steps, input.limits.maxStartSteps)],
    ...((texts.length > 0 || cut) && { spoken: { texts, cut } }),
  };
}

/** Says that steps or work were used up, where no step that is taken says so: between two commands, or in a branch that is not taken. */
function restOf(chain: Chain, steps: readonly StartStep[], maxSteps: number): readonly StartStep[] {
  const { budget } = chain;
  if ((budget.workLeft > 0 && !budget.exhausted) || steps.some(saysTheEnd)) return [];
  const place = { file: chain.config.Entrypoint?.length ? 'ENTRYPOINT' : 'CMD' };
  return [endStep(chain, '…', place, maxSteps)];
}

const END = '…';

function endStep(chain: Chain, command: string, place: Place, maxSteps: number): StartStep {
  const limit = chain.budget.stepsLeft <= 0 ? `more than ${maxSteps} steps` : 'too much to follow';
  return makeStep(chain, { what: END, command, kind: 'program', place, unknown: `${limit}: ${NOT_LISTED}` });
}

function saysTheEnd(step: StartStep): boolean {
  return step.taken !== false && ((step.what === END && isLeftOut(step)) || step.children.some(saysTheEnd));
}

/** What the runtime sets, and over it what the image does. A HOME that a file tells is known where its text was kept. */
function environmentAtStart({ config, tree, text }: Chain): Map<string, string> {
  const variables = new Map([['PATH', DEFAULT_PATH]]);
  const file = tree.resolve('etc/passwd');
  const passwd = file.kind === 'found' ? text(file.node.path) : '';
  if (passwd !== undefined) variables.set('HOME', homeFolder(config, passwd));
  for (const [name, value] of environmentOf(config)) variables.set(name, imageText(value));
  return variables;
}

function run(chain: Chain, invocation: Invocation, maxSteps: number): readonly StartStep[] {
  const { budget } = chain;
  const { place, command } = invocation;
  if (budget.exhausted) return [];
  if (budget.stepsLeft <= 0 || budget.workLeft <= 0) {
    budget.exhausted = true;
    return [endStep(chain, command, place, maxSteps)];
  }
  budget.stepsLeft--;
  const name = invocation.argv[0]?.value;
  if (name === undefined) {
    const what = invocation.argv[0]?.text ?? '';
    const unknown = /^"?\$[@*]/.test(what)
      ? 'the arguments given at start are not known'
      : 'the name of the program comes from a variable';
    return [makeStep(chain, { what, command, kind: 'program', place, unknown })];
  }
  const program = findProgram(chain, name, invocation.environment);
  budget.nesting++;
  const notTaken = place.taken === false ? 1 : 0;
  budget.notTaken += notTaken;
  const following = leavesRoom(budget, place.taken)
    ? { children: [], unknown: NOT_TAKEN }
    : budget.nesting > MAX_NESTING
      ? NESTED_TOO_DEEPLY
      : orWhereStackEnds(budget, NESTED_TOO_DEEPLY, () => follow(chain, inner(invocation), program));
  budget.nesting--;
  budget.notTaken -= notTaken;
  const unknown = [program.unknown, following.unknown].filter((reason) => reason !== undefined).join('; ');
  return [
    makeStep(chain, {
      what: program.what,
      command,
      kind: program.kind,
      place,
      program,
      runs: whatRuns(invocation),
      ...(unknown === '' ? {} : { unknown }),
      ...(invocation.environment.cwd === chain.config.WorkingDir ? {} : cwdOf(invocation)),
      elf: elfOf(chain, program, invocation),
      children: following.children,
    }),
  ];
}

function elfOf(chain: Chain, { node }: Program, { environment }: Invocation): ElfStep | undefined {
  const content = node?.entry.content;
  if (node === undefined || content?.kind !== 'elf') return undefined;
  const preset = environment.variables.get('LD_LIBRARY_PATH');
  const key = `${node.path}\0${preset}`;
  const step = chain.linked.get(key) ?? elfStep(chain, content.elf, `/${node.path}`, preset);
  chain.linked.set(key, step);
  return step;
}

const MAX_SHOWN_WORDS = 64;
const MAX_SHOWN = 1000;

/** The words that a command with variables comes to; undefined where they say no more than the command itself. */
function whatRuns({ argv, command }: Invocation): string | undefined {
  if (!/[$`*?]/.test(command)) return undefined;
  const words = argv
    .slice(0, MAX_SHOWN_WORDS)
    .map(({ text, value }) => (value === undefined ? text : formatArgv([value.slice(0, MAX_SHOWN)])));
  const runs = oneLine(`${words.join(' ')}${argv.length > MAX_SHOWN_WORDS ? ' …' : ''}`, MAX_SHOWN);
  return command.includes(runs) ? undefined : runs;
}

function cwdOf({ environment }: Invocation): { cwd?: string } {
  return environment.cwd === '/' ? {} : { cwd: environment.cwd };
}

function follow(chain: Chain, command: Invocation, program: Program): Following {
  const invocation = withEnvFiles(chain, command, program);
  const hooks = [
    ...hookSteps(chain, invocation, program),
    ...environmentCommands(chain, invocation, interpreterName(chain, program)),
    ...dataUrlSteps(chain, invocation, interpreterName(chain, program)),
    ...prependedSteps(chain, invocation, program),
    ...settingsBeside(chain, invocation, program),
    ...librarySteps(chain, invocation, program),
    ...moduleSteps(chain, invocation, program),
    ...notebookSteps(chain, invocation, program),
  ];
  const following = followProgram(chain, invocation, program);
  return hooks.length === 0 ? following : { ...following, children: [...hooks, ...following.children] };
}

function followProgram(chain: Chain, invocation: Invocation, program: Program): Following {
  if (program.kind === 'script') {
    const script = followScript(invocation, program, chain);
    const managed = followManagedScript(invocation, program, chain);
    if (managed === undefined) return script;
    const unknown = script.unknown ?? managed.unknown;
    const children = [...script.children, ...managed.children];
    return unknown === undefined ? { children } : { children, unknown };
  }
  for (const follower of FOLLOWERS) {
    const following = follower(invocation, program, chain);
    if (following !== undefined) return following;
  }
  return { children: [] };
}

/** What a command leads to stands below it: it need not say again behind which condition. */
function inner(invocation: Invocation): Invocation {
  const { when: _when, taken: _taken, ...place } = invocation.place;
  return { ...invocation, place };
}
