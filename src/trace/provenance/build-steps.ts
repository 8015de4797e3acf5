import { at, isFields, listAt, textAt } from '../fields.ts';

/** A step of a build, with where it stands in the Dockerfile and what layers lay on each other after it. */
export interface BuildStep {
  /** Lines of the Dockerfile, from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Digests of compressed layers, lowest first; several where the same result was stored in several forms. */
  readonly chains: readonly (readonly string[])[];
}

const MAX_STEPS = 2000;
const MAX_CHAINS = 16;
const MAX_LAYERS = 1000;

/**
 * The steps of which BuildKit says both where they stand and what layers they left (moby/buildkit,
 * docs/attestations/slsa-definitions.md, `source` and `layers`; solver/llbsolver/provenance.go writes a chain of all
 * layers up to the step's own).
 *
 * @param metadata the object that holds `source` and `layers`
 * @param info index of the Dockerfile in `source.infos`
 */
export function buildSteps(metadata: unknown, info: number): readonly BuildStep[] {
  const layers = at(metadata, 'layers');
  if (!isFields(layers)) return [];
  const steps: BuildStep[] = [];
  for (const [key, value] of Object.entries(layers).slice(0, MAX_STEPS)) {
    const id = /^(step\d{1,6}):\d{1,6}$/.exec(key)?.[1];
    if (id === undefined || !Array.isArray(value)) continue;
    const lines = linesOf(metadata, id, info);
    if (lines === undefined) continue;
    const chains = value
      .slice(0, MAX_CHAINS)
      .map(digestsOf)
      .filter((chain) => chain !== undefined);
    if (chains.length > 0) steps.push({ ...lines, chains });
  }
  return steps;
}

function digestsOf(chain: unknown): readonly string[] | undefined {
  if (!Array.isArray(chain) || chain.length > MAX_LAYERS) return undefined;
  const digests = chain.map((descriptor: unknown) => textAt(descriptor, 'digest'));
  return digests.every((digest) => digest !== undefined) ? digests : undefined;
}

function linesOf(
  metadata: unknown,
  step: string,
  info: number,
): Pick<BuildStep, 'firstLine' | 'lastLine'> | undefined {
  const locations = listAt(metadata, 10, 'source', 'locations', step, 'locations');
  // The first index is left out where it is zero.
  const own = locations.filter((location) => (at(location, 'sourceIndex') ?? 0) === info);
  const lines = own
    .flatMap((location) => listAt(location, 50, 'ranges'))
    .flatMap((range) => [at(range, 'start', 'line'), at(range, 'end', 'line') ?? at(range, 'start', 'line')])
    .filter((line): line is number => Number.isSafeInteger(line) && Number(line) > 0);
  return lines.length === 0 ? undefined : { firstLine: Math.min(...lines), lastLine: Math.max(...lines) };
}
