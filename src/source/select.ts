import { ClearpullError } from '../base/errors.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { formatPlatform, type Platform, platformMatches } from '../image/platform.ts';
import { type Candidate, collectCandidates, type LoadedImage, NotAnImage } from './collect.ts';
import type { DocumentStore } from './documents.ts';
import type { SourceOptions } from './provider.ts';

/** An image that was chosen, its documents read and verified. */
export interface Selected extends Candidate, LoadedImage {}

export type PlatformOptions = Pick<SourceOptions, 'platform' | 'platformGiven' | 'limits'>;

/** Other images of an index looked for when the wanted one is not there. */
const MAX_OTHERS = 64;

/**
 * Of the images behind the descriptors, which are alternatives of one image for different platforms, those for
 * the platform asked for; every one for `all`. When the user asked for none and only one is there, that one.
 * Throws `platform-not-found`, listing what exists.
 */
export async function selectImages(
  store: DocumentStore,
  top: readonly Descriptor[],
  options: PlatformOptions,
): Promise<readonly Selected[]> {
  const candidates = await collectCandidates(store, top, options.limits);
  if (candidates.length === 0) {
    throw new NotAnImage('target-invalid', `${store.title} lists no image`);
  }
  const chosen = await loadAll(matching(candidates, options));
  if (chosen.length > 0) return chosen;
  // An index may list more platforms than were saved with it.
  const others = await loadAll(candidates.slice(0, MAX_OTHERS));
  if (others.length === 1 && !options.platformGiven) return others;
  if (others.length === 0) {
    const first = candidates[0]?.descriptor.digest;
    throw new ClearpullError('target-invalid', `the manifest ${first} of ${store.title} is missing`);
  }
  throw platformNotFound(
    store.title,
    options.platform,
    others.map((image) => image.platform),
  );
}

/** Throws `platform-not-found` unless an image that exists for one platform only serves the request. */
export function checkOnlyPlatform(title: string, platform: Platform, options: PlatformOptions): void {
  if (options.platform === 'all' || !options.platformGiven) return;
  // Some tools leave the platform out of what they build, and engines run that anywhere.
  if (platform.os === '' || platformMatches(platform, options.platform)) return;
  throw platformNotFound(title, options.platform, [platform]);
}

function matching(candidates: readonly Candidate[], options: PlatformOptions): readonly Candidate[] {
  const wanted = options.platform;
  if (wanted === 'all') return candidates;
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && (!options.platformGiven || only.platform.os === '')) {
    return candidates;
  }
  const matches = candidates.filter((candidate) => platformMatches(candidate.platform, wanted));
  const variant = preferredVariant(matches.map((match) => match.platform));
  // Two for the very same platform are both checked: engines differ in which one they take.
  return matches.filter((match) => match.platform.variant === variant);
}

/** Of several variants, the plain one; of 32-bit ARM's, the newest, as engines on current machines take it. */
function preferredVariant(platforms: readonly Platform[]): string | undefined {
  if (platforms.some((platform) => platform.variant === undefined)) return undefined;
  const variants = platforms.map((platform) => platform.variant ?? '');
  return platforms[0]?.architecture === 'arm' ? variants.toSorted().at(-1) : variants[0];
}

async function loadAll(candidates: readonly Candidate[]): Promise<readonly Selected[]> {
  const images: Selected[] = [];
  for (const candidate of candidates) {
    const loaded = await candidate.load();
    if (loaded !== undefined) images.push({ ...candidate, ...loaded });
  }
  return images;
}

function platformNotFound(
  title: string,
  wanted: Platform | 'all',
  existing: readonly Platform[],
): ClearpullError {
  const names = [...new Set(existing.map((platform) => formatPlatform(platform) || 'unknown'))].sort();
  const asked = wanted === 'all' ? 'any platform' : formatPlatform(wanted);
  return new ClearpullError(
    'platform-not-found',
    `${title} has no image for ${asked}; it has ${names.join(', ')}`,
    {
      hint: `Choose one with --platform ${names[0]}, or take every one with --platform all.`,
    },
  );
}
