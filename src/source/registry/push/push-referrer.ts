import { digestOf } from '../../../base/digest.ts';
import type { Limits } from '../../../base/limits.ts';
import { MEDIA_TYPE } from '../../../base/media-types.ts';
import type { Descriptor } from '../../../image/descriptor.ts';
import type { RegistryClient } from '../client.ts';
import { expectStatus, pushBlob } from './push-blob.ts';
import { addToReferrersTag } from './referrers-tag.ts';

/** Something to be attached to a manifest. */
export interface Referrer {
  /** Of the content, and of the manifest around it. */
  readonly mediaType: string;
  readonly content: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface PushedReferrer {
  readonly descriptor: Descriptor;
  /** The tag that leads to it, where the registry does not know referrers. */
  readonly tag?: string;
}

/** OCI image-spec, "Guidance for an Empty Descriptor". */
const EMPTY = { mediaType: 'application/vnd.oci.empty.v1+json', bytes: Buffer.from('{}') };

/** The manifest that attaches the referrer to its subject; the same every time. */
export function referrerManifest({ mediaType, content, annotations }: Referrer, subject: Descriptor): Buffer {
  const { digest, size, mediaType: subjectType } = subject;
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      artifactType: mediaType,
      config: { mediaType: EMPTY.mediaType, digest: digestOf(EMPTY.bytes), size: EMPTY.bytes.length },
      layers: [{ mediaType, digest: digestOf(content), size: content.length }],
      subject: { mediaType: subjectType, digest, size },
      annotations,
    }),
  );
}

/**
 * Attaches something to a manifest of the repository (OCI distribution-spec, "Pushing Manifests with Subject"): by
 * the referrers API, or, where the registry does not say that it did, by the tag that stands in for it. Doing it
 * again changes nothing.
 */
export async function pushReferrer(
  client: RegistryClient,
  referrer: Referrer,
  subject: Descriptor,
  limits: Limits,
): Promise<PushedReferrer> {
  await pushBlob(client, EMPTY.bytes);
  await pushBlob(client, referrer.content);
  const manifest = referrerManifest(referrer, subject);
  const digest = digestOf(manifest);
  const answer = await client.ask({
    method: 'PUT',
    path: `manifests/${digest}`,
    headers: { 'content-type': MEDIA_TYPE.ociManifest },
    body: manifest,
  });
  await expectStatus(client, answer, [201], `the manifest ${digest}`);
  const descriptor: Descriptor = {
    mediaType: MEDIA_TYPE.ociManifest,
    digest,
    size: manifest.length,
    artifactType: referrer.mediaType,
    annotations: { ...referrer.annotations },
  };
  if (answer.headers['oci-subject'] === subject.digest) return { descriptor };
  return { descriptor, tag: await addToReferrersTag(client, descriptor, subject.digest, limits) };
}
