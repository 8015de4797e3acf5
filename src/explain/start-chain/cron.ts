import type { TreeNode } from '../../image/tree/image-tree.ts';
import { NOT_LISTED, type StartStep } from '../explanation.ts';
import { absolutePath } from '../path-lookup.ts';
import { oneLine } from '../printable.ts';
import { type Chain, type Follower, type Invocation, shellWords } from './chain.ts';
import { MAX_JOBS, parseCrontab } from './crontab.ts';
import { placeInFile } from './open-script.ts';
import { findFile } from './program.ts';

interface Source {
  readonly path: string;
  readonly withUser: boolean;
}

const MAX_FILES = 1000;

/** A cron daemon: what the image's crontabs tell it to run. */
export const followCron: Follower = (invocation, program, chain) => {
  const { name } = program;
  if (name !== 'cron' && name !== 'crond' && name !== 'supercronic' && name !== 'anacron') return undefined;
  const sources = name === 'supercronic' ? told(invocation) : [...folders(invocation, name), SYSTEM];
  const children: StartStep[] = [];
  let unread = 0;
  let isMore = false;
  const found = sources.flatMap((source) => files(chain, source));
  for (const { path, withUser } of found.slice(0, MAX_FILES)) {
    const file = findFile(chain, path, '/');
    if (file.node === undefined) continue;
    const text = chain.text(file.node.path);
    if (text === undefined) unread++;
    const jobs = parseCrontab(text ?? '', withUser);
    isMore ||= jobs.length >= MAX_JOBS;
    for (const job of jobs) {
      const user = job.user === undefined ? '' : ` as ${job.user}`;
      const place = {
        ...placeInFile(chain, file, job.line),
        when: oneLine(`cron: ${job.schedule}${user}`, 200),
      };
      const argv = shellWords(job.command);
      children.push(
        ...chain.run({ argv, command: oneLine(job.command), place, environment: invocation.environment }),
      );
    }
  }
  const problems = [
    ...(unread === 0 ? [] : [`the text of ${unread} crontabs was not kept`]),
    ...(isMore || found.length > MAX_FILES ? [`of many jobs ${NOT_LISTED}`] : []),
  ];
  return problems.length === 0 ? { children } : { children, unknown: problems.join('; ') };
};

const SYSTEM: Source = { path: '/etc/crontab', withUser: true };

function folders(invocation: Invocation, name: string): Source[] {
  const at = invocation.argv.findIndex((argument) => argument.value === '-c');
  const own = name === 'crond' && at !== -1 ? invocation.argv[at + 1]?.value : undefined;
  if (own !== undefined) return [{ path: absolutePath(own, '/'), withUser: false }];
  return [
    { path: '/var/spool/cron/crontabs', withUser: false },
    { path: '/var/spool/cron', withUser: false },
    { path: '/etc/crontabs', withUser: false },
    { path: '/etc/cron.d', withUser: true },
  ];
}

function told(invocation: Invocation): Source[] {
  const path = invocation.argv.slice(1).find((argument) => !argument.text.startsWith('-'))?.value;
  return path === undefined
    ? []
    : [{ path: absolutePath(path, invocation.environment.cwd), withUser: false }];
}

function files(chain: Chain, source: Source): Source[] {
  const resolution = chain.tree.resolve(source.path.slice(1));
  if (resolution.kind !== 'found') return [];
  if (isFile(resolution.node)) return [source];
  return chain.tree
    .children(resolution.node.path)
    .slice(0, MAX_FILES + 1)
    .map((name) => ({ ...source, path: `${source.path}/${name}` }))
    .filter(({ path }) => {
      const inner = chain.tree.resolve(path.slice(1));
      return inner.kind === 'found' && isFile(inner.node) && !path.endsWith('/.placeholder');
    });
}

function isFile(node: TreeNode): boolean {
  return node.entry.kind === 'file';
}
