import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answering, stopped } from './service-process.ts';

/** A real engine that listens on a socket, with all of its files in one folder. */
export interface Engine {
  readonly socket: string;
  /** Runs its command with these arguments; throws when it fails. */
  run(...args: string[]): string;
  stop(): Promise<void>;
}

/** `podman system service`, with a storage of its own. */
export async function startPodman(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const common = [
    '--root',
    join(folder, 'storage'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'vfs',
  ];
  const socket = join(folder, 'podman.sock');
  const service = await listening(
    'podman',
    [...common, 'system', 'service', '--time', '0', `unix://${socket}`],
    socket,
  );
  return {
    socket,
    run: (...args) => run('podman', [...common, ...args], folder),
    stop: () => stopped(service),
  };
}

/** containerd with `ctr`, content in `folder`/root; no container is ever run with it. */
export async function startContainerd(folder: string): Promise<Engine & { readonly root: string }> {
  await mkdir(folder, { recursive: true });
  const root = join(folder, 'root');
  const socket = join(folder, 'containerd.sock');
  const config = join(folder, 'config.toml');
  const lines = [
    'version = 2',
    `root = ${JSON.stringify(root)}`,
    `state = ${JSON.stringify(join(folder, 'state'))}`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    '[grpc]',
    `  address = ${JSON.stringify(socket)}`,
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  const service = await listening('containerd', ['--config', config], socket);
  return {
    root,
    socket,
    run: (...args) => run('ctr', ['--address', socket, ...args], folder),
    stop: () => stopped(service),
  };
}

/** Runs a program to its end and returns what it printed; throws when it fails. */
export function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}

async function listening(program: string, args: readonly string[], socket: string): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4000);
  });
  await answering({ child, name: program, said: () => said }, { path: socket });
  return child;
}
