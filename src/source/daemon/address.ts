import { join } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a daemon may listen: a socket of this machine, or, when the user's variable says so, a host. */
export type DaemonAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'host'; readonly host: string; readonly certificates?: string };

/** What tells one engine's daemon from another's. */
export interface DaemonKind {
  readonly scheme: string;
  readonly title: string;
  /** The variable that says where it listens. */
  readonly variable: string;
  readonly startHint: string;
  sockets(env: Environment): readonly string[];
}

export const DOCKER: DaemonKind = {
  scheme: 'docker-daemon',
  title: 'Docker daemon',
  variable: 'DOCKER_HOST',
  startHint: 'Start Docker',
  sockets: (env) => [
    '/var/run/docker.sock',
    ...below(env['XDG_RUNTIME_DIR'], 'docker.sock'),
    ...below(env['HOME'], '.docker/run/docker.sock'),
  ],
};

export const PODMAN: DaemonKind = {
  scheme: 'podman',
  title: 'Podman service',
  variable: 'CONTAINER_HOST',
  startHint: 'Start it with `systemctl --user start podman.socket` or `podman system service`',
  sockets: (env) => [...below(env['XDG_RUNTIME_DIR'], 'podman/podman.sock'), '/run/podman/podman.sock'],
};

/** Every engine whose daemon can be asked. */
export const DAEMONS: readonly DaemonKind[] = [DOCKER, PODMAN];

function below(folder: string | undefined, name: string): readonly string[] {
  return folder ? [join(folder, name)] : [];
}

/** Where to look for the daemon, the variable's address alone when it is set. Throws `usage` for one of no use. */
export function daemonAddresses(kind: DaemonKind, env: Environment): readonly DaemonAddress[] {
  const text = env[kind.variable];
  if (!text) return kind.sockets(env).map((path) => ({ kind: 'socket', path }));
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.+)$/.exec(text) ?? [];
  if (scheme === 'unix') return [{ kind: 'socket', path: rest }];
  if (scheme === 'tcp' && /^[^/@?#]+$/.test(rest)) {
    const certificates = env['DOCKER_TLS_VERIFY']
      ? env['DOCKER_CERT_PATH'] || join(env['HOME'] ?? '/', '.docker')
      : '';
    return [{ kind: 'host', host: rest, ...(certificates === '' ? {} : { certificates }) }];
  }
  throw new ClearpullError(
    'usage',
    `${kind.variable} is "${text.slice(0, 200)}", which clearpull cannot speak to`,
    {
      hint: 'It speaks to unix:///PATH and tcp://HOST:PORT. Over SSH: ssh HOST docker save IMAGE | clearpull -',
    },
  );
}

/** For messages. */
export function showAddress(address: DaemonAddress): string {
  return address.kind === 'socket' ? address.path : `tcp://${address.host}`;
}
