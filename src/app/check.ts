import {
  type Assessment,
  assess,
  listFiles,
  type Policy,
  requirementsFor,
  type Suppressions,
} from '../assess/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type ImageProfile, profileOf } from '../compare/index.ts';
import { inventoryOf } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import { buildId } from '../store/build-id.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import type { TrustRoot } from '../trace/index.ts';
import { attestedUnder, circumstancesOf } from './attested-under.ts';
import { baseLayersOf } from './base-layers.ts';
import { flaggedFiles } from './flagged-files.ts';
import type { judgeAnew } from './judge/judge-anew.ts';
import { keepJudged, recallJudged, withUnread } from './judge/recall-judged.ts';
import type { LayerRunner } from './layers/layer-runner.ts';
import { readImage } from './read-image.ts';
import { NO_RULES } from './rules/rule-set.ts';
import { secretMaskOf, verdictWithoutSecrets } from './without-secrets.ts';
import { type ReadEvents, type ReadOptions, withWorkshop } from './workshop.ts';

export interface CheckOptions extends ReadOptions {
  readonly policy: Policy;
  /** What shall not count, but for the layers of the base image, which `base` names. */
  readonly suppressions?: Omit<Suppressions, 'bases'>;
  /** Target of the base image that `suppressions.ignoreBase` goes by. */
  readonly base?: string;
  /** Roots that certificates have to chain to, where the policy asks for a trace. */
  readonly trustRoots?: readonly TrustRoot[];
  /** RFC 3339; decides only which rules of the policy and which exceptions have expired. */
  readonly now?: string;
  /** Also lists the files of each image, for reports that show them. */
  readonly files?: boolean;
}

export interface CheckEvents extends ReadEvents {
  /** An image of the target is done; the same assessments are returned in the end. */
  onAssessed?(assessment: Assessment): void;
  /** The same image, as it is compared with another; called before `onAssessed`, made only when asked for. */
  onProfile?(profile: ImageProfile): void;
}

/**
 * Checks every image that a target names, each for the platforms asked for. Pure but for what it must read:
 * the same bytes, rules and policy give the same assessments.
 *
 * @throws ClearpullError when the target cannot be opened; what is wrong inside an image is in its assessment
 */
export async function checkTarget(
  target: string,
  options: CheckOptions,
  events: CheckEvents = {},
): Promise<readonly Assessment[]> {
  return withWorkshop(
    options,
    events,
    async ({ sourceOptions, cache, pool, catalog: openCatalog, rules: openRules, own, withImages }) => {
      const rules = await openRules();
      const bases = options.base === undefined ? undefined : await baseLayersOf(options.base, sourceOptions);
      return withImages(target, async (images) => {
        const suppressions = suppressionsFor(images.length, options.suppressions, bases);
        const assessments: Assessment[] = [];
        const catalog = await openCatalog();
        const again = { ...options, ...own, pool, catalog, rules, suppressions };
        for (const image of images) {
          const checked =
            (await checkImage(image, { ...again, cache }, events)) ??
            (await checkImage(image, { ...again, cache: undefined }, events));
          if (checked === undefined) throw new Error('texts were lost without a cache');
          const { assessment, profile } = checked;
          assessments.push(assessment);
          if (profile !== undefined) events.onProfile?.(profile);
          events.onAssessed?.(assessment);
        }
        return assessments;
      });
    },
  );
}

function suppressionsFor(
  images: number,
  { baseline, ...rest }: Omit<Suppressions, 'bases'> = {},
  bases: Suppressions['bases'],
): Suppressions {
  return {
    ...rest,
    // Of several images none can be told to be the one of the baseline but by its name.
    ...(baseline && { baseline: { ...baseline, anyName: baseline.anyName && images === 1 } }),
    ...(bases && { bases }),
  };
}

export interface CheckedImage {
  readonly assessment: Assessment;
  /** Only where `onProfile` is there to take it. */
  readonly profile?: ImageProfile;
  readonly tree: ImageTree;
  /** The text kept of an entry of a layer, as long as the cache keeps it. */
  text(layer: number, entry: LayerEntry): string | undefined;
}

/**
 * One image out of an opened source: read or recalled, explained, judged, assessed. Undefined when the cache lost something while it was needed; then it has to be done again, without it.
 */
export async function checkImage(
  image: Image,
  options: CheckOptions & {
    readonly cache: LayerCache | undefined;
    readonly pool: LayerRunner;
    readonly catalog: Catalog;
    readonly suppressions: Suppressions;
  },
  events: CheckEvents = {},
): Promise<CheckedImage | undefined> {
  const requirements = requirementsFor(options.policy, image.reference);
  const { rules = NO_RULES, ...others } = options;
  const by = { ...options, build: buildId(), image, rules };
  const known = await recallJudged(by);
  const reading = {
    ...others,
    rules: () => Promise.resolve(rules),
    ...(known === undefined ? {} : { factsOnly: true as const, explained: known.explained }),
    ...(requirements.length === 0 ? {} : { attestations: 'everywhere' as const }),
  };
  const read = await readImage(image, reading, events);
  const { tree, texts, text, explanation, accounting, attested } = read;
  const circumstances = circumstancesOf(image, new Date(options.now ?? 0));
  const attestedFor = await attestedUnder(requirements, attested, options.trustRoots ?? [], circumstances);
  const layers = known === undefined ? read.layers : withUnread(read.layers, known);
  if (layers === undefined) return undefined;
  const judged = known ?? (await judge(read, { ...options, rules: rules.rules }));
  if (known === undefined && !texts.lost) await keepJudged(by, judged, read);
  const assessed = assess({
    image,
    layers,
    tree,
    explanation,
    accounting,
    findings: judged.findings,
    flaggedFiles: flaggedFiles({
      findings: judged.findings,
      tree,
      accounting,
      text: (layer, entry) => texts.ofEntry(layer, entry),
    }),
    unknowns: [...(image.unread ?? []), ...(tree.unknowns ?? []), ...judged.unknowns],
    policy: options.policy,
    rules: judged.rules,
    text,
    limits: options.limits,
    suppressions: options.suppressions,
    ...(attestedFor.length === 0
      ? {}
      : {
          attestedFor,
          packages: inventoryOf({ tree, bytes: (layer, entry) => texts.bytesOfEntry(layer, entry) }),
        }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const assessment =
    options.files === true ? { ...assessed, files: listFiles(tree, assessed, text) } : assessed;
  const profile = events.onProfile === undefined ? undefined : profileOf({ image, assessment, tree, text });
  if (texts.lost) return undefined;
  return {
    assessment:
      options.showSecrets === true ? assessment : verdictWithoutSecrets(assessment, secretMaskOf(image)),
    ...(profile === undefined ? {} : { profile }),
    tree,
    text: (layer, entry) => texts.ofEntry(layer, entry),
  };
}

/** Loads the detectors only where there is something to judge. */
async function judge(...args: Parameters<typeof judgeAnew>): ReturnType<typeof judgeAnew> {
  const { judgeAnew: anew } = await import('./judge/judge-anew.ts');
  return anew(...args);
}
