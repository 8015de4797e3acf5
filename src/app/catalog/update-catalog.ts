import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { type Catalog, type CatalogImage, mergeContent } from '../../catalog/index.ts';
import { formatReference, parseReference, type Reference } from '../../image/reference.ts';
import {
  openRepository,
  type RegistryNotice,
  type RegistryOptions,
  type RegistryRepository,
} from '../../source/index.ts';
import { openCatalog, readOwnCatalog, writeOwnCatalog } from '../../store/catalog-files.ts';
import { platformOption } from '../workshop.ts';
import { catalogImage } from './catalog-image.ts';
import { checkSize } from './catalog-size.ts';

export interface UpdateOptions {
  /** The registry of the images that name none: `docker.io`. */
  readonly registry: string;
  /** `os/architecture[/variant]` or `all`; default: the machine's. */
  readonly platform?: string;
  /** Tags of one repository that are looked at, where none is named. */
  readonly maxTags: number;
  readonly limits: Limits;
  readonly connection: RegistryOptions;
  readonly catalogFolder: string;
  /** The day that it is, `YYYY-MM-DD`. */
  readonly today: string;
  readonly signal?: AbortSignal;
}

export interface UpdateEvents {
  /** A repository is about to be read. */
  onRepository?(name: string): void;
  onNotice?(notice: RegistryNotice): void;
}

/** What became of one repository. */
export interface UpdatedRepository {
  /** In full, with a tag where one was named. */
  readonly name: string;
  readonly tags: number;
  /** Tags that were left out, because there are more than `maxTags`. */
  readonly leftOut: number;
  readonly images: number;
  /** Of these, those that the catalogue did not know. */
  readonly fresh: number;
  /** Why it could not be read, or only in part. */
  readonly problem?: Problem;
}

interface Problem {
  readonly code: ClearpullError['code'];
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
}

/**
 * Reads tags, manifests and configurations of images, never their layers, and keeps them in the user's own catalogue.
 * Without names, those repositories of the registry are read whose layers the catalogue knows.
 *
 * @throws ClearpullError `usage` for what is no image's name; what a registry refuses is told in the result
 */
export async function updateCatalog(
  names: readonly string[],
  options: UpdateOptions,
  events: UpdateEvents = {},
): Promise<readonly UpdatedRepository[]> {
  const catalog = await openCatalog(options.catalogFolder, options.limits);
  const references =
    names.length === 0
      ? knownRepositories(catalog, options.registry)
      : names.map((name) => referenceOf(name, options.registry));
  const results: UpdatedRepository[] = [];
  const found: CatalogImage[] = [];
  // A registry that cannot be reached for its first repository is not waited for at each of the others.
  const answers = new Map<string, Problem | true>();
  for (const reference of references) {
    const answer = answers.get(reference.registry) ?? true;
    if (answer !== true) {
      results.push({ name: nameOf(reference), tags: 0, leftOut: 0, images: 0, fresh: 0, problem: answer });
      continue;
    }
    events.onRepository?.(formatReference(reference));
    const { images, result } = await readRepository(reference, catalog, options, events);
    found.push(...images);
    results.push(result);
    if (!answers.has(reference.registry)) {
      answers.set(reference.registry, result.problem?.code === 'unreachable' ? result.problem : true);
    }
  }
  if (found.length > 0) {
    const own = await readOwnCatalog(options.catalogFolder, options.limits);
    const content = mergeContent([
      { images: found, listings: [] },
      ...(own === undefined ? [] : [own.content()]),
    ]);
    checkSize(content, options.limits);
    await writeOwnCatalog(options.catalogFolder, content);
  }
  return results;
}

/** A name as given, at the registry that is meant where it names none; with a tag only where it has one. */
function referenceOf(name: string, registry: string): Reference {
  const first = name.split('/', 1)[0] ?? '';
  const hasHost = name.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  const parsed = parseReference(hasHost ? name : `${registry}/${name}`);
  if (typeof parsed === 'string') {
    throw new ClearpullError('usage', `"${name}" is no image of ${registry}: ${parsed}`, {
      hint: 'Write NAME, NAME:TAG or HOST/NAME, such as debian or ghcr.io/owner/base.',
    });
  }
  // A tag that was not written is not meant: then all of them are.
  const hasTag = /:[\w.-]+$/.test(name.slice(name.lastIndexOf('/') + 1));
  if (hasTag || parsed.digest !== undefined) return parsed;
  return { registry: parsed.registry, repository: parsed.repository };
}

