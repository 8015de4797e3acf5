import { oneLine } from '../explain/printable.ts';
import type { GitState } from '../source/work-tree/index.ts';
import { repositoryOf } from './provenance/repository.ts';
import { isInherited, type Named } from './source-words.ts';

/** What git says of the commit that was compared, a line each. `urls`: the addresses that the image names. */
export function stateOf(git: GitState, urls: readonly Named[]): string[] {
  const { changed } = git;
  const remotes = new Set(git.remotes.map(repositoryOf));
  const foreign = urls.filter(({ value }) => !remotes.has(repositoryOf(value)));
  return [
    `commit ${git.revision}`,
    ...(git.head === undefined || git.head === git.revision ? [] : [`the checkout stands at ${git.head}`]),
    ...git.tags
      .slice(0, 5)
      .map((tag) =>
        oneLine(
          git.signedTags.includes(tag) ? `tag ${tag}, signed; the signature was not verified` : `tag ${tag}`,
          300,
        ),
      ),
    git.branches.length === 0
      ? 'on no branch of the checkout'
      : oneLine(`on branch ${git.branches.slice(0, 3).join(', ')}`, 300),
    ...(git.signed === undefined ? [] : [`signed (${git.signed}); the signature was not verified`]),
    ...(changed === undefined || changed.length === 0
      ? []
      : [
          oneLine(
            `not committed, and not looked at: ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ' …' : ''}`,
            300,
          ),
        ]),
    ...(git.remotes.length === 0 || foreign.length === 0
      ? []
      : [oneLine(`the checkout's remote is ${git.remotes[0]}, another address than the image names`, 500)]),
  ];
}

/** Whether a tag of the commit is called like the version that the image names, with or without a `v`. */
export function versionText({ tags }: GitState, versions: readonly Named[]): readonly string[] {
  return versions
    .filter((one) => !isInherited(one))
    .map(({ value }) => {
      const plain = (name: string): string => name.replace(/^v(?=\d)/i, '');
      const tag = tags.find((one) => plain(one) === plain(value));
      return oneLine(
        tag === undefined ? `no tag of the commit is called ${value}` : `the version is its tag ${tag}`,
        300,
      );
    });
}
