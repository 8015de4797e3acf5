import type { Digest } from '../../base/digest.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { Catalog } from '../../catalog/index.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { Image } from '../../image/image.ts';
import type { LayerCache, Part } from '../../store/layer-cache.ts';
import { knownDiffId, type LayerKnowledge } from '../layers/layer-knowledge.ts';
import { storedDiffIds } from '../layers/stored-diff-ids.ts';
import type { ReadImage } from '../read-image.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { Judged } from './judged.ts';

/** What a judgement depends on besides the bytes of the layers. */
export interface JudgedBy {
  /** Of the command, see `buildId`; without it nothing is kept, for what judges may change. */
  readonly build: string | undefined;
  readonly image: Image;
  readonly rules: Pick<RuleSet, 'sources'>;
  readonly catalog: Pick<Catalog, 'identity'>;
  /** Sources of the user's own that the image is compared with: they may change, and nothing is kept. */
  readonly source?: object;
  readonly cache: LayerCache | undefined;
}

/** A judgement, with what it was made of besides. */
export interface KnownJudgement extends Judged {
  readonly explained: Explanation;
  readonly diffIds: readonly Digest[];
  /** What detectors did not see, by layer index. */
  readonly unread: readonly (readonly Unknown[])[];
}

type Stored = Omit<KnownJudgement, 'diffIds'>;

/**
 * What was found in the same image before, and how it was explained. Detectors look once more, and with more care, at all that a
 * start runs, and what a program imports is looked up, which takes seconds for a large application; and where nothing has to be
 * judged, no detector needs to be loaded.
 */
export async function recallJudged(by: JudgedBy): Promise<KnownJudgement | undefined> {
  const diffIds = await knownDiffIds(by);
  const bytes = diffIds && (await partFor(by, diffIds)?.read());
  if (diffIds === undefined || bytes === undefined) return undefined;
  const { explained, ...stored } = JSON.parse(bytes.toString()) as Stored;
  // JSON has null for a layer without an instruction.
  const instructionOfLayer = explained.instructionOfLayer.map((one) => one ?? undefined);
  return { ...stored, explained: { ...explained, instructionOfLayer }, diffIds };
}

/** Keeps a judgement for the next time, where it will be the same then. */
export async function keepJudged(
  by: JudgedBy,
  { findings, unknowns, rules }: Judged,
  { layers, explained }: Pick<ReadImage, 'layers' | 'explained'>,
): Promise<void> {
  const part = partFor(by, storedDiffIds(layers));
  // What took too long may come to an end the next time.
  const unfinished = layers.some(({ observations }) =>
    [...observations.values()].some((one) => one.unfinished === true),
  );
  const failed = unknowns.some(({ reason }) => reason === 'detector-failed');
  if (part === undefined || unfinished || failed) return;
  const unread = layers.map((layer) => layer.unread.slice(layer.blobUnknowns.length));
  const stored = { findings, unknowns, rules, unread, explained } satisfies Stored;
  await part.write(Buffer.from(JSON.stringify(stored)));
}

/** The layers with what detectors did not see in them; undefined when they are not those that were judged. */
export function withUnread(
  layers: readonly LayerKnowledge[],
  { diffIds, unread }: KnownJudgement,
): readonly LayerKnowledge[] | undefined {
  const found = storedDiffIds(layers);
  if (found?.join() !== diffIds.join()) return undefined;
  return layers.map((layer, index) => ({
    ...layer,
    unread: [...layer.blobUnknowns, ...(unread[index] ?? [])],
  }));
}

async function knownDiffIds({ image, cache, ...by }: JudgedBy): Promise<readonly Digest[] | undefined> {
  if (cache === undefined || by.build === undefined) return undefined;
  const found: Digest[] = [];
  for (const layer of image.layers) {
    const known = await knownDiffId(layer, cache);
    if (known === undefined) return undefined;
    found.push(known.diffId);
  }
  return found;
}

function partFor(
  { build, image, rules, catalog, source, cache }: JudgedBy,
  diffIds: readonly Digest[] | undefined,
): Part | undefined {
  const { identity } = catalog;
  if (build === undefined || identity === undefined || source !== undefined || diffIds === undefined)
    return undefined;
  // Functions of the image are left out by JSON.
  return cache?.judged([build, identity, rules.sources, diffIds, image]);
}
