import { z } from 'zod';
import { baseName } from '../../base/base-name.ts';
import { type Digest, digestHex, digestOf, isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { configSchema, type ImageConfig } from '../../image/config.ts';
import { normaliseMember } from '../archive/member-name.ts';
import { parseDocument } from '../parse-json.ts';
import { type Place, readEntryDocument, readRange } from '../place.ts';
import { verifyDigest } from '../verify.ts';

/** One image of a docker-archive (moby/moby, image/spec, "manifest.json"; moby image/tarexport/save.go). */
export interface ArchivedImage {
  /** The image ID: digest of the configuration. */
  readonly digest: Digest;
  readonly config: ImageConfig;
  readonly configSize: number;
  /** `name:tag`. */
  readonly tags: readonly string[];
  /** Member names, from the bottom; undefined for one that leads out of the archive. */
  readonly layers: readonly (string | undefined)[];
}

const manifestJsonSchema = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
);

/** The images that an archive's manifest.json lists; undefined when it has none. `shown` names it in messages. */
export async function readManifestJson(
  place: Place,
  shown: string,
  limits: Limits,
): Promise<readonly ArchivedImage[] | undefined> {
  const what = `manifest.json of ${shown}`;
  const bytes = await readEntryDocument(place, 'manifest.json', limits.maxManifestBytes, what);
  if (bytes === undefined) return undefined;
  const rows = parseDocument(bytes, manifestJsonSchema, what);
  if (rows.length > limits.maxImages) {
    throw limitError('maxImages', `${what} lists more than ${limits.maxImages} images`);
  }
  const images: ArchivedImage[] = [];
  // However often a configuration is listed, it is read once.
  const configs = new Map<string, ArchivedConfig>();
  for (const row of rows) {
    const layers = row.Layers ?? [];
    if (layers.length > limits.maxLayers) {
      throw limitError(
        'maxLayers',
        `${what} lists ${layers.length} layers; at most ${limits.maxLayers} are read`,
      );
    }
    const config = configs.get(row.Config) ?? (await readArchivedConfig(place, row.Config, shown, limits));
    configs.set(row.Config, config);
    images.push({
      ...config,
      tags: row.RepoTags ?? [],
      layers: layers.map(normaliseMember),
    });
  }
  return images;
}

type ArchivedConfig = Pick<ArchivedImage, 'digest' | 'config' | 'configSize'>;

async function readArchivedConfig(
  place: Place,
  name: string,
  shown: string,
  limits: Limits,
): Promise<ArchivedConfig> {
  const member = normaliseMember(name);
  const what = `the configuration ${name.slice(0, 200)} of ${shown}`;
  const range = member === undefined ? undefined : await place.find(member);
  if (member === undefined || range === undefined) {
    throw new ClearpullError('target-invalid', `${what} is missing`);
  }
  const expected = digestInName(member);
  if (range.ambiguous && expected === undefined) {
    throw new ClearpullError(
      'target-invalid',
      `${what} occurs more than once; tools disagree which one counts`,
    );
  }
  const bytes = await readRange(range, limits.maxConfigBytes, what, 'maxConfigBytes');
  if (expected !== undefined) verifyDigest(bytes, expected, what);
  return {
    digest: digestOf(bytes),
    config: parseDocument(bytes, configSchema, what),
    configSize: bytes.length,
  };
}

/** `<hex>.json` as Docker and podman write it, `blobs/sha256/<hex>` since Docker 25, `sha256:<hex>` by kaniko. */
function digestInName(member: string): Digest | undefined {
  const last = baseName(member).replace(/\.json$/, '');
  const digest = last.startsWith('sha256:') ? last : `sha256:${last}`;
  return isDigest(digest) && digestHex(digest).length === 64 ? digest : undefined;
}
