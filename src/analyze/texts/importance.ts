import { programKind } from '../../image/program-files.ts';
import { isStartedPlace } from '../../image/started-places.ts';
import { isTextToFollow, type TextFile } from './keep-text.ts';

/** What a text is kept for: it starts by itself, by where it lies; a shell or the system acts on it, or somebody calls it; neither. */
export type Importance = 'started' | 'called' | 'other';

/**
 * How important it is to keep a text, where there is not enough room for all. That it may be executed says little by itself: of many
 * applications that is true of all files.
 */
export function importanceOf(file: TextFile): Importance {
  const { path, mode, content } = file;
  if (isStartedPlace(path)) return 'started';
  if (isTextToFollow(path, content)) return 'called';
  const isCalled = (mode & 0o111) !== 0 && programKind({ ...file, kind: 'file' }) === 'script';
  return isCalled ? 'called' : 'other';
}
