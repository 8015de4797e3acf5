import { baseName } from '../../../base/base-name.ts';

const SHELLS = new Set(
  'sh bash ash dash ksh mksh lksh oksh ksh93 pdksh zsh rbash hush yash posh osh csh tcsh fish rc es nu elvish xonsh'.split(
    ' ',
  ),
);

/** True for the name or path of a shell whose language the parser reads (all others: as far as they agree). */
export function isShell(name: string): boolean {
  return SHELLS.has(baseName(name));
}
