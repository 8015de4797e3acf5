import type { ShellCommand } from '../shell/model.ts';
import { languageOfInterpreter } from '../text/language.ts';

const NETCAT = /^(?:nc|ncat|netcat|nc\.traditional|nc\.openbsd|nc6|pwncat)$/;
const SHELL_WORD = /(?:^|[/:\s"'=])(?:ba|da|a|z|k)?sh(?:$|[\s,"'])/;

export function isShell(command: ShellCommand): boolean {
  return languageOfInterpreter(command.name) === 'shell';
}

/** A shell that takes its commands from standard input: no script, no `-c`. */
export function readsCommands(command: ShellCommand): boolean {
  if (!isShell(command)) return false;
  return command.args.every(
    ({ text }) => /^[-+](?!.*c)[a-zA-Z-]+$/.test(text) || text === '-' || text === '/dev/stdin',
  );
}

/** Moves bytes between the network and its own input and output. */
export function isNetworkPipe(command: ShellCommand): boolean {
  if (NETCAT.test(command.name) || command.name === 'telnet')
    return !command.args.some(({ text }) => /^-\w*z/.test(text));
  if (command.name === 'openssl') return command.args[0]?.text === 's_client';
  if (command.name === 'socat') return command.args.some(({ text }) => isSocketAddress(text));
  return command.name === 'cat' && command.redirects.some(({ target }) => isSocketFile(target.text));
}

/** `/dev/tcp/host/port`, which bash opens as a connection. */
export function isSocketFile(path: string): boolean {
  return /^\/dev\/(?:tcp|udp)\/[^/]+\/[^/]+/.test(path);
}

/** netcat that ties a shell to the connection: `-e /bin/sh`, `--sh-exec bash`, `-c sh`. */
export function netcatRunsShell(command: ShellCommand): boolean {
  if (!NETCAT.test(command.name)) return false;
  const args = command.args.map((arg) => arg.text);
  if (args.some((arg) => SHELL_WORD.test(/^--(?:sh-)?exec=(.*)$/.exec(arg)?.[1] ?? ''))) return true;
  const option = args.findIndex((arg) => /^(?:-[a-zA-Z]*[ec]|--exec|--sh-exec)$/.test(arg));
  return option !== -1 && args.slice(option + 1).some((later) => SHELL_WORD.test(later));
}

function isSocketAddress(text: string): boolean {
  return /^(?:TCP|UDP|OPENSSL|SSL|SCTP|SOCKS4A?|PROXY|VSOCK)[46]?(?:-(?:LISTEN|CONNECT|L))?:/i.test(text);
}

/** socat with a socket on one side and a shell on the other. */
export function socatRunsShell(command: ShellCommand): boolean {
  if (command.name !== 'socat') return false;
  const args = command.args.map((arg) => arg.text);
  const shell = args.some((arg) => /^(?:EXEC|SYSTEM|SHELL):/i.test(arg) && SHELL_WORD.test(arg));
  return (shell || args.some((arg) => /^SHELL\b/i.test(arg))) && args.some(isSocketAddress);
}

const LISTENERS = /^(?:tcpserver|tcpsvd|s6-tcpserver[46]?(?:d)?|websocketd|faucet)$/;

/** A listener that gives each connection a shell of its own: `tcpserver 0 9999 /bin/sh -i`, `websocketd --port=80 sh`. */
export function listenerRunsShell(command: ShellCommand): boolean {
  if (!LISTENERS.test(command.name)) return false;
  const args = command.args.map((arg) => arg.text);
  const shell = args.findIndex((arg) => /^(?:\/\S{0,100}\/)?(?:ba|da|a|z|k)?sh$/.test(arg));
  return shell >= 0 && args.slice(shell + 1).every((arg) => /^-[a-z]+$/.test(arg) && !arg.includes('c'));
}

/** `ssh -R 2222:localhost:22 host`: lets somebody outside reach the container's own SSH server. */
export function sshOpensDoor(command: ShellCommand): boolean {
  if (command.name !== 'ssh' && command.name !== 'autossh') return false;
  const args = command.args.map((arg) => arg.text);
  return args.some((arg, index) => {
    const value = /^-\w*R$/.test(arg) ? args[index + 1] : /^-R(.+)$/.exec(arg)?.[1];
    return value !== undefined && /:(?:localhost|127\.0\.0\.1|\[::1\]):22$/.test(value);
  });
}

/** Waits for connections instead of making one. */
export function listens(command: ShellCommand): boolean {
  if (LISTENERS.test(command.name)) return true;
  return command.args.some(
    ({ text }) => /^-[a-zA-Z]*l/.test(text) || text === '--listen' || /-LISTEN:/i.test(text),
  );
}
