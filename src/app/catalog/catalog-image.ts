import type { CatalogImage, CatalogSource } from '../../catalog/index.ts';
import { formatPlatform } from '../../image/platform.ts';
import type { Selected } from '../../source/index.ts';

const SOURCE = 'org.opencontainers.image.source';
const REVISION = 'org.opencontainers.image.revision';
const COMMIT = /^[0-9a-f]{40,64}$/;
const MAX_SOURCE = 1000;

/**
 * What the catalogue keeps of an image whose manifest and configuration were read.
 *
 * @param tag the tag that led to it; empty for none
 */
export function catalogImage(
  { descriptor, manifest, config, platform, indexDigest }: Selected,
  repository: string,
  tag: string,
  seen: string,
): CatalogImage {
  const created = /^\d{4}-\d\d-\d\d/.exec(config.created ?? '')?.[0];
  const annotations = { ...descriptor.annotations, ...manifest.annotations };
  const source = sourceIn(annotations);
  return {
    repository,
    tags: tag === '' ? [] : [tag],
    platform: formatPlatform(platform),
    manifest: descriptor.digest,
    ...(indexDigest === undefined ? {} : { index: indexDigest }),
    config: manifest.config.digest,
    ...(created === undefined ? {} : { created }),
    diffIds: config.rootfs.diff_ids ?? [],
    blobs: manifest.layers.map(({ digest }) => digest),
    labels: shortLabels(config.config.Labels ?? {}),
    ...(source === undefined ? {} : { source }),
    seen,
  };
}

/**
 * `https://github.com/OWNER/NAME.git#COMMIT:FOLDER`, as Docker's official images have it in annotations (docker-library/
 * meta-scripts, meta.jq). Labels are not asked: they are inherited.
 */
function sourceIn(annotations: Readonly<Record<string, string>>): CatalogSource | undefined {
  const source = annotations[SOURCE] ?? '';
  if (source === '' || source.length > MAX_SOURCE) return undefined;
  const hash = source.indexOf('#');
  const [commit = '', folder = ''] = hash === -1 ? [] : source.slice(hash + 1).split(':', 2);
  const revision = COMMIT.test(commit) ? commit : (annotations[REVISION] ?? '');
  if (!COMMIT.test(revision)) return undefined;
  return { repository: hash === -1 ? source : source.slice(0, hash), commit: revision, path: folder };
}

const MAX_LABELS = 100;
const MAX_KEY = 300;
const MAX_VALUE = 2000;

/** Without what is no label any more but a document. */
function shortLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([key, value]) => key.length <= MAX_KEY && value.length <= MAX_VALUE)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MAX_LABELS),
  );
}
