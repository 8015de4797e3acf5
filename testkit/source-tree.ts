import { createHash } from 'node:crypto';
import type { FileDigest, GitState, SourceFile, SourceTree } from '../src/source/work-tree/index.ts';

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A source tree that exists only in memory: path → text. */
export function sourceTreeOf(
  texts: Readonly<Record<string, string>>,
  git?: Partial<GitState> & Pick<GitState, 'revision'>,
): SourceTree {
  const files = new Map<string, SourceFile>(
    Object.keys(texts)
      .sort()
      .map((path) => [path, { path, kind: 'file' }]),
  );
  return {
    where: 'source',
    files,
    notes: [],
    ...(git === undefined
      ? {}
      : {
          git: {
            head: git.revision,
            tags: [],
            signedTags: [],
            branches: [],
            changed: [],
            remotes: [],
            shallow: false,
            commit: (name) => Promise.resolve(git.revision.startsWith(name) ? git.revision : undefined),
            ...git,
          },
        }),
    read: (path) => Promise.resolve(texts[path] === undefined ? undefined : Buffer.from(texts[path])),
    digests(paths) {
      const digests = new Map<string, FileDigest>();
      for (const path of paths) {
        const text = texts[path];
        if (text !== undefined) digests.set(path, { sha256: sha256Of(text) });
      }
      return Promise.resolve(digests);
    },
  };
}
