import type { Digest } from '../base/digest.ts';

/** Where an image was built from. */
export interface CatalogSource {
  /** Address of the git repository. */
  readonly repository: string;
  /** Commit id, hex. */
  readonly commit: string;
  /** The Dockerfile, or what takes its place, inside that repository. */
  readonly path: string;
}

/** One known image for one platform. Of what a list does not tell, nothing is filled in. */
export interface CatalogImage {
  /** In full: `docker.io/library/debian`. */
  readonly repository: string;
  /** Every tag under which it was seen, sorted. */
  readonly tags: readonly string[];
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platform: string;
  /** Digest of the platform's manifest. */
  readonly manifest?: Digest;
  /** Digest of the index that led to it. */
  readonly index?: Digest;
  /** Digest of the configuration, the image ID. */
  readonly config?: Digest;
  /** As its configuration says, `YYYY-MM-DD`. */
  readonly created?: string;
  /** Digests of its layers uncompressed, bottom first; empty where only the compressed ones are known. */
  readonly diffIds: readonly Digest[];
  /** Digests of its layers as stored, bottom first; empty where they are not known. */
  readonly blobs: readonly Digest[];
  /** Those of its configuration; absent where they are not known, which is another thing than none. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly source?: CatalogSource;
  /** The day on which this was known to be so, `YYYY-MM-DD`. */
  readonly seen: string;
}

/** What a list of releases says of tags: built from there. It knows no digests. */
export interface CatalogListing {
  readonly repository: string;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly source: CatalogSource;
  readonly seen: string;
}

/** What a catalogue is made of. */
export interface CatalogContent {
  readonly images: readonly CatalogImage[];
  readonly listings: readonly CatalogListing[];
}

const HUB = 'docker.io/';
const OFFICIAL = 'docker.io/library/';

/** As people write it: `debian`, `bitnami/tomcat`, `ghcr.io/owner/name`. */
export function familiarName(repository: string): string {
  if (repository.startsWith(OFFICIAL)) return repository.slice(OFFICIAL.length);
  return repository.startsWith(HUB) ? repository.slice(HUB.length) : repository;
}

/** The name of one of Docker's official images (`tomcat`); undefined for any other repository. */
export function officialName(repository: string): string | undefined {
  return repository.startsWith(OFFICIAL) ? repository.slice(OFFICIAL.length) : undefined;
}

/**
 * Tags with the one that says most first: the longest, because `bookworm-20260908-slim` names one build where
 * `bookworm-slim` moves; of the same length, by code unit.
 */
export function mostTelling(tags: readonly string[]): readonly string[] {
  return tags.toSorted(
    (a, b) => Number(a === 'latest') - Number(b === 'latest') || b.length - a.length || order(a, b),
  );
}

/** By code unit: the same on every machine, unlike the locale's order. */
export function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
