import { joinedTexts, shown, UNFOLLOWED, type Value } from './value.ts';

/** A path and others in it, of which one from the root stands for itself. */
export function pathOf([first = '', ...rest]: readonly Value[]): Value {
  let path = shown(first);
  for (const value of rest) {
    const part = shown(value);
    const below = part.startsWith('/')
      ? part
      : joinedTexts([path.endsWith('/') ? path.slice(0, -1) : path, part], '/');
    if (typeof below !== 'string') return UNFOLLOWED;
    path = below;
  }
  return path;
}
