import type { Imported } from '../app/catalog/import-catalog.ts';
import type { KnownRepository, RepositoryDetails } from '../app/catalog/list-catalog.ts';
import type { UpdatedRepository } from '../app/catalog/update-catalog.ts';
import { formatCount, plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import { type CatalogImage, familiarName, mostTelling } from '../catalog/index.ts';
import { jsonText } from '../report/json-text.ts';

type TextOrJson = 'text' | 'json';

/** What `catalog update` prints. */
export function updatedText(results: readonly UpdatedRepository[], format: TextOrJson): string {
  if (format === 'json') return jsonText({ repositories: results });
  return grouped(results).map(updatedLines).join('');
}

/** Repositories of which nothing was read for one and the same reason stand together, under the first. */
function grouped(results: readonly UpdatedRepository[]): readonly (readonly UpdatedRepository[])[] {
  const groups: UpdatedRepository[][] = [];
  for (const result of results) {
    const before = groups.at(-1);
    const same = result.problem !== undefined && result.problem.message === before?.[0]?.problem?.message;
    if (same && result.images === 0 && before.every(({ images }) => images === 0)) before.push(result);
    else groups.push([result]);
  }
  return groups;
}

function updatedLines(group: readonly UpdatedRepository[]): string {
  const [{ name, tags, leftOut, images, fresh, problem }] = group as [UpdatedRepository];
  const more = leftOut === 0 ? '' : `, ${plural(leftOut, 'further tag')} left out (--max-tags)`;
  const counts = `${plural(tags, 'tag')}, ${plural(images, 'image')}, ${formatCount(fresh)} new${more}`;
  const others = group.length - 1;
  const line =
    others === 0
      ? `${visible(name)}: ${counts}\n`
      : `${visible(name)} and ${plural(others, 'other')}: nothing was read\n`;
  if (problem === undefined) return line;
  const hint = problem.hint === undefined ? '' : `    ${visible(problem.hint)}\n`;
  return `${line}  ! ${visible(problem.message)}\n${hint}`;
}

/** What `catalog import` prints. */
export function importedText(imported: readonly Imported[], format: TextOrJson): string {
  if (format === 'json') return jsonText({ folders: imported });
  return imported
    .map(
      ({ folder, kinds, images, listings }) =>
        `${visible(folder)}: ${kinds.join(' and ')}, ${plural(images, 'image')} by digest, ${plural(listings, 'listing')} of tags\n`,
    )
    .join('');
}

/** What `catalog list` prints. */
export function overviewText(known: readonly KnownRepository[], format: TextOrJson): string {
  if (format === 'json') return jsonText({ repositories: known });
  const width = Math.max(0, ...known.map(({ name }) => familiarName(name).length));
  const rows = known.map(({ name, images, withDiffIds, listedTags, seen }) => {
    const digests =
      images === 0 ? '' : `, ${plural(images, 'image')} by digest (${formatCount(withDiffIds)} by diffID)`;
    return `${visible(familiarName(name)).padEnd(width)}  ${seen}  ${plural(listedTags, 'tag')} with source${digests}\n`;
  });
  return rows.join('');
}

/** What `catalog list NAME` prints. */
export function imagesText(details: RepositoryDetails, format: TextOrJson): string {
  if (format === 'json') return jsonText(details);
  const { name, images, listings } = details;
  const lines = [
    ...images.toSorted(newestFirst).flatMap(imageLines),
    ...(listings.length === 0 ? [] : ['Built from, as last listed:']),
    ...listings.map(
      ({ tags, source, seen }) =>
        `  ${mostTelling(tags).slice(0, 3).map(visible).join(', ')}  ${visible(source.repository)} ${visible(source.commit.slice(0, 12))} ${visible(source.path)}  (${seen})`,
    ),
  ];
  return `${visible(name)}\n${lines.join('\n')}\n`;
}

function imageLines(image: CatalogImage): readonly string[] {
  const { tags, platform, manifest, created, diffIds, blobs, seen } = image;
  const layers = Math.max(diffIds.length, blobs.length);
  const by = diffIds.length > 0 ? 'by diffID' : layers > 0 ? 'by blob' : 'layers not known';
  return [
    `  ${mostTelling(tags).slice(0, 5).map(visible).join(', ') || '(no tag)'}  ${visible(platform)}  ${plural(layers, 'layer')}, ${by}`,
    `    ${manifest ?? 'manifest not known'}`,
    `    made ${created ?? '?'}, seen ${seen}`,
  ];
}

function newestFirst(a: CatalogImage, b: CatalogImage): number {
  if (a.created === b.created) return 0;
  return (a.created ?? '') < (b.created ?? '') ? 1 : -1;
}
