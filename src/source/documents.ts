import { ClearpullError } from '../base/errors.ts';
import { limitError } from '../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { isIndexType, isSchema1Type } from '../base/media-types.ts';
import { configSchema, type ImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { type ImageIndex, type ImageManifest, indexSchema, manifestSchema } from '../image/manifest.ts';
import { checkDocument, parseDocument, parseJson } from './parse-json.ts';
import { checkDocumentSize, verifyDocument } from './verify.ts';

/** Where the manifests, indexes and configurations of one place are had by digest. */
export interface DocumentStore {
  /** The place in a message: `./layout`, `ghcr.io/owner/name`. */
  readonly title: string;
  /** Its bytes, not yet verified, never more than `cap`; undefined when the place does not hold it. */
  read(descriptor: Descriptor, kind: DocumentKind, cap: number): Promise<Buffer | undefined>;
}

export type DocumentKind = 'manifest' | 'config';

/** The same store, which throws `limit-reached` once all documents read from it are too many. */
export function withBudget(store: DocumentStore, limits: Limits = DEFAULT_LIMITS): DocumentStore {
  let total = 0;
  return {
    title: store.title,
    read: async (descriptor, kind, cap) => {
      const bytes = await store.read(descriptor, kind, cap);
      total += bytes?.length ?? 0;
      const what = `what ${store.title} has to say about its images`;
      checkDocumentSize(total, limits.maxDocumentsBytes, what, 'maxDocumentsBytes');
      return bytes;
    },
  };
}

/** The verified index behind a descriptor; undefined when the place does not hold it. */
export async function readIndex(
  store: DocumentStore,
  descriptor: Descriptor,
  limits: Limits,
): Promise<ImageIndex | undefined> {
  const bytes = await readVerified(store, descriptor, limits);
  return bytes === undefined
    ? undefined
    : parseIndex(bytes, descriptor.mediaType, titleOf(store, descriptor), limits);
}

/** The verified manifest behind a descriptor; undefined when the place does not hold it. */
export async function readManifest(
  store: DocumentStore,
  descriptor: Descriptor,
  limits: Limits,
): Promise<ImageManifest | undefined> {
  const what = titleOf(store, descriptor);
  if (isSchema1Type(descriptor.mediaType)) throw schema1Error(what);
  const bytes = await readVerified(store, descriptor, limits);
  if (bytes === undefined) return undefined;
  const json = parseJson(bytes, what);
  if (isSchema1(json)) throw schema1Error(what);
  forbidField(json, 'manifests', what);
  const manifest = checkDocument(json, manifestSchema, what);
  checkMediaType(manifest.mediaType, descriptor.mediaType, what);
  if (manifest.layers.length > limits.maxLayers) {
    throw limitError(
      'maxLayers',
      `${what} lists ${manifest.layers.length} layers; at most ${limits.maxLayers} are read`,
    );
  }
  return manifest;
}

/** The verified configuration that a manifest names. Throws when the place does not hold it. */
export async function readConfig(
  store: DocumentStore,
  descriptor: Descriptor,
  limits: Limits,
): Promise<ImageConfig> {
  const what = `the configuration ${descriptor.digest} of ${store.title}`;
  checkDocumentSize(descriptor.size, limits.maxConfigBytes, what, 'maxConfigBytes');
  const bytes = await store.read(descriptor, 'config', limits.maxConfigBytes);
  if (bytes === undefined) throw new ClearpullError('target-invalid', `${what} is missing`);
  verifyDocument(bytes, descriptor, what);
  return parseDocument(bytes, configSchema, what);
}

/** An index out of its bytes. Throws `target-invalid` when it is something else, or two things at once. */
export function parseIndex(
  bytes: Buffer,
  mediaType: string | undefined,
  what: string,
  limits: Limits = DEFAULT_LIMITS,
): ImageIndex {
  const json = parseJson(bytes, what);
  if (isSchema1(json)) throw schema1Error(what);
  forbidField(json, 'layers', what);
  const index = checkDocument(json, indexSchema, what);
  if (index.manifests.length > limits.maxIndexRows) {
    throw limitError('maxIndexRows', `${what} lists more than ${limits.maxIndexRows} manifests`);
  }
  if (mediaType !== undefined) checkMediaType(index.mediaType, mediaType, what);
  return index;
}

/** Whether a parsed document is Docker's schema 1, which names no configuration and no digests of content. */
export function isSchema1(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schemaVersion' in json && json.schemaVersion === 1;
}

export function schema1Error(what: string): ClearpullError {
  return new ClearpullError(
    'target-invalid',
    `${what} is in Docker's image manifest schema 1, which no longer can be verified`,
    { hint: 'Pull it with a tool that still can, and push it again: that converts it to a current format.' },
  );
}

async function readVerified(
  store: DocumentStore,
  descriptor: Descriptor,
  limits: Limits,
): Promise<Buffer | undefined> {
  const what = titleOf(store, descriptor);
  checkDocumentSize(descriptor.size, limits.maxManifestBytes, what, 'maxManifestBytes');
  const bytes = await store.read(descriptor, 'manifest', limits.maxManifestBytes);
  if (bytes !== undefined) verifyDocument(bytes, descriptor, what);
  return bytes;
}

/** A document that is a manifest and an index at once is read differently by different tools (CVE-2021-41190). */
function forbidField(json: unknown, field: string, what: string): void {
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  if (!keys.some((key) => key.toLowerCase() === field)) return;
  throw new ClearpullError(
    'target-invalid',
    `${what} has a field "${field}", so that it could be taken for a manifest and for an index`,
  );
}

function checkMediaType(inside: string | undefined, outside: string, what: string): void {
  if (inside === undefined || inside === '' || inside === outside) return;
  throw new ClearpullError(
    'target-invalid',
    `${what} says it is ${inside.slice(0, 100)} where it was announced as ${outside.slice(0, 100)}`,
  );
}

function titleOf(store: DocumentStore, descriptor: Descriptor): string {
  const noun = isIndexType(descriptor.mediaType) ? 'index' : 'manifest';
  return `the ${noun} ${descriptor.digest} of ${store.title}`;
}
