import { baseName } from '../../../base/base-name.ts';
import { type Chain, type Invocation } from '../chain.ts';
import { isFile, isFolder, namesIn, runFile, type Steps } from './service-files.ts';

/**
 * The services of a scan folder of runit or s6: each subfolder with a `run`, its `log/run`, and its `finish`. A file
 * `down` keeps a service from starting by itself (runsv(8), s6-supervise's "servicedir").
 */
export function serviceFolders(chain: Chain, invocation: Invocation, folder: string, steps: Steps): void {
  if (!isFolder(chain, folder)) {
    steps.problem(`${folder} is not in the image`);
    return;
  }
  for (const name of namesIn(chain, folder, steps))
    serviceFolder(chain, invocation, `${folder}/${name}`, steps);
}

export function serviceFolder(chain: Chain, invocation: Invocation, folder: string, steps: Steps): void {
  if (!isFolder(chain, folder)) return;
  const name = baseName(folder);
  const down = isFile(chain, `${folder}/down`)
    ? { when: `service ${name}, which a file named down keeps from starting`, taken: false }
    : {};
  if (!isFile(chain, `${folder}/run`)) return;
  steps.add(runFile(chain, invocation, `${folder}/run`, { cwd: folder, ...down }));
  if (isFile(chain, `${folder}/log/run`)) {
    steps.add(runFile(chain, invocation, `${folder}/log/run`, { cwd: `${folder}/log`, ...down }));
  }
  if (isFile(chain, `${folder}/finish`)) {
    const when = `when service ${name} ends`;
    steps.add(runFile(chain, invocation, `${folder}/finish`, { cwd: folder, when }));
  }
}
