import { accessSync, constants, statSync } from 'node:fs';
import { DAEMONS } from '../../source/index.ts';
import type { Environment } from '../settings.ts';
import { type Diagnosis, type DoctorCheck, ok, warn } from './doctor-check.ts';

/** The sockets of daemons that may hold images, by the places where they usually are. */
export const checkDaemons: DoctorCheck = ({ io }) => {
  const found = [...socketsOf(io.env)].flatMap(([title, paths]) => {
    const path = paths.find(isSocket);
    return path === undefined ? [] : [lineOf(title, path)];
  });
  const none = ok(
    'daemons',
    'no socket of Docker, Podman or containerd; images come from registries and files',
  );
  return Promise.resolve(found.length === 0 ? [none] : found);
};

function socketsOf(env: Environment): ReadonlyMap<string, readonly string[]> {
  const engines = DAEMONS.map(
    (daemon) => [daemon.title, [...fromVariable(env[daemon.variable]), ...daemon.sockets(env)]] as const,
  );
  return new Map([...engines, ['containerd', ['/run/containerd/containerd.sock']]]);
}

function fromVariable(address: string | undefined): readonly string[] {
  return address?.startsWith('unix://') ? [address.slice('unix://'.length)] : [];
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    // Not there, or in a folder that is not ours to enter.
    return false;
  }
}

function lineOf(title: string, path: string): Diagnosis {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return ok(title, path);
  } catch {
    return warn(
      title,
      `${path} is there, but you may not use it`,
      'Only needed to check images that it holds.',
    );
  }
}
