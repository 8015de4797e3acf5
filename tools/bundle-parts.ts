import { join, relative, sep } from 'node:path';

/** What a bundler knows of its modules. */
interface Graph {
  getModuleInfo(module: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Says which file of the bundle a module of built JavaScript goes to; null leaves it to the bundler. By itself it makes a file of
 * whatever the same commands need, more than a hundred for a check, and each takes its time to find. So what a check
 * needs in any case is put together: `run` (every command), `layers` and `judge` (also its worker threads), `images` and
 * `check` (itself), `text` (its usual report). Few files, for each of them asks Node anew where those are that it imports. What
 * answers `--version` stays apart.
 *
 * None of these files imports one that imports it, or in one another's order what they hold would not be there yet: rooms
 * import to the left alone, and what is behind the detectors is in other files than what they are made with.
 */
export function partsOf(dist: string): (module: string, graph: Graph) => string | null {
  const detect = join(dist, 'detect');
  const at = (...paths: readonly string[]): readonly string[] => paths.map((path) => join(dist, path));
  let parts: Parts | undefined;
  return (module, graph) => {
    const detector = detectorOf(module, detect, graph);
    if (detector !== null) return detector;
    parts ??= {
      start: closure(graph, at('cli/main.js', 'cli/version.js')),
      run: closure(graph, at('cli/run.js', 'cli/process-io.js')),
      worker: closure(graph, at('app/layers/layer-worker.js')),
      check: closure(
        graph,
        at(
          'cli/check.js',
          'app/check.js',
          'app/judge/judge-anew.js',
          'app/layers/read-layers.js',
          'app/rules/open-rules.js',
          'app/rules/recall-rules-digest.js',
          'app/rules/rules-digest.js',
        ),
      ),
      text: closure(graph, at('report/text.js')),
      workers: new Set(at('app/layers/layer-worker.js', 'app/rules/rule-worker.js')),
    };
    if (parts.start.has(module) || parts.workers.has(module)) return null;
    if (parts.run.has(module)) return 'run';
    if (!parts.check.has(module)) return parts.text.has(module) ? 'text' : null;
    const below = closure(graph, [module]);
    const judges = below.has(join(detect, 'detectors.js'));
    if (judges && !parts.worker.has(module)) return 'judging';
    const behind = [...below].some((one) => detectorOf(one, detect, graph) !== null);
    if (behind) return parts.worker.has(module) ? 'judge' : 'check';
    if (!parts.worker.has(module)) return 'images';
    const room = roomOf(module, dist);
    return BYTES.has(room) ? 'layers' : `layers-${room}`;
  };
}

type Parts = Readonly<Record<'start' | 'run' | 'worker' | 'check' | 'text' | 'workers', ReadonlySet<string>>>;

/**
 * The rooms to the left of what explains an image, and packages. What explains names calls of programs: beside what decodes, the
 * two would look like a program that decodes and runs something (test/release-image.e2e.test.ts).
 */
const BYTES: ReadonlySet<string> = new Set(['base', 'image', 'source', 'analyze', 'catalog', 'packages']);

/** The room, or `packages` for what is none of ours. */
function roomOf(module: string, dist: string): string {
  const [room = ''] = relative(dist, module).split(sep);
  return room === '..' ? 'packages' : room;
}

/** What the detectors share to read a text, of which some imports what decodes, and some is imported by it. */
const READING = ['text', 'shell'];
const DECODING = join('text', 'decode');

/**
 * A file for each folder of the detectors: with all that they look for in one, clearpull's own image would look like what
 * it finds (test/release-image.e2e.test.ts). So would even the miner's words in one file, or what decodes beside what is read.
 */
function detectorOf(module: string, detect: string, graph: Graph): string | null {
  const path = relative(detect, module);
  const [name = '..', ...below] = path.split(sep);
  if (name === '..' || below.length === 0) return null;
  if (name === 'miner') return `detect-miner-${below.join('-').replace(/\.js$/, '')}`;
  if (!READING.includes(name)) return `detect-${name}`;
  const decodes = (one: string): boolean => relative(detect, one).startsWith(DECODING + sep);
  if (decodes(module)) return 'detect-decode';
  return [...closure(graph, [module])].some(decodes) ? 'detect-units' : 'detect-words';
}

/** Modules and all that they import before they run. */
function closure(graph: Graph, modules: readonly string[]): ReadonlySet<string> {
  const found = new Set(modules);
  for (const module of found)
    for (const one of graph.getModuleInfo(module)?.importedIds ?? []) found.add(one);
  return found;
}
