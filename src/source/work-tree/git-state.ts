import { changedPaths } from './changed-paths.ts';
import { git } from './git-command.ts';
import type { GitState } from './source-tree.ts';

/** Tags and branches that are named. */
const MAX_NAMED = 20;

/** What git says of a commit and of the checkout that it is looked up in. Fetches nothing. */
export async function gitState({
  folder,
  revision,
  signal,
}: {
  readonly folder: string;
  readonly revision: string;
  readonly signal?: AbortSignal;
}): Promise<GitState> {
  const run = async (...args: readonly string[]): Promise<string> =>
    ((await git(folder, args, signal)) ?? Buffer.alloc(0)).toString('utf8').replace(/\n$/, '');
  const [head, branch, tags, branches, commit, remotes, shallow, changed] = await Promise.all([
    run('rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
    run('symbolic-ref', '--quiet', '--short', 'HEAD'),
    run(
      'for-each-ref',
      `--count=${MAX_NAMED}`,
      '--points-at',
      revision,
      // What is signed is told by its text: no program is asked to verify it.
      '--format=%(refname:lstrip=2)%09%(if)%(contents:signature)%(then)signed%(end)',
      'refs/tags',
    ),
    run(
      'for-each-ref',
      `--count=${MAX_NAMED}`,
      '--contains',
      revision,
      '--format=%(refname:lstrip=2)',
      'refs/heads',
      'refs/remotes',
    ),
    run('cat-file', 'commit', revision),
    run('config', '--local', '--get-regexp', String.raw`^remote\..*\.url$`),
    run('rev-parse', '--is-shallow-repository'),
    changedPaths(folder, signal),
  ]);
  const signed = signatureKind(commit);
  return {
    revision,
    ...(head === '' ? {} : { head }),
    ...(branch === '' ? {} : { branch }),
    tags: lines(tags).map((line) => nameOf(line)),
    signedTags: lines(tags)
      .filter((line) => line.endsWith('\tsigned'))
      .map((line) => nameOf(line)),
    branches: lines(branches),
    ...(changed === undefined ? {} : { changed }),
    ...(signed === undefined ? {} : { signed }),
    remotes: lines(remotes).map((line) => withoutCredentials(line.slice(line.indexOf(' ') + 1))),
    shallow: shallow === 'true',
    async commit(name) {
      const found = await run('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
      return found === '' ? undefined : found;
    },
  };
}

/** Before the tab. */
function nameOf(line: string): string {
  return line.slice(0, line.indexOf('\t'));
}

function lines(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

/** Headers end at the first empty line (git, Documentation/gitformat-signature.txt). */
function signatureKind(commit: string): GitState['signed'] {
  const head = commit.slice(0, commit.indexOf('\n\n'));
  const begin = /^gpgsig(?:-sha256)? -----BEGIN ([A-Z ]+)-----$/m.exec(head)?.[1];
  if (begin === 'SSH SIGNATURE') return 'ssh';
  if (begin === 'SIGNED MESSAGE') return 'x509';
  return begin === 'PGP SIGNATURE' || begin === 'PGP MESSAGE' ? 'openpgp' : undefined;
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^@/]*@/i, '$1');
}
