import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { plural } from '../../base/quantities.ts';
import type { Environment } from '../settings.ts';
import { type Diagnosis, type DoctorCheck, fail, ok } from './doctor-check.ts';

const MAX_BYTES = 4 * 1024 * 1024;
const NAME = 'Docker config';

/** Docker's config.json and the credential helpers that it names. Hosts are told, secrets are not looked at. */
export const checkDockerConfig: DoctorCheck = ({ io, registry }) => {
  const path = join(registry.dockerConfigFolder ?? '/', 'config.json');
  if (!existsSync(path))
    return Promise.resolve([ok(NAME, `none at ${path}; images are asked for without login`)]);
  let config: unknown;
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error('it is larger than 4 MiB');
    config = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    return Promise.resolve([fail(NAME, `${path} cannot be used: ${why}`, 'Mend or remove it.')]);
  }
  const { auths, credHelpers, credsStore } = asRecord(config);
  // An entry without secret only says that the helper has one.
  const hosts = Object.entries(asRecord(auths)).flatMap(([host, entry]) =>
    Object.values(asRecord(entry)).some((value) => value) ? [hostOf(host)] : [],
  );
  const helpers = new Set(
    [...Object.values(asRecord(credHelpers)), credsStore].filter(
      (name) => typeof name === 'string' && name !== '',
    ),
  );
  const stored = hosts.length === 0 ? 'no logins in it' : `logins for ${list(hosts)}`;
  return Promise.resolve([
    ok(NAME, `${path}, ${stored}`),
    ...[...helpers].map((name) => helperLine(String(name), io.env)),
  ]);
};

function helperLine(name: string, env: Environment): Diagnosis {
  const program = `docker-credential-${name}`;
  const found = (env['PATH'] ?? '').split(delimiter).find((folder) => isProgram(join(folder, program)));
  if (found !== undefined) return ok('login helper', join(found, program));
  return fail(
    'login helper',
    `${program} is not on the PATH`,
    "Install it, or remove it from Docker's config.json.",
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** `https://user:secret@host/v1/` → `host`. */
function hostOf(key: string): string {
  return key
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[^/]*@/, '')
    .replace(/\/.*$/, '');
}

function list(hosts: readonly string[]): string {
  const first = hosts.slice(0, 5).join(', ');
  return hosts.length <= 5 ? first : `${first} and ${plural(hosts.length - 5, 'other')}`;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
