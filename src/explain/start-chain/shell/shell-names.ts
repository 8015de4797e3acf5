import { baseName } from '../../../base/base-name.ts';

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'mksh', 'zsh', 'rbash', 'hush']);

/** True for the name or path of a shell whose language the parser reads (zsh and ksh: as far as they agree). */
export function isShell(name: string): boolean {
  return SHELLS.has(baseName(name));
}
