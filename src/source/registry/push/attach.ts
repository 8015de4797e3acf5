import { digestOf } from '../../../base/digest.ts';
import { ClearpullError } from '../../../base/errors.ts';
import type { Limits } from '../../../base/limits.ts';
import { isIndexType } from '../../../base/media-types.ts';
import type { Descriptor } from '../../../image/descriptor.ts';
import { formatReference, parseReference } from '../../../image/reference.ts';
import { parseIndex } from '../../documents.ts';
import type { RegistryOptions, Target } from '../../provider.ts';
import { RegistryClient } from '../client.ts';
import { fetchTopManifest } from '../manifests.ts';
import { type PushedReferrer, pushReferrer, type Referrer, referrerManifest } from './push-referrer.ts';

export interface AttachOptions {
  readonly registry: RegistryOptions;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  /** Only find out what would be written. */
  readonly dryRun: boolean;
}

export interface Attachment extends PushedReferrer {
  /** The repository, in full. */
  readonly repository: string;
  readonly subject: Descriptor;
}

/**
 * Attaches something to the image that a target names in a registry, or to one of the images of its index. Nobody is
 * written to but that registry; mirrors are not even asked.
 *
 * @param choose the referrer for the first manifest that it is about, undefined for others
 * @throws ClearpullError `usage` for a target that is no name in a registry, or when nothing is about the image
 */
export async function attachTo(
  target: Target,
  choose: (subject: Descriptor) => Referrer | undefined,
  { registry, limits, signal, dryRun }: AttachOptions,
): Promise<Attachment> {
  const reference = parseReference(target.name);
  const named = target.scheme === undefined || target.scheme === 'registry' || target.scheme === 'docker';
  if (!named || typeof reference === 'string') {
    const why = typeof reference === 'string' ? `: ${reference}` : '';
    throw new ClearpullError('usage', `"${target.text}" is no image in a registry${why}.`, {
      hint: 'Something is attached to what lies in a registry: HOST/NAME:TAG or HOST/NAME@sha256:DIGEST.',
    });
  }
  const client = new RegistryClient(reference, registry, { signal, writes: !dryRun });
  try {
    const top = await fetchTopManifest(client, reference, limits);
    const { mediaType } = top.descriptor;
    const rows = isIndexType(mediaType)
      ? parseIndex(top.bytes, undefined, `the index of ${client.asked.what}`, limits).manifests
      : [];
    for (const subject of [top.descriptor, ...rows]) {
      const referrer = choose(subject);
      if (referrer === undefined) continue;
      const repository = formatReference({ registry: reference.registry, repository: reference.repository });
      const pushed = dryRun
        ? planned(referrer, subject)
        : await pushReferrer(client, referrer, subject, limits);
      return { ...pushed, repository, subject };
    }
    throw new ClearpullError(
      'usage',
      `The statement is about another image than ${formatReference(reference)}.`,
      {
        hint: `That is ${top.descriptor.digest}. Make the statement for the image as it lies there.`,
      },
    );
  } finally {
    await client.close();
  }
}

function planned(referrer: Referrer, subject: Descriptor): PushedReferrer {
  const manifest = referrerManifest(referrer, subject);
  const { mediaType } = referrer;
  return {
    descriptor: { mediaType, digest: digestOf(manifest), size: manifest.length, artifactType: mediaType },
  };
}
