import type { CatalogListing } from '../catalog-image.ts';
import { order } from '../catalog-image.ts';
import { platformOfArchitecture } from './architectures.ts';
import { dockerfilePath, hubRepository, sourceOf, tagOf } from './given.ts';

type Fields = ReadonlyMap<string, string>;

const FIELD = /^([A-Za-z0-9-]{1,64}):[ \t]*(.*)$/;
const MAX_LINES = 100_000;

/**
 * A file of docker-library/official-images' folder `library/`: paragraphs of fields, of which the first holds what
 * the others leave out; `ARCH-FIELD` holds for one platform (docker-library/bashbrew, manifest/rfc2822.go). What
 * makes no sense is left out.
 *
 * @param name the file's name, which is the image's: `debian`
 * @param seen the day of the checkout, `YYYY-MM-DD`
 */
export function readOfficialImage(name: string, text: string, seen: string): readonly CatalogListing[] {
  const repository = hubRepository(name);
  if (repository === undefined) return [];
  const [defaults = new Map<string, string>(), ...entries] = paragraphsOf(text);
  return entries.flatMap((entry) => listingsOf(new Map([...defaults, ...entry]), repository, seen));
}

function paragraphsOf(text: string): readonly Fields[] {
  const paragraphs: Map<string, string>[] = [];
  let current: Map<string, string> | undefined;
  let last = '';
  for (const line of text.split('\n', MAX_LINES)) {
    if (line.startsWith('#')) continue;
    if (line.trim() === '') {
      current = undefined;
      continue;
    }
    if (current === undefined) {
      current = new Map();
      paragraphs.push(current);
    }
    const [, key, value] = FIELD.exec(line) ?? [];
    if (key !== undefined && value !== undefined) {
      last = key;
      current.set(key, value.trim());
    } else if (/^[ \t]/.test(line) && current.has(last)) {
      current.set(last, `${current.get(last)} ${line.trim()}`);
    }
  }
  return paragraphs;
}

/** One for all platforms that are built from the same place. */
function listingsOf(fields: Fields, repository: string, seen: string): readonly CatalogListing[] {
  const tags = [...listOf(fields, 'Tags'), ...listOf(fields, 'SharedTags')].filter(
    (tag) => tagOf(tag) !== undefined,
  );
  const bySource = new Map<string, CatalogListing>();
  for (const architecture of architecturesOf(fields)) {
    const platform = platformOfArchitecture(architecture);
    const field = (name: string): string | undefined =>
      fields.get(`${architecture}-${name}`) ?? fields.get(name);
    const path = dockerfilePath(field('Directory') ?? '', field('File') ?? 'Dockerfile');
    const source = sourceOf(field('GitRepo'), field('GitCommit'), path);
    if (platform === undefined || source === undefined || tags.length === 0) continue;
    const key = Object.values(source).join('\n');
    const platforms = [...(bySource.get(key)?.platforms ?? []), platform].sort(order);
    bySource.set(key, { repository, tags: [...new Set(tags)].sort(order), platforms, source, seen });
  }
  return [...bySource.values()];
}

function architecturesOf(fields: Fields): readonly string[] {
  const named = listOf(fields, 'Architectures');
  return named.length === 0 ? ['amd64'] : [...new Set(named)];
}

function listOf(fields: Fields, name: string): readonly string[] {
  const text = fields.get(name);
  return text === undefined
    ? []
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
}