function knownRepositories(catalog: Catalog, registry: string): readonly Reference[] {
  const prefix = `${registry}/`;
  const known = catalog
    .repositories()
    .filter((name) => name.startsWith(prefix) && catalog.imagesOf(name).length > 0)
    .map((name) => ({ registry, repository: name.slice(prefix.length) }));
  if (known.length > 0) return known;
  throw new ClearpullError(
    'usage',
    `The catalogue knows no image of ${registry} that could be looked up again`,
    {
      hint: 'Name the images: clearpull catalog update --registry HOST IMAGE…',
    },
  );
}

async function readRepository(
  reference: Reference,
  catalog: Catalog,
  options: UpdateOptions,
  events: UpdateEvents,
): Promise<{ readonly images: readonly CatalogImage[]; readonly result: UpdatedRepository }> {
  const { limits, platform, signal } = options;
  const repository = openRepository(reference, {
    ...platformOption(platform),
    limits,
    registry: { ...options.connection, onNotice: (notice) => events.onNotice?.(notice) },
    scratchFolder: options.catalogFolder,
    ...(signal === undefined ? {} : { signal }),
  });
  const images: CatalogImage[] = [];
  const full = `${reference.registry}/${reference.repository}`;
  let tags: readonly string[] = [];
  let leftOut = 0;
  let problem: Problem | undefined;
  try {
    const chosen = await tagsOf(repository, reference, catalog, options.maxTags);
    ({ tags, leftOut } = chosen);
    for (const tag of tags) {
      try {
        const named = reference.digest === undefined ? { tag } : { digest: reference.digest };
        const selected = await repository.imagesOf(named);
        images.push(...selected.map((each) => catalogImage(each, full, tag, options.today)));
      } catch (error) {
        // A tag for other platforms only, or one that vanished meanwhile, says nothing of the others.
        if (!isAboutOneTag(error)) throw error;
        problem = problemOf(error);
      }
    }
  } catch (error) {
    if (!(error instanceof ClearpullError) || error.code === 'interrupted') throw error;
    problem = problemOf(error);
  } finally {
    await repository.close();
  }
  const known = new Set(catalog.imagesOf(full).map(({ manifest }) => manifest));
  const seen = new Set(images.map(({ manifest }) => manifest));
  return {
    images,
    result: {
      name: nameOf(reference),
      tags: tags.length,
      leftOut,
      images: seen.size,
      fresh: [...seen].filter((manifest) => !known.has(manifest)).length,
      ...(problem === undefined ? {} : { problem }),
    },
  };
}

function isAboutOneTag(error: unknown): error is ClearpullError {
  return (
    error instanceof ClearpullError &&
    (error.code === 'platform-not-found' ||
      error.code === 'target-not-found' ||
      error.code === 'target-invalid')
  );
}

function problemOf({ code, message, hint }: ClearpullError): Problem {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** In full, with a tag only where one was named. */
function nameOf(reference: Reference): string {
  return reference.tag === undefined
    ? `${reference.registry}/${reference.repository}`
    : formatReference(reference);
}

/** The tag that was named; else those that the catalogue knows, then the others, as many as are wanted. */
async function tagsOf(
  repository: RegistryRepository,
  { tag, digest, ...reference }: Reference,
  catalog: Catalog,
  maxTags: number,
): Promise<{ readonly tags: readonly string[]; readonly leftOut: number }> {
  if (tag !== undefined) return { tags: [tag], leftOut: 0 };
  if (digest !== undefined) return { tags: [''], leftOut: 0 };
  const there = await repository.tags();
  const full = `${reference.registry}/${reference.repository}`;
  const listed = [...catalog.listingsOf(full), ...catalog.imagesOf(full)].flatMap(({ tags }) => tags);
  const known = new Set(['latest', ...listed]);
  const order = [...there.filter((each) => known.has(each)), ...there.filter((each) => !known.has(each))];
  return { tags: order.slice(0, maxTags), leftOut: Math.max(0, order.length - maxTags) };
}
