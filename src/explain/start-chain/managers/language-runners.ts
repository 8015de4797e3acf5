import { quote } from '../../program-text/call-arguments.ts';
import { type Follower, known, shellWords } from '../chain.ts';
import { entryFile } from '../programs/entry-file.ts';
import { splitCommand } from '../split-command.ts';
import type { Wrapper } from '../wrapper-table.ts';
import { joinedText, splitWrapped } from '../wrappers.ts';

interface Runner extends Wrapper {
  /** The word that has to come first: `exec` in `bundle exec`. Without it, it starts nothing of the image's. */
  readonly verb?: string;
  /** Words of its own behind the verb, before the program. */
  readonly behindVerb?: number;
}

/** Programs written in a language of their own that run the rest of their arguments; by their documentation. */
const RUNNERS: Readonly<Record<string, Runner>> = {
  bundle: { verb: 'exec' },
  bundler: { verb: 'exec' },
  poetry: { verb: 'run', valued: ['-C', '--directory', '-P', '--project'] },
  pipenv: { verb: 'run' },
  pdm: { verb: 'run', valued: ['-p', '--project'] },
  hatch: { verb: 'run', valued: ['-e', '--env'] },
  rye: { verb: 'run' },
  uv: {
    verb: 'run',
    valued: [
      '--directory',
      '--project',
      '--python',
      '-p',
      '--with',
      '--env-file',
      '--extra',
      '--group',
      '-m',
    ],
  },
  conda: { verb: 'run', valued: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  mamba: { verb: 'run', valued: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  'ddtrace-run': {},
  'newrelic-admin': { verb: 'run-program' },
  'opentelemetry-instrument': {
    valued: [
      '--traces_exporter',
      '--metrics_exporter',
      '--logs_exporter',
      '--service_name',
      '--exporter_otlp_endpoint',
    ],
  },
  dotenv: { valued: ['-e', '-f', '-c'] },
  dotenvx: { verb: 'run', valued: ['-f', '--env-file'] },
  chamber: { verb: 'exec', behindVerb: 1 },
  'aws-vault': { verb: 'exec', behindVerb: 1, valued: ['-d', '--duration', '--region', '-t', '--mfa-token'] },
  doppler: { verb: 'run', valued: ['-p', '--project', '-c', '--config', '-t', '--token'] },
  infisical: { verb: 'run', valued: ['--env', '--path', '--projectId', '--token'] },
  op: { verb: 'run', valued: ['--env-file', '--account'] },
  perf: { verb: 'stat', valued: ['-e', '-o', '-r', '-x'] },
  sops: { verb: 'exec-env', behindVerb: 1, joinsToText: true },
  'cross-env': { assignments: true },
  'cross-env-shell': { assignments: true },
};

/** Programs that start a program of Node.js, by the first file among their words. */
const NODE_RUNNERS =
  /^(?:nodemon|ts-node(?:-dev|-esm)?|tsx|babel-node|vite-node|node-dev|forever|supervisor|electron)$/;
const MAX_WORDS = 64;

/** `bundle exec puma`, `poetry run gunicorn app:app`, `nodemon server.js`. */
export const followLanguageRunner: Follower = (invocation, program, chain) => {
  if (NODE_RUNNERS.test(program.name)) {
    const { cwd } = invocation.environment;
    const words = invocation.argv.slice(0, MAX_WORDS);
    const told = words[words.findIndex(({ value }) => /^(?:-x|--exec)$/.test(value ?? '')) + 1];
    // forever(1): `-c PROGRAM` stands for Node.js.
    const other = words[words.findIndex(({ value }) => value === '-c' || value === '--command') + 1];
    if (/^(?:forever|supervisor)$/.test(program.name) && other?.value !== undefined && other !== words[0]) {
      const rest = words.slice(words.indexOf(other) + 1);
      const command = [other, ...rest].map(({ text }) => text).join(' ');
      return {
        children: chain.run({ ...invocation, argv: [...splitCommand(other.value), ...rest], command }),
      };
    }
    // What follows are arguments of it, be it an interpreter or a line of a shell.
    if (program.name === 'nodemon' && told?.value !== undefined && told !== words[0]) {
      const rest = words.slice(words.indexOf(told) + 1);
      const text = [told.value, ...rest.map(({ value, text: written }) => quote(value ?? written))].join(' ');
      return { children: chain.run({ ...invocation, argv: shellWords(text), command: text }) };
    }
    const at = words.findIndex(
      ({ value, text }, index) =>
        index > 0 &&
        !text.startsWith('-') &&
        value !== undefined &&
        entryFile(chain, value, 'node', cwd) !== undefined,
    );
    if (at === -1) return undefined;
    const argv = [known('node'), ...invocation.argv.slice(at)];
    return { children: chain.run({ ...invocation, argv, command: argv.map(({ text }) => text).join(' ') }) };
  }
  const runner = Object.hasOwn(RUNNERS, program.name) ? RUNNERS[program.name] : undefined;
  if (runner === undefined) return undefined;
  const split = splitWrapped(invocation.argv, runner);
  let { rest } = split;
  if (runner.verb !== undefined) {
    if (rest[0]?.value !== runner.verb) return { children: [] };
    // Options may stand behind the verb as well.
    rest = splitWrapped(rest, { ...runner, operands: runner.behindVerb ?? 0 }).rest;
  }
  if (rest.length === 0) return { children: [] };
  const variables = new Map<string, string | null>(invocation.environment.variables);
  for (const [name, value] of split.assignments) variables.set(name, value);
  const environment = { ...invocation.environment, variables };
  const command = rest.map(({ text }) => text).join(' ');
  const joined = runner.joinsToText === true ? joinedText(rest)?.value : undefined;
  const argv = joined === undefined ? rest : shellWords(joined);
  return { children: chain.run({ ...invocation, argv, command, environment }) };
};
