import { join } from 'node:path';

/**
 * Where Docker, Podman and others keep certificates for single registries, in the order in which they count: the
 * user's, then the machine's. `home` is undefined for a user without one.
 */
export function certificateFolders(
  env: Readonly<Record<string, string | undefined>>,
  home: string | undefined,
): readonly string[] {
  const config = env['XDG_CONFIG_HOME'] || (home === undefined ? undefined : join(home, '.config'));
  const parents = [...(config === undefined ? [] : [config]), '/etc'];
  return parents.flatMap((parent) => ['containers', 'docker'].map((tool) => join(parent, tool, 'certs.d')));
}
