import { type Digest, isDigest } from '../../base/digest.ts';
import type { CatalogImage } from '../catalog-image.ts';
import { hubRepository, tagOf } from './given.ts';

const MAX_LINES = 200_000;
const HEADING = /^### `[^`]{1,400}` - (\S{1,32}); (\S{1,32})(?: variant (\S{1,16}))?\s*$/;
const PULL = /^\$ docker pull [^\s@]{1,300}@(sha256:[0-9a-f]{64})\s*$/;
const IMAGE_ID = /^-\s+Image ID: `(sha256:[0-9a-f]{64})`/;
const LAYER = /^\s+-\s+`(sha256:[0-9a-f]{64})`/;
const HISTORY_DATE = /^# [A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) \d\d:\d\d:\d\d GMT/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MAX_LAYERS = 1000;

interface Section {
  readonly platform: string;
  manifest?: Digest;
  config?: Digest;
  created?: string;
  readonly blobs: Digest[];
  inLayers: boolean;
}

/**
 * A page of docker-library/repo-info, `repos/NAME/remote/TAG.md`: what a tag was, for each of its platforms, with
 * the digests of its layers as stored. It does not tell diffIDs or labels. Sections about attestations ("unknown;
 * unknown") are passed over.
 */
export function readRepoInfo(name: string, tag: string, text: string, seen: string): readonly CatalogImage[] {
  const repository = hubRepository(name);
  if (repository === undefined || tagOf(tag) === undefined) return [];
  const sections: Section[] = [];
  let index: Digest | undefined;
  let current: Section | undefined;
  for (const line of text.split('\n', MAX_LINES)) {
    const heading = HEADING.exec(line);
    if (heading !== null) {
      current = { platform: platformOf(heading), blobs: [], inLayers: false };
      sections.push(current);
    } else if (current === undefined) {
      index ??= digestIn(PULL, line);
    } else {
      readLine(current, line);
    }
  }
  return sections
    .filter(({ platform, manifest, blobs }) => platform !== '' && manifest !== undefined && blobs.length > 0)
    .map(({ platform, manifest, config, created, blobs }) => ({
      repository,
      tags: [tag],
      platform,
      ...(manifest === undefined ? {} : { manifest }),
      ...(index === undefined ? {} : { index }),
      ...(config === undefined ? {} : { config }),
      ...(created === undefined ? {} : { created }),
      diffIds: [],
      blobs,
      seen,
    }));
}

function readLine(section: Section, line: string): void {
  section.manifest ??= digestIn(PULL, line);
  section.config ??= digestIn(IMAGE_ID, line);
  if (/^-\s+Layers:/.test(line)) section.inLayers = true;
  const layer = section.inLayers ? digestIn(LAYER, line) : undefined;
  if (layer !== undefined && section.blobs.length < MAX_LAYERS) section.blobs.push(layer);
  // The last row of the history is when it was made.
  const created = section.inLayers ? undefined : dayIn(line);
  if (created !== undefined) section.created = created;
}

/** Empty for what is no platform. `arm64`'s only variant is left out, as everywhere. */
function platformOf([, os = '', architecture = '', variant]: RegExpExecArray): string {
  if (os === 'unknown' || architecture === 'unknown') return '';
  const more = variant === undefined || (architecture === 'arm64' && variant === 'v8') ? '' : `/${variant}`;
  return `${os}/${architecture}${more}`;
}

function digestIn(pattern: RegExp, line: string): Digest | undefined {
  const found = pattern.exec(line)?.[1];
  return found !== undefined && isDigest(found) ? found : undefined;
}

function dayIn(line: string): string | undefined {
  const [, day, month = '', year] = HISTORY_DATE.exec(line) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  return number === 0 ? undefined : `${year}-${String(number).padStart(2, '0')}-${day}`;
}
