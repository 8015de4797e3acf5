import type { ChildProcess } from 'node:child_process';
import { connect, type NetConnectOpts } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often it is tried, 50 ms apart, whether a service answers: twenty seconds. */
const TRIES = 400;

/**
 * Waits until something answers at `where`, and ends the service when nothing ever does.
 * Throws with what the service said when it ended by itself or does not answer.
 */
export async function answering(
  service: { readonly child: ChildProcess; readonly name: string; said(): string },
  where: NetConnectOpts,
): Promise<void> {
  const { child, name } = service;
  for (let tries = 0; tries < TRIES; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${service.said()}`);
    if (await connects(where)) return;
    await sleep(50);
  }
  await stopped(child);
  throw new Error(`${name} does not answer: ${service.said()}`);
}

/** Ends a service and waits until it is gone. */
export async function stopped(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.kill(signal);
  });
}

function connects(where: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(where);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
