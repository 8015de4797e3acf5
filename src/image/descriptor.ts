import { z } from 'zod';
import { type Digest, isDigest } from '../base/digest.ts';
import { platformSchema } from './platform.ts';

export const digestSchema = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), {
  error: 'expected a digest such as sha256:<64 hex digits>',
});

/** OCI image-spec, descriptor.md. */
export const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
  urls: z.array(z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  artifactType: z.string().optional(),
  platform: platformSchema.optional(),
});

export type Descriptor = z.infer<typeof descriptorSchema>;

/** BuildKit marks attestation manifests in an index so (moby/buildkit, attestation-storage.md). */
export function isAttestation(descriptor: Descriptor): boolean {
  return descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** Digest of the image manifest that an attestation manifest speaks about. */
export function attestationSubject(descriptor: Descriptor): string | undefined {
  return descriptor.annotations?.['vnd.docker.reference.digest'];
}
