import { ClearpullError } from '../../base/errors.ts';
import { limitFlag } from '../../base/limit-reached.ts';
import type { LimitName, Limits } from '../../base/limits.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import type { Image } from '../../image/image.ts';
import { type ImageManifest, manifestSchema } from '../../image/manifest.ts';
import { parseDocument } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { isProvenanceType } from '../claim-kind.ts';
import { NOTARY_COSE, NOTARY_JWS, NOTARY_SIGNATURE } from '../notary/envelope.ts';
import type { Attested } from '../trace-link.ts';
import { contentTrustClaims, type FindTrustFiles } from './content-trust.ts';
import { type GivenFile, readGivenFile } from './given-file.ts';
import { readClaim } from './read-claim.ts';

export interface CollectOptions {
  readonly limits: Limits;
  /** Files that the user named, whole. */
  readonly given?: readonly GivenFile[];
  /** Also look for what is attached to the image beside its index; that may mean asking a registry. */
  readonly attached?: boolean;
  /** Where Docker Content Trust keeps what it knows. */
  readonly contentTrust?: FindTrustFiles;
  /** Read nothing that is announced as something else than provenance. */
  readonly onlyProvenance?: boolean;
}

/** A manifest whose layers are statements or signatures. */
interface Attachment {
  readonly descriptor: Descriptor;
  /** As the end of a phrase: `in the index`, `among the referrers`. */
  readonly place: string;
}

/**
 * What others say of an image, out of the attestation manifests of its index, what is attached to it, and the files
 * given. Bounded in number and size; nothing is believed or compared yet.
 */
export async function collectClaims(image: Image, options: CollectOptions): Promise<Attested> {
  const gathered = new Gathered(options.limits);
  for (const file of options.given ?? []) {
    for (const document of readGivenFile(file, options.limits))
      gathered.add(await readClaim(document, options.limits));
  }
  if (options.contentTrust !== undefined) {
    for (const claim of await contentTrustClaims(image, options.contentTrust)) gathered.add(claim);
  }
  const attachments: Attachment[] = image.attestations.map((descriptor) => ({
    descriptor,
    place: 'in the index',
  }));
  if (options.attached === true && image.findAttached !== undefined) {
    const { manifests, notes } = await image.findAttached();
    attachments.push(...manifests);
    for (const note of notes) gathered.note(note);
  }
  const seen = new Set<string>();
  for (const attachment of attachments) {
    if (seen.has(attachment.descriptor.digest)) continue;
    seen.add(attachment.descriptor.digest);
    if (seen.size > options.limits.maxAttestationManifests) {
      gathered.limit('maxAttestationManifests');
      break;
    }
    await readAttachment(image, attachment, gathered, options);
  }
  return { claims: gathered.claims, notes: gathered.notes };
}

class Gathered {
  readonly claims: Claim[] = [];
  readonly notes: string[] = [];
  readonly #limits: Limits;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get full(): boolean {
    return this.claims.length >= this.#limits.maxAttestations || this.left <= 0;
  }

  /** Bytes that may still be read. */
  get left(): number {
    return this.#limits.maxAttestationsBytes - this.#bytes;
  }

  add(claim: Claim): void {
    this.claims.push(claim);
  }

  took(bytes: number): void {
    this.#bytes += bytes;
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  limit(name: LimitName): void {
    this.note(`More statements are there than are read (${limitFlag(name)}).`);
  }
}

async function readAttachment(
  image: Image,
  { descriptor, place }: Attachment,
  gathered: Gathered,
  { limits, onlyProvenance = false }: CollectOptions,
): Promise<void> {
  const { readBlob } = image;
  if (readBlob === undefined) return;
  const manifest = await readManifest(readBlob, descriptor, gathered, limits);
  if (manifest === undefined) return;
  for (const layer of manifest.layers) {
    if (gathered.full) {
      gathered.limit(gathered.left <= 0 ? 'maxAttestationsBytes' : 'maxAttestations');
      return;
    }
    const announced = layer.annotations?.['in-toto.io/predicate-type'];
    if (onlyProvenance && announced !== undefined && !isProvenanceType(announced)) continue;
    const where = `the statement ${layer.digest} ${place}`;
    const unread = formatOf(manifest, layer);
    if (unread !== undefined) {
      gathered.add({
        where: `the signature ${layer.digest} ${place}`,
        material: { form: 'unchecked', format: unread },
        ...(manifest.subject === undefined ? {} : { signs: manifest.subject.digest }),
      });
      continue;
    }
    try {
      const cap = Math.min(limits.maxAttestationBytes, gathered.left);
      const bytes = await readBlob(layer, cap);
      if (bytes === undefined) continue;
      gathered.took(bytes.length);
      const annotations = { ...manifest.annotations, ...layer.annotations };
      gathered.add(await readClaim({ where, bytes, mediaType: layer.mediaType, annotations }, limits));
    } catch (error) {
      gathered.note(`An attestation could not be used: ${messageOf(error)}.`);
    }
  }
}

async function readManifest(
  readBlob: NonNullable<Image['readBlob']>,
  descriptor: Descriptor,
  gathered: Gathered,
  limits: Limits,
): Promise<ImageManifest | undefined> {
  try {
    const bytes = await readBlob(
      { ...descriptor, mediaType: MEDIA_TYPE.ociManifest },
      limits.maxManifestBytes,
    );
    if (bytes === undefined) return undefined;
    return parseDocument(Buffer.from(bytes), manifestSchema, `the attestation ${descriptor.digest}`);
  } catch (error) {
    gathered.note(`An attestation could not be used: ${messageOf(error)}.`);
    return undefined;
  }
}

/** The name of a format that is known and not read. */
function formatOf(manifest: ImageManifest, layer: Descriptor): string | undefined {
  const type = manifest.artifactType ?? manifest.config.mediaType;
  if (type !== NOTARY_SIGNATURE) return undefined;
  return [NOTARY_JWS, NOTARY_COSE].includes(layer.mediaType)
    ? undefined
    : `Notary Project, ${layer.mediaType.slice(0, 100)}`;
}

function messageOf(error: unknown): string {
  if (error instanceof ClearpullError && error.code !== 'interrupted') return error.message;
  throw error;
}
