import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import { NESTED_MARK } from '../../image/nested-facts.ts';

const byHost = new WeakMap<LayerFacts, ReadonlyMap<string, readonly LayerEntry[]>>();

/** The entries of what lies in one of the layer's own files, in archives in it too. */
function entriesIn(facts: LayerFacts, host: string): readonly LayerEntry[] {
  let hosts = byHost.get(facts);
  if (hosts === undefined) {
    const nested = facts.entries.filter((entry) => entry.host !== undefined);
    hosts = Map.groupBy(nested, (entry) => entry.host ?? '');
    byHost.set(facts, hosts);
  }
  return hosts.get(host) ?? [];
}

/**
 * The entries of what lies in an archive itself, and not in an archive in it.
 *
 * @param host the layer's own file around it
 * @param archive its path, with the archives around it
 */
export function membersOf(facts: LayerFacts, host: string, archive: string): readonly LayerEntry[] {
  const start = archive + NESTED_MARK;
  return entriesIn(facts, host).filter(
    ({ path }) => path.startsWith(start) && !path.includes(NESTED_MARK, start.length),
  );
}

/**
 * The entry of what lies in one of the layer's own files under a name; without one, of the one file that a compressed file
 * holds, or that stands behind a picture. Undefined where there is none, or several.
 */
export function memberOf(facts: LayerFacts, host: string, name: string): LayerEntry | undefined {
  if (name !== '') return entriesIn(facts, host).find(({ path }) => path === `${host}${NESTED_MARK}${name}`);
  const [only, ...more] = membersOf(facts, host, host);
  return more.length === 0 ? only : undefined;
}
