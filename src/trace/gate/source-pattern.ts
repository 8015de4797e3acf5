import { compileGlob } from '../../base/glob.ts';
import { repositoryOf } from '../provenance/repository.ts';

/** Why a text is no pattern of source repositories, as the end of a sentence; undefined when it is one. */
export function sourcePatternProblem(pattern: string): string | undefined {
  const wrong = /[?#]/.exec(pattern)?.[0];
  if (wrong !== undefined)
    return `has a "${wrong}": it is the address of a repository, in which * and ** stand for any part`;
  return repositoryOf(pattern) === '' ? 'names no repository' : undefined;
}

/**
 * Matches addresses of one repository or of several, however they are written: `github.com/acme/*` also
 * `git+https://github.com/acme/app.git@refs/heads/main`.
 */
export function sourceMatcher(pattern: string): (uri: string) => boolean {
  const glob = compileGlob(repositoryOf(pattern));
  return (uri) => glob.matches(repositoryOf(uri));
}

/** Matches `builder.id`s; a pattern without `@` leaves out what stands behind one, mostly a tag. */
export function builderMatcher(pattern: string): (id: string) => boolean {
  const glob = compileGlob(pattern);
  const versioned = pattern.includes('@');
  return (id) => glob.matches(versioned ? id : id.replace(/@.*$/s, ''));
}
