import { ClearpullError } from '../base/errors.ts';
import type { Limits } from '../base/limits.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Image } from '../image/image.ts';
import { hostPlatform, type Platform, parsePlatform } from '../image/platform.ts';
import {
  openTarget,
  parseTarget,
  type RegistryNotice,
  type RegistryOptions,
  type SourceOptions,
  type StandardInput,
} from '../source/index.ts';
import { openCatalog } from '../store/catalog-files.ts';
import { ContentCache } from '../store/content-cache.ts';
import { documentCache } from '../store/document-cache.ts';
import { LayerCache } from '../store/layer-cache.ts';
import { type SeenTags, seenTags } from '../store/seen-tags.ts';
import { LayerPool } from './layers/layer-pool.ts';
import type { LayerRunner } from './layers/layer-runner.ts';
import type { RuleSet } from './rules/rule-set.ts';
import { scratchFolder } from './scratch-folder.ts';
import { keepHeapsSmall } from './small-heaps.ts';
import { SourceTree } from './source-tree.ts';

/** What every use case that reads images needs. */
export interface ReadOptions {
  /** `os/architecture[/variant]` or `all`; default: the machine's. */
  readonly platform?: string;
  readonly limits: Limits;
  readonly registry: RegistryOptions;
  /** What the target `-` means. */
  readonly stdin?: StandardInput;
  /** Where DOCKER_HOST and the like are looked up; default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** containerd's `root` folder; default `/var/lib/containerd`. */
  readonly containerdRoot?: string;
  /** Folder with the user's own sources, to be compared with what is in the images. */
  readonly sourceFolder?: string;
  /** Undefined: nothing is kept. */
  readonly cacheFolder?: string;
  /** Where the user's own catalogue of images is kept; undefined: only what ships with clearpull is known. */
  readonly catalogFolder?: string;
  /** Rules about the content of files; default those that ship with clearpull. */
  readonly rules?: RuleSet;
  /** Leaves secrets in instructions, commands, labels and evidence as they are. */
  readonly showSecrets?: boolean;
  /** Worker threads. */
  readonly workers: number;
  /** Carries out the jobs of several runs and stays open; without it each run starts threads of its own. */
  readonly pool?: LayerRunner;
  readonly signal?: AbortSignal;
}

export interface ReadEvents {
  onImage?(reference: string, layers: number, layersToRead: number, bytesToRead: number): void;
  /** Compressed bytes taken in since the last call. */
  onBytes?(count: number): void;
  onLayerDone?(): void;
  /** A registry makes us wait, or a mirror is asked no more. */
  onNotice?(notice: RegistryNotice): void;
}

/** Cache, worker threads and scratch folder of one run. */
export interface Workshop {
  readonly sourceOptions: SourceOptions;
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  /** Known images, read when first asked for. Throws `usage` when the user's own are damaged. */
  catalog(): Promise<Catalog>;
  /** Rules about the content of files, read when first asked for. */
  rules(): Promise<RuleSet>;
  /** Where tags led before; absent where nothing is kept. */
  readonly tags?: SeenTags;
  /** The user's own sources, where they were named. */
  readonly own: { readonly source?: SourceTree };
  /** Opens a target, hands over its images, and closes it. Throws ClearpullError when it cannot be opened. */
  withImages<T>(target: string, work: (images: readonly Image[]) => Promise<T>): Promise<T>;
}

/** Sets up what reading images needs, and takes it down again whatever happens. */
export async function withWorkshop<T>(
  options: ReadOptions,
  events: ReadEvents,
  work: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  keepHeapsSmall();
  const scratch = scratchFolder(options.cacheFolder);
  const content = options.cacheFolder === undefined ? undefined : new ContentCache(options.cacheFolder);
  const cache = content === undefined ? undefined : new LayerCache(content, options.limits);
  const pool = options.pool ?? new LayerPool(options.workers);
  let catalog: Promise<Catalog> | undefined;
  let rules: Promise<RuleSet> | undefined;
  try {
    const sourceOptions: SourceOptions = {
      ...platformOption(options.platform),
      limits: options.limits,
      registry: {
        ...options.registry,
        ...(content === undefined ? {} : { documents: documentCache(content) }),
        onNotice: (notice: RegistryNotice) => events.onNotice?.(notice),
      },
      scratchFolder: scratch.path,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.containerdRoot === undefined ? {} : { containerdRoot: options.containerdRoot }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const own =
      options.sourceFolder === undefined
        ? {}
        : { source: SourceTree.open(options.sourceFolder, options.limits, options.signal) };
    return await work({
      own,
      ...(content === undefined ? {} : { tags: seenTags(content) }),
      sourceOptions,
      cache,
      pool,
      catalog: () => (catalog ??= openCatalog(options.catalogFolder, options.limits)),
      rules: async () => options.rules ?? (await (rules ??= shippedRules(options.limits, cache))),
      async withImages(target, each) {
        const source = await openTarget(parseTarget(target), sourceOptions);
        try {
          return await each(source.images);
        } finally {
          await source.close();
        }
      },
    });
  } finally {
    if (options.pool === undefined) await pool.close();
    await scratch.remove();
  }
}

/** Loads what reads rules only where there is something to do for them. */
async function shippedRules(limits: Limits, cache: LayerCache | undefined): Promise<RuleSet> {
  const { NO_OWN_RULES, openRules } = await import('./rules/open-rules.ts');
  return openRules(NO_OWN_RULES, limits, cache);
}

export function platformOption(text: string | undefined): {
  readonly platform: Platform | 'all';
  readonly platformGiven: boolean;
} {
  if (text === undefined) return { platform: hostPlatform(process.arch), platformGiven: false };
  if (text === 'all') return { platform: 'all', platformGiven: true };
  const platform = parsePlatform(text);
  if (platform === undefined) {
    throw new ClearpullError('usage', `"${text}" is not a platform`, {
      hint: 'Write os/architecture, for instance linux/arm64, or "all".',
    });
  }
  return { platform, platformGiven: true };
}
