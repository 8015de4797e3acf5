import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { selfSigned } from './certificates.ts';
import { answering, stopped } from './service-process.ts';

export interface DockerRegistryOptions {
  readonly login?: { readonly username: string; readonly password: string };
  readonly tls?: boolean;
  /** PEM of the authority whose clients alone may ask, with TLS. */
  readonly clientAuthority?: string;
  /** With protocol: a registry that it fetches from what it is asked for, and keeps (a pull-through cache). */
  readonly mirrorOf?: string;
}

export interface DockerRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** PEM of the certificate that it made for itself. */
  readonly certificate?: string;
  readonly stop: () => Promise<void>;
}

/** Starts Debian's `docker-registry` on a free port of 127.0.0.1, with its files below `folder`. */
export async function startDockerRegistry(
  folder: string,
  options: DockerRegistryOptions = {},
): Promise<DockerRegistry> {
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, 'config.yml');
  const lines = [
    'version: 0.1',
    'log: {level: error}',
    `storage: {filesystem: {rootdirectory: ${JSON.stringify(join(folder, 'data'))}}}`,
  ];
  const tls = options.tls ? selfSigned(folder, 'IP:127.0.0.1') : undefined;
  const clients = join(folder, 'clients.pem');
  if (options.clientAuthority !== undefined) await writeFile(clients, options.clientAuthority);
  const wanted = options.clientAuthority === undefined ? '' : `, clientcas: [${clients}]`;
  const files = `certificate: ${join(folder, 'cert.pem')}, key: ${join(folder, 'key.pem')}`;
  const tlsLine = tls === undefined ? '' : `, tls: {${files}${wanted}}`;
  lines.push(`http: {addr: "127.0.0.1:${port}"${tlsLine}}`);
  if (options.mirrorOf !== undefined) lines.push(`proxy: {remoteurl: ${JSON.stringify(options.mirrorOf)}}`);
  if (options.login !== undefined) {
    const file = join(folder, 'htpasswd');
    await writeFile(file, run('htpasswd', ['-Bbn', options.login.username, options.login.password]));
    lines.push(`auth: {htpasswd: {realm: test, path: ${file}}}`);
  }
  await writeFile(config, `${lines.join('\n')}\n`);
  const child = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4000);
  });
  await answering({ child, name: 'docker-registry', said: () => said }, { host: '127.0.0.1', port });
  return {
    host: `127.0.0.1:${port}`,
    ...(tls === undefined ? {} : { certificate: tls.cert }),
    stop: () => stopped(child, 'SIGKILL'),
  };
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
