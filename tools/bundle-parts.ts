import { join, relative, sep } from 'node:path';

/** What a bundler knows of its modules. */
interface Graph {
  getModuleInfo(module: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Says which file of the bundle a module of built JavaScript goes to; null leaves it to the bundler. By itself it makes a file of
 * whatever the same commands need, more than a hundred for a check, and each takes its time to find. So what a check
 * needs in any case is put together: `run` (every command), `layers` and `judge` (also its worker threads), `images` and
 * `check` (itself). What answers `--version` stays apart.
 *
 * Each of these files imports only those that come before it, or in one another's order what they hold would not be there
 * yet: what is behind the detectors is in other files than what they are made with.
 */
export function partsOf(dist: string): (module: string, graph: Graph) => string | null {
  const detect = join(dist, 'detect');
  const at = (...paths: readonly string[]): readonly string[] => paths.map((path) => join(dist, path));
  let parts: Parts | undefined;
  return (module, graph) => {
    const detector = detectorOf(module, detect);
    if (detector !== null) return detector;
    parts ??= {
      start: closure(graph, at('cli/main.js', 'cli/version.js')),
      run: closure(graph, at('cli/run.js', 'cli/process-io.js')),
      worker: closure(graph, at('app/layers/layer-worker.js')),
      check: closure(graph, at('cli/check.js', 'app/check.js')),
      workers: new Set(at('app/layers/layer-worker.js', 'app/rules/rule-worker.js')),
    };
    if (parts.start.has(module) || parts.workers.has(module)) return null;
    if (parts.run.has(module)) return 'run';
    if (!parts.check.has(module)) return null;
    const behind = [...closure(graph, [module])].some((one) => detectorOf(one, detect) !== null);
    if (parts.worker.has(module)) return behind ? 'judge' : 'layers';
    return behind ? 'check' : 'images';
  };
}

type Parts = Readonly<Record<'start' | 'run' | 'worker' | 'check' | 'workers', ReadonlySet<string>>>;

/**
 * A file for each folder of the detectors: with all that they look for in one, clearpull's own image would look like what
 * it finds.
 */
function detectorOf(module: string, detect: string): string | null {
  const [name, ...below] = relative(detect, module).split(sep);
  return name === undefined || name === '..' || below.length === 0 ? null : `detect-${name}`;
}

/** Modules and all that they import before they run. */
function closure(graph: Graph, modules: readonly string[]): ReadonlySet<string> {
  const found = new Set(modules);
  for (const module of found)
    for (const one of graph.getModuleInfo(module)?.importedIds ?? []) found.add(one);
  return found;
}
