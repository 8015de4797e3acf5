import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  type TrustMaterial,
  toSignedEntity,
  toTrustMaterial,
  VerificationError,
  Verifier,
} from '@sigstore/verify';
import { ClearpullError } from '../../base/errors.ts';
import type { CheckableBundle } from './bundle-of.ts';
import { certifiedBuild } from './certified-build.ts';
import type { SignatureResult } from './result.ts';
import type { TrustRoot } from './trust.ts';

/** Checks a bundle with a certificate under one root: `unnamed` when it holds, else `failed`. */
export type RootCheck = (bundle: CheckableBundle) => SignatureResult;

/** Throws `usage` for what is no trust root. */
export function rootChecks(roots: readonly TrustRoot[]): readonly RootCheck[] {
  return roots.map((root) => {
    const material = materialOf(root);
    const verifier = new Verifier(material, {
      // What a root has no log for, its certificates need not stand in; that is for the root's owner to say.
      tlogThreshold: material.tlogs.length > 0 ? 1 : 0,
      ctlogThreshold: material.ctlogs.length > 0 ? 1 : 0,
      timestampThreshold: 1,
    });
    return ({ bundle, payload }) => {
      try {
        const { identity } = verifier.verify(toSignedEntity(bundle, payload));
        const name = identity?.subjectAlternativeName;
        if (name === undefined) return { status: 'failed', why: 'its certificate names nobody' };
        const issuer = identity?.extensions?.issuer ?? 'an unknown issuer';
        const build = certifiedBuild(identity?.oids ?? []);
        const signer = {
          kind: 'certificate',
          identity: name,
          issuer,
          ...(build === undefined ? {} : { build }),
        } as const;
        return { status: 'unnamed', signer, notes: [`under ${root.name}`] };
      } catch (error) {
        // The library throws errors of its own, and others for bytes that are no certificate at all.
        const why =
          error instanceof VerificationError ? error.message : 'a part of it is missing or malformed';
        return { status: 'failed', why: `it does not hold under ${root.name}: ${why}` };
      }
    };
  });
}

function materialOf({ name, json }: TrustRoot): TrustMaterial {
  try {
    const root = TrustedRoot.fromJSON(json);
    // The library takes a log without a beginning for one that always was.
    if ([...root.tlogs, ...root.ctlogs].some(({ publicKey }) => publicKey?.validFor?.start === undefined)) {
      throw new Error('a log does not say from when on it is valid');
    }
    const material = toTrustMaterial(root);
    if (material.certificateAuthorities.length === 0) throw new Error('it has no certificate authority');
    return material;
  } catch (cause) {
    throw new ClearpullError('usage', `The file ${name} of --trust-root holds no trust root of sigstore's.`, {
      hint: 'It is what "cosign trusted-root create" or "gh attestation trusted-root" writes.',
      cause,
    });
  }
}
