import type { ShellCommand } from '../model.ts';
import { descriptorFile } from '../reader/descriptors.ts';
import { STATIC_COMMANDS } from './commands.ts';
import { MAX_OUTPUT, Step } from './step.ts';

export interface StaticOutput {
  readonly text: string;
  /** The decoders that it went through, in order. */
  readonly decoders: readonly string[];
}

/**
 * What a pipeline prints, where its words alone say so: `echo … | rev | base64 -d`. Undefined as soon as one
 * command's output depends on anything else. Nothing is run; every step is bounded.
 */
export function staticOutput(
  commands: readonly ShellCommand[],
  readFile: (path: string) => string | undefined,
): StaticOutput | undefined {
  const decoders: string[] = [];
  let current: string | undefined;
  for (const [index, command] of commands.entries()) {
    const input = inputOf(command, readFile) ?? (index === 0 ? undefined : current);
    const output = run(command, input, decoders, readFile);
    if (output === undefined || output.length > MAX_OUTPUT) return undefined;
    current = output;
  }
  return current === undefined ? undefined : { text: current, decoders };
}

function inputOf(command: ShellCommand, readFile: (path: string) => string | undefined): string | undefined {
  for (const redirect of command.redirects.toReversed()) {
    if (redirect.body !== undefined) return redirect.body;
    if (redirect.operator === '<') return readFile(redirect.target.text);
    if (redirect.operator === '<&') return readFile(descriptorFile(redirect.target.text));
  }
  return undefined;
}

function run(
  command: ShellCommand,
  input: string | undefined,
  decoders: string[],
  readFile: (path: string) => string | undefined,
): string | undefined {
  if (command.body.length > 0) return bodyOutput(command);
  if (command.name === 'echo' && command.wrappers.includes('xargs')) return echoed(command, input);
  return STATIC_COMMANDS.get(command.name)?.(new Step(command, input, decoders, readFile));
}

/** `xargs -0 echo`: what it is given, a line each. */
function echoed({ args }: ShellCommand, input: string | undefined): string | undefined {
  const before = args.map(({ text }) => `${text} `).join('');
  return input
    ?.split(/[\0\n]/)
    .filter((line) => line !== '')
    .map((line) => `${before}${line}\n`)
    .join('')
    .slice(0, MAX_OUTPUT + 1);
}

/** What the known parts of a group print: `(crontab -l; echo '…') | crontab -`. */
function bodyOutput(command: ShellCommand): string | undefined {
  const known = command.body.flatMap(({ output }) => (output === undefined ? [] : [output]));
  return known.length === 0 ? undefined : known.join('');
}
