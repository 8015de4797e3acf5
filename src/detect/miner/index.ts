import { baseName } from '../../base/base-name.ts';
import type { Detector, LayerView, Observation } from '../detector.ts';
import { groupBy } from '../text/group.ts';
import { isServedPage, roleOf } from '../text/role.ts';
import { canRun, programFacts, walletsIn } from './in-program.ts';
import { judgeMining } from './judge.ts';
import { lookForMining } from './look.ts';
import { isMinerName } from './names.ts';
import { PROGRAM_WORDS } from './program-words.ts';
import { MINER_RULES } from './rules.ts';
import type { Seen } from './seen.ts';

/** Finds miners by what they contain and are told, whatever they are called. */
export const miner: Detector<Seen> = {
  id: 'miner',
  version: 15,
  title: 'Cryptocurrency miners',
  readsFiles: true,
  rules: MINER_RULES,
  triggers: { literals: PROGRAM_WORDS, addresses: true },
  texts: {
    look: lookForMining,
    wants: (role, { path }) => role === 'active' || role === 'library' || isServedPage(path),
  },
  inspect: (layer) => [...programs(layer), ...names(layer)],
  judge: judgeMining,
};

function programs(layer: LayerView): readonly Observation<Seen>[] {
  const observations: Observation<Seen>[] = [];
  for (const marks of groupBy(layer.marks, ({ entry }) => String(entry)).values()) {
    const index = marks[0].entry;
    const entry = layer.facts.entries[index];
    if (entry?.kind !== 'file') continue;
    const kind = canRun(entry);
    const facts = kind === undefined ? undefined : programFacts(marks);
    if (kind === undefined || facts === undefined) continue;
    // A shell script that greps for miners uses all their words; what it does itself, its commands tell.
    const shell = entry.content?.kind === 'script' && /sh\b/.test(entry.content.interpreter);
    if (shell) continue;
    const protocol = facts.groups.some(({ id }) => id === 'protocol');
    if (kind === 'script' && !protocol) continue;
    const shown = facts.groups.flatMap(
      ({ words }) => facts.marks.find(({ text }) => words.includes(text.toLowerCase())) ?? [],
    );
    for (const mark of shown.slice(0, 6)) {
      const place = mark.places[0];
      observations.push({
        entry: index,
        ...(place !== undefined && { offset: place.offset }),
        excerpt: place?.excerpt ?? mark.text,
        data: {
          what: 'program',
          grade:
            // A rule pack has pools, but no wallet of its own; many wallets are data about wallets.
            facts.wallets.length > 0 && facts.wallets.length <= 4 && facts.pools.length > 0
              ? 'proof'
              : 'miner',
          kind,
          groups: facts.groups.length,
          signs: facts.groups.map(({ about }) => about),
          wallets: walletsIn(marks)
            .slice(0, 10)
            .map(({ address, coin, validation }) => ({ address, coin, validation })),
          pools: facts.pools.map(({ value, reason, apex }) => ({
            value,
            reason,
            ...(apex !== undefined && { apex }),
          })),
          ...(facts.about !== undefined && { about: facts.about }),
          ...(facts.works && { works: true }),
        },
      });
    }
  }
  return observations;
}

const MAX_NAMES = 20;

function names(layer: LayerView): readonly Observation<Seen>[] {
  const observations: Observation<Seen>[] = [];
  for (const [index, entry] of layer.facts.entries.entries()) {
    if (entry.kind !== 'file' || !isMinerName(entry.path)) continue;
    const runs =
      entry.content?.kind === 'elf' || entry.content?.kind === 'script' || (entry.mode & 0o111) !== 0;
    if (!runs || roleOf(entry.path) === 'document' || observations.length >= MAX_NAMES) continue;
    const excerpt = `a program named ${baseName(entry.path)}`;
    observations.push({
      entry: index,
      excerpt,
      data: { what: 'name', grade: 'hint', wallets: [], pools: [], signs: [] },
    });
  }
  return observations;
}
