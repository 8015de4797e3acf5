import type { Claim } from './claim.ts';
import { type CertifiedBuild, signerName } from './signature/result.ts';
import type { AboutImage } from './statement/subjects.ts';
import { aboutImage } from './statement/subjects.ts';
import type { TraceInput, Voucher } from './trace-link.ts';

/** A claim together with whether it is about the image, and whether it can count for anything. */
export interface Standing {
  readonly claim: Claim;
  readonly about: AboutImage;
  /** Signed by whom the user asked for. */
  readonly verified: boolean;
  /** Why it counts for nothing: it cannot be read, its signature fails, or it is about something else. */
  readonly void?: string;
}

export function standingOf(claim: Claim, image: TraceInput['image']): Standing {
  const about = aboutImage(claim, image);
  const verified = claim.signature?.status === 'verified';
  const reason = voidReason(claim, about);
  return reason === undefined ? { claim, about, verified } : { claim, about, verified: false, void: reason };
}

function voidReason({ where, broken, signature, contents }: Claim, about: AboutImage): string | undefined {
  if (broken !== undefined) return broken.includes(where) ? broken : `${where}: ${broken}`;
  if (about.conflict !== undefined) return `${where}: ${about.conflict}`;
  if (signature?.status === 'failed') return `${where}: ${signature.why}`;
  // A bare list of contents names nothing; it hangs on a tag that names the image.
  if (about.names === undefined && contents === undefined) return `${where} is about another image`;
  return undefined;
}

/** Who stands behind a claim that counts. */
export function voucherOf({ claim, verified }: Standing, who?: string): Voucher {
  const { signature } = claim;
  if (verified && signature?.status === 'verified')
    return { by: 'signer', who: signerName(signature.signer) };
  return { by: 'attestation', ...(who === undefined ? {} : { who }) };
}

/** The run that the certificate of a verified signature was issued to. Undefined for a key, or a person. */
export function certifiedBuildOf({ claim: { signature }, verified }: Standing): CertifiedBuild | undefined {
  if (!verified || signature?.status !== 'verified') return undefined;
  return signature.signer.kind === 'certificate' ? signature.signer.build : undefined;
}

/** How it stands with its signature, as the end of a sentence. */
export function signatureWords({ signature, material }: Claim): string {
  if (signature === undefined) return material === undefined ? 'not signed' : 'signed, not checked';
  if ('signer' in signature) {
    const how = signature.status === 'verified' ? 'verified' : 'whom nobody asked for';
    return [`signed by ${signerName(signature.signer)}`, how, ...signature.notes].join(', ');
  }
  const { why } = signature;
  return signature.status === 'failed' ? `its signature fails: ${why}` : `signed, not checked: ${why}`;
}
