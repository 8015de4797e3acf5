import type { ShellPipeline } from '../../shell/model.ts';
import { direct } from './direct.ts';
import { later } from './later.ts';
import type { Run } from './run.ts';
import { withSockets } from './sockets.ts';

const knownRuns = new WeakMap<readonly ShellPipeline[], readonly Run[]>();

/** Everything that one script fetches or decodes, and then runs. Found once for all who ask. */
export function runsIn(written: readonly ShellPipeline[]): readonly Run[] {
  const known = knownRuns.get(written);
  if (known !== undefined) return known;
  const pipelines = withSockets(written);
  const own = pipelines.filter(({ from }) => from === undefined);
  const runs = [...own.flatMap(direct), ...later(pipelines)];
  knownRuns.set(written, runs);
  return runs;
}
