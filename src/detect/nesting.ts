import type { LayerFacts } from '../image/layer-facts.ts';
import { NESTED_MARK } from '../image/nested-facts.ts';
import type { Finding } from './finding.ts';

/**
 * Adds to a finding about what lies in an archive that it does, and whether anything opens the archive: a file there is at
 * no path of the container, whatever its own path says.
 */
export function nestingNoter(
  layers: readonly (LayerFacts | undefined)[],
  isStarted: (path: string) => boolean,
): (finding: Finding) => Finding {
  const hosts = new Map<number, ReadonlyMap<string, string>>();
  const hostOf = (layer: number, path: string): string | undefined => {
    let known = hosts.get(layer);
    if (known === undefined) {
      known = new Map(
        (layers[layer]?.entries ?? []).flatMap((entry) =>
          entry.host === undefined ? [] : [[`/${entry.path}`, entry.host]],
        ),
      );
      hosts.set(layer, known);
    }
    return known.get(path);
  };
  return (finding) => {
    const [{ layer, path }] = finding.evidence;
    const host = layer === undefined || !path.includes(NESTED_MARK) ? undefined : hostOf(layer, path);
    if (host === undefined) return finding;
    const opened = isStarted(host)
      ? 'which is run or opened when the container starts'
      : 'which nothing seen here opens when the container starts';
    return { ...finding, why: `${finding.why} It lies inside of the archive /${host}, ${opened}.` };
  };
}
