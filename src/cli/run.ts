import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import type { CheckTarget } from './check.ts';
import { type Invocation, parseCommandLine } from './command-line.ts';
import { COMMANDS } from './commands/commands.ts';
import { configurableOptions } from './commands/find-command.ts';
import { loadConfig } from './config/find-config.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createLog, type LogSettings } from './log.ts';
import { noSuch } from './no-such.ts';
import { envNameOf } from './options/option-spec.ts';
import { optionsNamed } from './options.ts';
import { type Resolved, resolveSettings } from './settings.ts';
import { toolVersion } from './version.ts';

/** Runs one command line to its end; never rejects. What only one command needs is loaded only for it. */
export async function runCli(argv: readonly string[], io: Io, checkTarget?: CheckTarget): Promise<ExitCode> {
  let log = createLog(io, firstLook(argv, io));
  try {
    const invocation = parseCommandLine(argv, COMMANDS);
    await checkChoices(invocation);
    const resolved = await resolve(invocation, io);
    log = createLog(io, { ...firstLook(argv, io), ...resolved.values });
    for (const file of resolved.files) await log.detail(`Settings are read from ${file}.`);
    for (const note of [...resolved.notes, ...mistypedVariables(io)]) await log.note(note);
    const code = await invocation.command.run({
      operands: invocation.operands,
      settings: resolved.values,
      resolved,
      io,
      log,
      version: toolVersion(),
      commands: COMMANDS,
      ...(checkTarget === undefined ? {} : { checkTarget }),
    });
    if (io.stdout.failure !== undefined) throw notPrinted(io.stdout.failure);
    return code;
  } catch (error) {
    await log.error(error);
    return exitCodeOfError(error);
  }
}

/** Whoever redirects a report into a file must not take a part of it for all of it. */
function notPrinted(cause: Error): ClearpullError {
  return new ClearpullError('output-failed', 'Not everything could be written to standard output.', {
    hint: 'Check that the place it leads to has room, and run it again.',
    cause,
  });
}

/** Throws `usage` for an operand that is none of those that there are. */
async function checkChoices({ command, operands }: Invocation): Promise<void> {
  for (const [index, given] of operands.entries()) {
    const spec = command.operands?.[index];
    const choices = await spec?.choices?.();
    if (spec === undefined || spec.open === true || choices === undefined || choices.includes(given))
      continue;
    throw noSuch(spec, given, choices);
  }
}

async function resolve({ command, flags }: Invocation, io: Io): Promise<Resolved> {
  const { env } = io;
  // A broken configuration must not keep anybody from help, or from finding out what is wrong with it.
  if (command.readsConfig === false) return resolveSettings(command.options, { flags, env, files: [] });
  const named = resolveSettings(optionsNamed('config'), { flags, env, files: [] }).values['config'];
  const files = await loadConfig(named as string | undefined, env, io.cwd, configurableOptions(COMMANDS));
  return resolveSettings(command.options, { flags, env, files });
}

/** How to write messages before the command line is understood, or when it cannot be. */
function firstLook(argv: readonly string[], { env }: Io): LogSettings {
  const debug = argv.includes('--debug') || /^(?:1|true|yes|on)$/i.test(env['CLEARPULL_DEBUG'] ?? '');
  const given = argv.findLast(
    (word, i) => argv[i - 1] === '--log-format' || word.startsWith('--log-format='),
  );
  const format = given?.replace('--log-format=', '') ?? env['CLEARPULL_LOG_FORMAT'];
  return { logFormat: format === 'json' ? 'json' : 'text', quiet: false, verbose: false, debug };
}

/** CLEARPULL_FORMT is nobody's; whoever set it meant something. Names that are near none may be others' own. */
function mistypedVariables({ env }: Io): readonly string[] {
  const known = configurableOptions(COMMANDS).flatMap((option) => envNameOf(option) ?? []);
  known.push('CLEARPULL_PASSWORD');
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('CLEARPULL_') || known.includes(name)) return [];
    const meant = didYouMean(name, known);
    return meant === undefined ? [] : [`The variable ${name} is no setting. Did you mean ${meant}?`];
  });
}
