import type { RunConfig } from '../../image/config.ts';

const MAX_LINES = 10_000;

/**
 * The HOME that a runtime sets where the image's ENV does not: that of the user in /etc/passwd, else `/`
 * (runc, libcontainer/init_linux.go). Undefined where that file was not kept.
 *
 * @param passwd the text of /etc/passwd
 * @param exists whether the image has one
 */
export function homeFolder(
  config: RunConfig,
  passwd: string | undefined,
  exists: boolean,
): string | undefined {
  if (!exists) return '/';
  if (passwd === undefined) return undefined;
  const wanted = (config.User ?? '').split(':')[0] || '0';
  for (const line of passwd.split('\n', MAX_LINES)) {
    const [name, , id, , , home] = line.split(':', 7);
    if ((name === wanted || id === wanted) && home?.startsWith('/') === true) return home;
  }
  return '/';
}
