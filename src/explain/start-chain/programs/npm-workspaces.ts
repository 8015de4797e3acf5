import { absolutePath, directory } from '../../path-lookup.ts';
import type { Chain } from '../chain.ts';
import { textOf } from '../managers/service-files.ts';
import { globFiles } from '../shell/file-globs.ts';
import { packageFile } from './package-file.ts';

/** Packages of one repository, and patterns that name them. */
const MAX_PACKAGES = 200;
const MAX_PATTERNS = 50;
const MAX_TEXT = 64 * 1024;

/** Options whose value, in the next word or behind `=`, names packages; and those that mean all of them. */
const NAMES = /^(?:-w|--workspace|--filter|-F|--filter-prod|--scope|-p|--projects?)$/;
const ALL = /^(?:-ws|--workspaces|-r|--recursive|run-many|affected)$/;

/** Which packages of the repository a command is about; undefined where it is about the one at hand. */
export interface Selection {
  /** As written; without any, all are meant. */
  readonly names: readonly string[];
  /** The words that are left. */
  readonly rest: readonly string[];
}

/** `-w NAME`, `--filter=NAME`, `-r`: of npm, pnpm, lerna and turbo. */
export function selectionOf(words: readonly string[]): Selection | undefined {
  const names: string[] = [];
  const rest: string[] = [];
  let isAll = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name = '', value] = /^(--?[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (value !== undefined && NAMES.test(name)) names.push(value);
    else if (NAMES.test(word)) names.push(words[++at] ?? '');
    else if (ALL.test(word)) isAll = true;
    else rest.push(word);
  }
  return isAll || names.length > 0 ? { names: isAll ? [] : names, rest } : undefined;
}

/** The folders of a repository's packages, absolute, by `workspaces` of package.json, pnpm-workspace.yaml and lerna.json. */
export function workspaceFolders(
  chain: Chain,
  root: string,
  names: readonly string[] = [],
): readonly string[] {
  const folders = new Set<string>();
  for (const pattern of patternsIn(chain, root).slice(0, MAX_PATTERNS)) {
    const files = globFiles(
      chain,
      `${pattern.replaceAll('**', '*').replace(/\/+$/, '')}/package.json`,
      root,
      MAX_PACKAGES,
    );
    for (const file of files ?? []) if (folders.size < MAX_PACKAGES) folders.add(directory(file));
  }
  const all = [...folders];
  if (names.length === 0) return all;
  const wanted = names.map((name) => name.replace(/^\.{3}|\.{3}$|^\^|\^$|^\{|\}$/g, ''));
  const named = all.filter((folder) => {
    const own = packageFile(chain, folder, 'package.json').data?.['name'];
    return wanted.some(
      (name) => name === own || absolutePath(name, root) === folder || folder.endsWith(`/${name}`),
    );
  });
  // A pattern, or what depends on something: any may be meant.
  return named.length > 0 ? named : all;
}

function patternsIn(chain: Chain, root: string): readonly string[] {
  const workspaces = packageFile(chain, root, 'package.json').data?.['workspaces'];
  const listed = Array.isArray(workspaces)
    ? workspaces
    : typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces
      ? workspaces.packages
      : [];
  const own = Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string') : [];
  const pnpm = textOf(chain, absolutePath('pnpm-workspace.yaml', root))?.slice(0, MAX_TEXT) ?? '';
  const inYaml = [...pnpm.matchAll(/^[ \t]{0,20}-[ \t]{1,9}["']?([\w@*./-]{1,200})/gm)].map(
    ([, one = '']) => one,
  );
  const lerna = textOf(chain, absolutePath('lerna.json', root))?.slice(0, MAX_TEXT) ?? '';
  const inLerna = /"packages"\s{0,9}:\s{0,9}\[([^\]]{1,2000})\]/.exec(lerna)?.[1] ?? '';
  const quoted = [...inLerna.matchAll(/"([^"]{1,200})"/g)].map(([, one = '']) => one);
  const all = [...own, ...inYaml, ...quoted].filter((one) => !one.startsWith('!'));
  return all.length > 0 ? all : ['packages/*', 'apps/*', 'libs/*'];
}
