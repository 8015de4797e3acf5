import { join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import {
  certificateFolders,
  checkProxy,
  type ProxySettings,
  parseMirror,
  proxySettings,
  type RegistryMirror,
  type RegistryOptions,
} from '../source/index.ts';
import { homeOf } from './home.ts';
import type { Io } from './io.ts';
import { readCertificates } from './read-certificates.ts';
import type { CheckSettings } from './settings.ts';

const MAX_PASSWORD_BYTES = 64 * 1024;

/** The settings of the group Registry. */
export type RegistrySettings = Pick<
  CheckSettings,
  'username' | 'passwordStdin' | 'cacert' | 'insecure' | 'timeout' | 'mirror' | 'proxy' | 'downloads'
> & { readonly offline?: boolean };

/** How registries are to be spoken to. Reads the files that are named, and the password. Throws `usage`. */
export async function registryOptions(settings: RegistrySettings, io: Io): Promise<RegistryOptions> {
  const { cacert, insecure, timeout } = settings;
  const ca = cacert === undefined ? undefined : await readCertificates(cacert, '--cacert');
  // Node's own way to the home throws for a user without one.
  const home = homeOf(io.env);
  const dockerConfigFolder = io.env['DOCKER_CONFIG'] || join(home ?? '/', '.docker');
  return {
    ...(await credentials(settings, io)),
    ...(ca === undefined ? {} : { caCertificates: ca }),
    dockerConfigFolder,
    insecure,
    timeout: timeout * 1000,
    mirrors: settings.mirror.map(mirrorOf),
    downloads: settings.downloads,
    ...(settings.offline === true ? { offline: true } : {}),
    proxies: proxiesOf(settings, io),
    certificateFolders: certificateFolders(io.env, home),
  };
}

/** What is typed is seen by other users of the machine, and files are shared: no place for a password. */
function proxiesOf({ proxy }: RegistrySettings, io: Io): ProxySettings {
  const fromEnv = proxySettings(io.env);
  if (proxy === undefined) return fromEnv;
  if (proxy === 'none') return {};
  if (proxy.includes('@')) {
    throw new ClearpullError('usage', '--proxy does not take a login.', {
      hint: 'Write it into the variable HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT.',
    });
  }
  const setting = { address: proxy, from: '--proxy' };
  checkProxy(setting);
  return { ...fromEnv, https: setting, http: setting, evenThisMachine: true };
}

function mirrorOf(text: string): RegistryMirror {
  const mirror = parseMirror(text);
  if (typeof mirror !== 'string') return mirror;
  throw new ClearpullError('usage', `--mirror ${visible(text)} names no mirror: ${visible(mirror)}.`, {
    hint: 'Write HOST for a mirror of Docker Hub, or REGISTRY=HOST/PATH, such as quay.io=mirror.example/quay.',
  });
}

async function credentials(
  { username, passwordStdin }: RegistrySettings,
  io: Io,
): Promise<{ readonly username?: string; readonly password?: string }> {
  const fromEnv = io.env['CLEARPULL_PASSWORD'];
  if (username === undefined) {
    if (!passwordStdin) return {};
    throw new ClearpullError('usage', '--password-stdin needs --username.', {
      hint: 'For instance: pass show registry | clearpull --username me --password-stdin registry.example.com/app',
    });
  }
  const password = passwordStdin
    ? (await io.readStdin(MAX_PASSWORD_BYTES)).toString('utf8').replace(/\r?\n$/, '')
    : fromEnv;
  if (password) return { username, password };
  throw new ClearpullError('usage', 'There is a --username, but no password for it.', {
    hint: 'Give it with --password-stdin, or in the variable CLEARPULL_PASSWORD.',
  });
}
