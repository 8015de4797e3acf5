import { createHash, hash } from 'node:crypto';

/** An OCI digest, `algorithm:hex` (OCI image-spec, descriptor.md, "Digests"). */
export type Digest = `${DigestAlgorithm}:${string}`;
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';

const HEX_LENGTH: Record<DigestAlgorithm, number> = { sha256: 64, sha384: 96, sha512: 128 };

/** True when `text` is a digest in an algorithm that clearpull can compute. */
export function isDigest(text: string): text is Digest {
  const colon = text.indexOf(':');
  const algorithm = text.slice(0, colon);
  return (
    (algorithm === 'sha256' || algorithm === 'sha384' || algorithm === 'sha512') &&
    text.length === colon + 1 + HEX_LENGTH[algorithm] &&
    /^[0-9a-f]+$/.test(text.slice(colon + 1))
  );
}

export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.slice(0, digest.indexOf(':')) as DigestAlgorithm;
}

export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1);
}

/** The digest of `bytes`, all at once. */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return `${algorithm}:${hash(algorithm, bytes, 'hex')}`;
}

/** A running digest for bytes that stream by. */
export interface DigestHasher {
  update(bytes: Uint8Array): void;
  digest(): Digest;
}

export function digestHasher(algorithm: DigestAlgorithm = 'sha256'): DigestHasher {
  const running = createHash(algorithm);
  return {
    update: (bytes) => {
      running.update(bytes);
    },
    digest: () => `${algorithm}:${running.digest('hex')}`,
  };
}
