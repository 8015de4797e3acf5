import { z } from 'zod';
import { type Digest, isDigest } from '../../base/digest.ts';
import { type CatalogImage, order } from '../catalog-image.ts';
import { platformOfArchitecture } from './architectures.ts';
import { dockerfilePath, hubRepository, sourceOf, tagOf } from './given.ts';

/** docker-library/meta, builds.json, as it was until and since 2024; only the fields used. */
const descriptor = z.object({
  digest: z.string(),
  annotations: z.record(z.string(), z.string()).optional(),
});
const entry = z.object({
  GitRepo: z.string().optional(),
  GitCommit: z.string().optional(),
  Directory: z.string().optional(),
  File: z.string().optional(),
});
const buildSchema = z.object({
  build: z.object({
    arch: z.string(),
    resolved: z
      .object({
        manifest: z.object({ desc: descriptor }).optional(),
        index: z.object({ desc: descriptor }).optional(),
        manifests: z.array(descriptor).max(1000).optional(),
      })
      .nullable(),
  }),
  source: z.object({
    entry: entry.optional(),
    entries: z.array(entry).max(100).optional(),
    arches: z.record(z.string(), z.object({ tags: z.array(z.string()).max(1000) })),
  }),
});

type Build = z.infer<typeof buildSchema>;

/**
 * The builds that docker-library/meta lists: manifest digest, tags and source of each. It knows no layers, so these
 * only say more of images that another list has. Builds that were not made yet, or make no sense, are left out.
 *
 * @param limit how many are read at most
 */
export function readBuilds(json: unknown, seen: string, limit: number): readonly CatalogImage[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.values(json)
    .slice(0, limit)
    .flatMap((each) => {
      const build = buildSchema.safeParse(each);
      return build.success ? imagesOf(build.data, seen) : [];
    });
}

function imagesOf({ build, source }: Build, seen: string): readonly CatalogImage[] {
  const platform = platformOfArchitecture(build.arch);
  const manifest = manifestOf(build.resolved);
  if (platform === undefined || manifest === undefined) return [];
  const {
    GitRepo,
    GitCommit,
    Directory = '',
    File = 'Dockerfile',
  } = source.entry ?? source.entries?.[0] ?? {};
  const from = sourceOf(GitRepo, GitCommit, dockerfilePath(Directory, File));
  const tags = Object.hasOwn(source.arches, build.arch) ? (source.arches[build.arch]?.tags ?? []) : [];
  return [...byRepository(tags)].map(([repository, names]) => ({
    repository,
    tags: names.sort(order),
    platform,
    manifest,
    diffIds: [],
    blobs: [],
    ...(from === undefined ? {} : { source: from }),
    seen,
  }));
}

function manifestOf(resolved: Build['build']['resolved']): Digest | undefined {
  const image = resolved?.manifests?.find(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] === undefined,
  );
  const digest = resolved?.manifest?.desc.digest ?? image?.digest ?? '';
  return isDigest(digest) ? digest : undefined;
}

function byRepository(tags: readonly string[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const each of tags) {
    const colon = each.lastIndexOf(':');
    const repository = hubRepository(each.slice(0, Math.max(0, colon)));
    const tag = tagOf(each.slice(colon + 1));
    if (repository === undefined || tag === undefined) continue;
    found.set(repository, [...(found.get(repository) ?? []), tag]);
  }
  return found;
}
