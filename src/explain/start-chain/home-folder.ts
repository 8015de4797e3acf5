import type { RunConfig } from '../../image/config.ts';

const MAX_LINES = 10_000;

/**
 * The HOME that a runtime sets where the image's ENV does not: that of the user in /etc/passwd, else `/`
 * (runc, libcontainer/init_linux.go).
 *
 * @param passwd the text of /etc/passwd; empty where the image has none
 */
export function homeFolder(config: RunConfig, passwd: string): string {
  const wanted = (config.User ?? '').split(':')[0] || '0';
  for (const line of passwd.split('\n', MAX_LINES)) {
    const [name, , id, , , home] = line.split(':', 7);
    if ((name === wanted || id === wanted) && home?.startsWith('/') === true) return home;
  }
  return '/';
}
