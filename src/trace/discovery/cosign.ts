import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { textAt } from '../fields.ts';
import type { CosignAnnotations } from '../signature/material.ts';
import { decodeBase64 } from '../statement/envelope.ts';

export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';

const SIGNATURE = 'dev.cosignproject.cosign/signature';
const TYPES: ReadonlySet<string | undefined> = new Set([
  'cosign container image signature',
  'https://sigstore.dev/cosign/sign/v1',
]);

/**
 * cosign's signature of an image (cosign, SIGNATURE_SPEC.md): a payload that names the manifest, the signature over its
 * bytes in an annotation. Throws `target-invalid` for anything else.
 */
export function readSimpleSigning(
  payload: Buffer,
  annotations: Readonly<Record<string, string>>,
  where: string,
): Partial<Claim> {
  const json = parseJson(payload, where);
  const type = textAt(json, 'critical', 'type');
  if (!TYPES.has(type)) {
    throw new ClearpullError(
      'target-invalid',
      `${where} is no image signature: its type is ${type ?? 'missing'}`,
    );
  }
  const signs = textAt(json, 'critical', 'image', 'docker-manifest-digest') ?? '';
  if (!isDigest(signs)) throw new ClearpullError('target-invalid', `${where} names no manifest`);
  const signature = decodeBase64(annotations[SIGNATURE]);
  if (signature === undefined || signature.length === 0) {
    throw new ClearpullError('target-invalid', `${where} comes without its signature`);
  }
  const beside = cosignAnnotations(annotations) ?? {};
  return { signs, material: { form: 'simple-signing', payload, signature, beside } };
}

/** What cosign puts beside a signature; undefined when nothing of it is there. */
export function cosignAnnotations(
  annotations: Readonly<Record<string, string>>,
): CosignAnnotations | undefined {
  const certificate = annotations['dev.sigstore.cosign/certificate'];
  const bundle = annotations['dev.sigstore.cosign/bundle'];
  const timestamp = annotations['dev.sigstore.cosign/rfc3161timestamp'];
  if (!certificate && !bundle && !timestamp) return undefined;
  return {
    ...(certificate ? { certificate } : {}),
    ...(bundle ? { bundle } : {}),
    ...(timestamp ? { timestamp } : {}),
  };
}
