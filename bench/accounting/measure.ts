import { checkTarget } from '../../src/app/check.ts';
import { DEFAULT_POLICY } from '../../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../../src/base/limits.ts';
import type { PackageDatabase } from '../../src/explain/accounting/index.ts';
import { programKind } from '../../src/image/program-files.ts';
import { ownList, ownVerdict } from './own-tools.ts';

/** One root, as clearpull and as the package manager's own tools see it. */
export interface Measured {
  readonly name: string;
  readonly databases: readonly PackageDatabase[];
  readonly programs: number;
  readonly accounted: number;
  readonly withoutDigest: number;
  /** Programs that the package manager's own tool lists. */
  readonly listed: number;
  /** Of these, accounted for by clearpull, or changed for both. */
  readonly accountedListed: number;
  readonly changed: readonly string[];
  /** Programs that the tool says have other bytes; undefined where no tool could be asked. */
  readonly changedForTool: readonly string[] | undefined;
  /** What nothing lists for clearpull, though the tool does. */
  readonly missed: readonly string[];
  readonly unlisted: readonly string[];
}

export async function measure(name: string, folder: string): Promise<Measured> {
  const programs: string[] = [];
  const [assessment] = await checkTarget(
    `rootfs:${folder}`,
    {
      policy: DEFAULT_POLICY,
      limits: DEFAULT_LIMITS,
      registry: { insecure: false, timeout: 1000, dockerConfigFolder: '/nonexistent' },
      workers: 2,
    },
    {
      onProfile({ tree }) {
        for (const { path, entry } of tree.nodes.values()) {
          if (entry.kind === 'file' && programKind(entry) !== undefined) programs.push(`/${path}`);
        }
      },
    },
  );
  const accounting = assessment?.accounting;
  if (accounting === undefined) throw new Error(`${name}: nothing was accounted for`);
  const listed = ownList(folder);
  const isListed = (path: string): boolean => listed.has(path);
  const changed = accounting.changedFiles.map(({ path }) => path).sort();
  const unlisted = accounting.unaccounted.map(({ path }) => path).sort();
  const verdict = ownVerdict(folder);
  const known = new Set(programs);
  const changedForTool = verdict?.filter((path) => known.has(path));
  const missed = unlisted.filter(isListed);
  const wrong = changed.filter((path) => isListed(path) && changedForTool?.includes(path) !== true);
  const count = programs.filter(isListed).length;
  return {
    name,
    databases: accounting.databases,
    programs: accounting.total,
    accounted: accounting.accounted,
    withoutDigest: accounting.withoutDigest,
    listed: count,
    accountedListed: count - missed.length - wrong.length,
    changed,
    changedForTool,
    missed,
    unlisted,
  };
}
