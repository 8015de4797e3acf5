import { MAX_TEXT } from '../packed/rows.ts';

/** What every list that is taken in has to keep to. */
const TAG = /^\w[\w.-]{0,127}$/;
const NAME = /^[a-z0-9][a-z0-9._/-]{0,200}$/;
const COMMIT = /^[0-9a-f]{40,64}$/;

/** The tag, when it is one; else undefined. */
export function tagOf(text: string): string | undefined {
  return TAG.test(text) ? text : undefined;
}

/** The full name of one of Docker's own repositories: `docker.io/library/debian` for `debian`. */
export function hubRepository(name: string): string | undefined {
  if (!NAME.test(name)) return undefined;
  return name.includes('/') ? `docker.io/${name}` : `docker.io/library/${name}`;
}

/** A git source, when all of it is there and nothing of it longer than such things are. */
export function sourceOf(
  repository: string | undefined,
  commit: string | undefined,
  path: string,
): { readonly repository: string; readonly commit: string; readonly path: string } | undefined {
  if (repository === undefined || commit === undefined || !COMMIT.test(commit)) return undefined;
  if (repository.length > MAX_TEXT || path.length > MAX_TEXT) return undefined;
  return { repository, commit, path };
}

/** The Dockerfile's path: folder and file, without what means nothing. */
export function dockerfilePath(folder: string, file: string): string {
  const parts = `${folder}/${file}`.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}
