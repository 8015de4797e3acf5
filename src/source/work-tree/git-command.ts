import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { ClearpullError } from '../../base/errors.ts';
import { interruptedError } from '../interrupted.ts';

/** Bytes taken of one answer that is held in memory. */
const MAX_ANSWER = 256 * 1024 * 1024;

/**
 * Nothing that a repository's own settings name may run, and nothing may be fetched: no file system monitor, hook,
 * credential helper or lazy fetch of a partial clone; settings of the user and the machine are left out.
 * (git-config(1), git(1) "Environment Variables")
 */
const SETTINGS: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['diff.external', ''],
  // The user named this folder; whoever owns it, nothing of it is run.
  ['safe.directory', '*'],
];

function environment(): NodeJS.ProcessEnv {
  const counted = Object.fromEntries(
    SETTINGS.flatMap(([key, value], i) => [
      [`GIT_CONFIG_KEY_${i}`, key],
      [`GIT_CONFIG_VALUE_${i}`, value],
    ]),
  );
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(SETTINGS.length),
    ...counted,
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

export function startGit(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): ChildProcessWithoutNullStreams {
  return spawn('git', ['-C', folder, '--no-pager', ...args], {
    env: environment(),
    stdio: 'pipe',
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * What a git command prints; undefined when it ends with another code than 0.
 *
 * @throws ClearpullError `usage` when there is no git, `limit-reached` when the answer is too long, `interrupted`
 */
export async function git(
  folder: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const child = startGit(folder, args, signal);
  child.stdin.end();
  child.stderr.resume();
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', (error) => reject(gitFailed(error)));
  child.once('close', resolve);
  const pieces: Buffer[] = [];
  let length = 0;
  child.stdout.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > MAX_ANSWER) child.kill();
    else pieces.push(piece);
  });
  const code = await promise;
  if (length > MAX_ANSWER) {
    throw new ClearpullError('limit-reached', `git ${args[0]} printed more than 256 MiB`);
  }
  return code === 0 ? Buffer.concat(pieces) : undefined;
}

export function gitFailed(error: unknown): ClearpullError {
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return interruptedError(error);
  if (code === 'ENOENT') {
    return new ClearpullError('usage', 'git is needed to read a git checkout, and is not on the PATH', {
      hint: 'Install git, or give a folder that is no git checkout.',
      cause: error,
    });
  }
  return new ClearpullError('target-invalid', `git could not be run (${code ?? 'unknown error'})`, {
    cause: error,
  });
}
