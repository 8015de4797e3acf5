import { baseName } from '../base/base-name.ts';
import type { StartStep } from '../explain/index.ts';
import type { Content } from '../image/layer-facts.ts';

/**
 * Whether a file that is run by its name is none that Linux starts. A shell then reads it as a script, over all bytes that are no text,
 * and nobody else has: a few NULs in its first lines, or the first bytes of an archive, are enough.
 */
export function isNoProgram({ kind, path, command }: StartStep, content: Content | undefined): boolean {
  if (path === undefined || content === undefined || (kind !== 'program' && kind !== 'elf')) return false;
  if (command.split(' ', 1)[0]?.endsWith(baseName(path)) !== true) return false;
  switch (content.kind) {
    case 'data':
      return true;
    case 'archive':
      return content.jar === undefined;
    case 'elf':
      return content.elf.type !== 'executable' && content.elf.type !== 'shared';
    default:
      return false;
  }
}
