import type { EntryKind } from '../../image/layer-facts.ts';

/** What the type flag says an entry is; undefined for a flag that no engine knows. */
export function entryKindOf(
  flag: string,
  name: Buffer,
): Exclude<EntryKind, 'whiteout' | 'opaque'> | undefined {
  switch (flag) {
    case '\0':
      // Only here, and not for '0', does a slash at the end of the name make a folder.
      return name.length > 0 && name[name.length - 1] === 0x2f ? 'directory' : 'file';
    case '0':
    case '7':
    case 'S':
      return 'file';
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '3':
      return 'character-device';
    case '4':
      return 'block-device';
    case '5':
      return 'directory';
    case '6':
      return 'fifo';
    default:
      return undefined;
  }
}
