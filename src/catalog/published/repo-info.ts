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
  created: string | undefined;
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
  // What stands in a block is the image's own text, but for the command that pulls it and the dates of the history.
  let inBlock = false;
  for (const line of text.split('\n', MAX_LINES)) {
    if (line.startsWith('```')) inBlock = !inBlock;
    if (!inBlock && line.startsWith('### `')) {
      current = { platform: platformOf(HEADING.exec(line)), created: undefined, blobs: [], inLayers: false };
      sections.push(current);
    } else if (current === undefined) {
      index ??= digestIn(PULL, line);
    } else {
      readLine(current, line, inBlock);
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

function readLine(section: Section, line: string, inBlock: boolean): void {
  if (inBlock) {
    section.manifest ??= digestIn(PULL, line);
    // The last row of the history is when it was made.
    section.created = dayIn(line) ?? section.created;
    return;
  }
  section.config ??= digestIn(IMAGE_ID, line);
  if (/^-\s+Layers:/.test(line)) section.inLayers = true;
  const layer = section.inLayers ? digestIn(LAYER, line) : undefined;
  if (layer !== undefined && section.blobs.length < MAX_LAYERS) section.blobs.push(layer);
}

/** Empty for what is no platform, or one with a version. `arm64`'s only variant is left out, as everywhere. */
function platformOf(heading: RegExpExecArray | null): string {
  if (heading === null) return '';
  const [, os = '', architecture = '', variant] = heading;
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
