import type { RegistryOptions } from '../provider.ts';
import type { Credentials } from './credential.ts';
import { askCredentialHelper } from './credential-helper.ts';
import { type DockerConfig, type DockerConfigEntry, readDockerConfig } from './docker-config.ts';

/** Under which Docker keeps the login of Docker Hub. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/**
 * What to log in to a registry with: what the user gave, else what Docker's config.json or its helpers know;
 * undefined for none. Throws `unauthorized` or `usage` when they cannot be asked.
 */
export async function credentialsFor(
  registry: string,
  options: RegistryOptions,
): Promise<Credentials | undefined> {
  const { username, password } = options;
  if (username !== undefined && password !== undefined) return { kind: 'password', username, password };
  const config = await readDockerConfig(options.dockerConfigFolder);
  if (config === undefined) return undefined;
  const server = registry === 'docker.io' ? DOCKER_HUB_KEY : registry;
  const helper = helperFor(config, registry, server);
  const stored = helper === undefined ? undefined : await askCredentialHelper(helper, server);
  return stored ?? inAuths(config, registry);
}

function helperFor(config: DockerConfig, registry: string, server: string): string | undefined {
  const helpers = Object.entries(config.credHelpers ?? {});
  const own = helpers.find(([key]) => key === server || hostOfKey(key) === registry);
  return own?.[1] ?? (config.credsStore || undefined);
}

function inAuths(config: DockerConfig, registry: string): Credentials | undefined {
  for (const [key, entry] of Object.entries(config.auths ?? {})) {
    const credentials = hostOfKey(key) === registry ? fromEntry(entry) : undefined;
    if (credentials !== undefined) return credentials;
  }
  return undefined;
}

function fromEntry(entry: DockerConfigEntry): Credentials | undefined {
  if (entry.identitytoken) return { kind: 'identity-token', token: entry.identitytoken };
  const decoded = Buffer.from(entry.auth ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon > 0) {
    return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  }
  return entry.username && entry.password
    ? { kind: 'password', username: entry.username, password: entry.password }
    : undefined;
}

/** Keys are hosts, and of old also addresses such as `https://host/v1/`. */
function hostOfKey(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
  return ['index.docker.io', 'registry-1.docker.io', 'docker.io'].includes(host) ? 'docker.io' : host;
}
