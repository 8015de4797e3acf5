import { baseName } from '../../base/base-name.ts';
import { nodesBelow } from '../../image/tree/nodes-below.ts';
import type { Evidence, Finding } from '../finding.ts';
import { clip, lines } from '../text/lines.ts';
import { type AnyView, findingOf, isHiddenPath } from './finding-of.ts';

/** Allocators, wrappers and test helpers that honest images preload. */
export const USUAL_PRELOADS =
  /^lib(?:jemalloc|tcmalloc\w*|mimalloc|snmalloc|hoard|nss_wrapper|uid_wrapper|socket_wrapper|faketime\w*|eatmydata|fakeroot\w*|fakechroot|SegFault|gomp|iomp5|omp|stdbuf|keepalive|armmem\w*|asan|tsan|ubsan|lsan|proxychains\w*|torsocks|tsocks|dlsym|gtk3-nocsd|bz2|ssl|crypto|stdc\+\+|z|vglfaker|dlfaker|nvidia\w*|cuda\w*|pthread|m|c|gcc_s|resolv|sqlite3|freetype|fontconfig|GL|OpenGL|mkl\w*|tbb\w*|heap\w*|numa|curl\w*|datadog\w*|oneagent\w*|asound|pulse\w*|musl\w*|gcompat)(?:[-_.][\w.+-]*)?\.so(?:\.[\d.]+)?$/;
/** What watches programs of .NET, by the names that their makers ship it under. */
const USUAL_PROFILERS =
  /^(?:Datadog\.[\w.]{1,60}|libdatadog[\w.-]{0,40}|(?:lib)?NewRelic[\w.]{0,60}|OpenTelemetry\.AutoInstrumentation[\w.]{0,40}|lib(?:appdprofiler|elastic_apm_profiler|oneagent\w{0,40}|InstrumentationEngine|CoverageInstrumentationMethod|ContrastProfiler|dotnet-monitor\w{0,40})|ElasticApmAgentStartupHook|Elastic\.Apm[\w.]{0,40}|Pyroscope\.Profiler\.Native|Microsoft\.(?:ApplicationInsights|CodeCoverage)[\w.]{0,60}|Microsoft\.(?:Extensions\.DotNetDeltaApplier|AspNetCore\.Watch\.BrowserRefresh)|CoreProfiler|instana_[\w.]{0,40}|JetBrains[\w.]{0,60})\.(?:so|dll)$/;
const NAMES = String.raw`LD_(?:PRELOAD|AUDIT)|DOTNET_STARTUP_HOOKS|COR(?:ECLR)?_PROFILER_PATH(?:_\w{2,5})?|GTK[23]?_MODULES|(?:CUDA|NVTX)_INJECTION(?:64|32)_PATH`;
const NAMED = new RegExp(NAMES);
const VARIABLE = new RegExp(
  String.raw`(?:^|[\s;&"'])(?:export\s+|Environment=["']?|ENV\s+)?(${NAMES})=["']?([^"'\s;&|]{1,1000})`,
);
const PROFILES =
  /^(?:etc\/(?:environment|profile|bash\.bashrc|bashrc|zsh\/\w{1,20}|profile\.d\/[^/]+|systemd\/.+|default\/[^/]+|init\.d\/[^/]+)|(?:root|home\/[^/]+)\/\.(?:bashrc|profile|bash_profile|zshrc|zshenv))$/;

interface Preloaded {
  readonly library: string;
  readonly evidence: Evidence;
  readonly global: boolean;
}

/** Libraries loaded before all others that are no known helper. */
export function preloadFindings(view: AnyView): readonly Finding[] {
  const odd = preloaded(view).flatMap((one) => {
    const weight = weightOf(view, one);
    return weight === undefined ? [] : [{ ...one, weight }];
  });
  const high = odd.find(({ weight }) => weight === 'high');
  const first = high ?? odd[0];
  if (first === undefined) return [];
  const where = first.global ? 'every program' : 'every program that gets this environment';
  const standing = view.standing(first.library.replace(/^\/+/, ''));
  const by = standing === 'unlisted' ? ', which no package accounts for' : '';
  return findingOf('preload', {
    severity: first.weight,
    confidence: first.weight === 'high' ? 'high' : 'medium',
    why: `${first.evidence.path} makes ${where} load ${first.library}${by} before anything else.`,
    fix: 'Take the setting out unless you know what the library does.',
    evidence: odd.map(({ evidence }) => evidence).slice(0, 50),
  });
}

function preloaded(view: AnyView): readonly Preloaded[] {
  const found: Preloaded[] = [];
  const add = (list: string, evidence: Evidence, global: boolean): void => {
    for (const library of list.split(/[:\s]+/).slice(0, 20)) {
      if (library !== '' && !library.startsWith('$') && found.length < 100)
        found.push({ library, evidence, global });
    }
  };
  const addSet = (match: RegExpExecArray, evidence: Evidence): void => {
    const [, name = '', list = ''] = match;
    // Of others than the loader's, a name without a folder is a part of the framework.
    const own = name.startsWith('LD_') ? list : list.split(/[:;]/).filter(isOwnFile).join(':');
    add(own, evidence, false);
  };
  const layerOf = (path: string): { layer?: number } => {
    const layer = view.tree.get(path)?.contentLayer;
    return layer === undefined ? {} : { layer };
  };
  const preload = 'etc/ld.so.preload';
  for (const line of lines(view.text(preload) ?? '')) {
    const list = line.text.replace(/#.*$/, '').trim();
    add(list, { path: `/${preload}`, ...layerOf(preload), line: line.number, excerpt: clip(list) }, true);
  }
  for (const { path, text } of view.configTexts) {
    const match = path === 'LABEL' || path === 'ARG' ? null : VARIABLE.exec(text.slice(0, 10_000));
    if (match !== null) addSet(match, { path, excerpt: clip(text, match.index) });
  }
  const started = view.explanation.startChain.flatMap((step) => [step, ...step.children]);
  const scripts = started.flatMap(({ path }) => (path === undefined ? [] : [path.replace(/^\/+/, '')]));
  const files = new Set([
    ...nodesBelow(view.tree, ['etc', 'home', 'root'])
      .map(({ path }) => path)
      .filter((path) => PROFILES.test(path)),
    ...scripts.slice(0, 200),
  ]);
  for (const path of files) {
    const text = view.text(path) ?? '';
    for (const line of NAMED.test(text) ? lines(text) : []) {
      if (!NAMED.test(line.text) || /^\s*#/.test(line.text)) continue;
      const match = VARIABLE.exec(line.text);
      if (match === null) continue;
      addSet(match, {
        path: `/${path}`,
        ...layerOf(path),
        line: line.number,
        excerpt: clip(line.text.trim()),
      });
    }
  }
  return found;
}

function isOwnFile(path: string): boolean {
  return path.includes('/') && (isHiddenPath(path) || !USUAL_PROFILERS.test(baseName(path)));
}

function weightOf(view: AnyView, { library, global }: Preloaded): 'low' | 'medium' | 'high' | undefined {
  const path = library.replace(/^\/+/, '');
  if (/[${]/.test(library)) return undefined;
  if (isHiddenPath(`/${path}`)) return 'high';
  const name = baseName(path);
  if (USUAL_PRELOADS.test(name)) return undefined;
  const found = view.tree.resolve(path);
  if (found.kind !== 'found' || found.node.entry.content?.kind !== 'elf') return 'low';
  const standing = view.standing(found.node.path);
  if (standing !== undefined) return global ? 'high' : 'medium';
  return global ? 'medium' : 'low';
}
