import { digestOf } from '../../base/digest.ts';
import type { Claim } from '../claim.ts';
import { at } from '../fields.ts';
import { notaryCheck } from '../notary/notary-check.ts';
import { decodeBase64, signedBytes } from '../statement/envelope.ts';
import { bundleOf } from './bundle-of.ts';
import type { Circumstances } from './circumstances.ts';
import { type KeyCheck, keyCheck } from './key-check.ts';
import type { Certified, Checkable } from './material.ts';
import type { SignatureResult } from './result.ts';
import { type RootCheck, rootChecks } from './root-check.ts';
import { signerCheck } from './signer-check.ts';
import type { Trust } from './trust.ts';

/**
 * Checks one signed claim after the other under the same trust. The keys given come first: a signature by one of them is
 * verified whatever else is beside it. A certificate has to chain to a root, hold at the time that a log or a timestamp
 * authority vouches for, stand in the log as the very signature, and name whom the user asked for.
 *
 * @param manifest the bytes of the image's manifest, where a signature is over them
 *
 * @throws ClearpullError `usage` for trust that cannot be used
 */
export async function signatureChecker(
  trust: Trust,
  circumstances: Circumstances,
  manifest?: Uint8Array,
): Promise<(claim: Claim) => SignatureResult> {
  const byKey = keyCheck(trust.keys);
  const roots = rootChecks(trust.roots);
  const { signers = [] } = trust;
  const named = signers.length === 0 ? undefined : await signerCheck(signers);
  const byNotary = trust.notary === undefined ? undefined : notaryCheck(trust.notary, circumstances);
  return ({ material, signs }) => {
    if (material === undefined || material.form === 'unchecked') {
      return { status: 'unchecked', why: 'nothing came along to check it with' };
    }
    let over: Buffer | undefined;
    if (material.form === 'bundle' && material.envelope === undefined) {
      // What it says that it signs is compared with the image elsewhere; here it has to be these very bytes.
      if (manifest === undefined || digestOf(manifest) !== signs) {
        return { status: 'unchecked', why: 'it signs the bytes of something that is not at hand' };
      }
      over = Buffer.from(manifest);
    }
    const key = signedByKey(material, byKey, over);
    if (key !== undefined) {
      return { status: 'verified', signer: { kind: 'key', key }, notes: [] };
    }
    if (material.form === 'notary' && byNotary !== undefined) return byNotary(material.envelope);
    if (!hasCertificate(material)) {
      if (trust.keys.length > 0) return { status: 'failed', why: 'it is by none of the keys given' };
      return { status: 'unchecked', why: NEEDS_KEY[material.form] };
    }
    const result = underRoots(material, roots, over);
    if (result.status !== 'unnamed') return result;
    if (named !== undefined) return named(result);
    return trust.keys.length > 0 ? { status: 'failed', why: 'it is by none of the keys given' } : result;
  };
}

const WITH_KEY = 'it is made with a key, and none was given (--key)';
const NEEDS_KEY: Readonly<Record<Checkable['form'], string>> = {
  bundle: WITH_KEY,
  dsse: WITH_KEY,
  'simple-signing': WITH_KEY,
  notary: 'nobody said whose certificates count (--notary-trust), and no key was given (--key)',
};

/** The key that made one of the signatures; undefined when none of those given did. */
function signedByKey(material: Checkable, byKey: KeyCheck, over: Buffer | undefined): string | undefined {
  if (material.form === 'simple-signing') return byKey(material.payload, material.signature);
  if (material.form === 'notary') {
    const { signed, signature, algorithm } = material.envelope;
    return byKey(signed, signature, algorithm);
  }
  if (material.form === 'bundle' && over !== undefined) {
    const signature = decodeBase64(at(material.json, 'messageSignature', 'signature'));
    return signature === undefined ? undefined : byKey(over, signature);
  }
  const { envelope } = material;
  if (envelope === undefined) return undefined;
  const bytes = signedBytes(envelope);
  for (const { bytes: signature } of envelope.signatures) {
    const key = byKey(bytes, signature);
    if (key !== undefined) return key;
  }
  return undefined;
}

function hasCertificate(material: Checkable): material is Certified {
  if (material.form === 'notary') return false;
  if (material.form !== 'bundle') return material.beside?.certificate !== undefined;
  return at(material.json, 'verificationMaterial', 'publicKey') === undefined;
}

/** Holds under the first root that it holds under; what the last one said otherwise. */
function underRoots(
  material: Certified,
  roots: readonly RootCheck[],
  over: Buffer | undefined,
): SignatureResult {
  if (roots.length === 0) return { status: 'unchecked', why: 'no trust root was given (--trust-root)' };
  const bundle = bundleOf(material, over);
  if (typeof bundle === 'string') return { status: 'failed', why: bundle };
  let last: SignatureResult = { status: 'failed', why: '' };
  for (const check of roots) {
    last = check(bundle);
    if (last.status !== 'failed') return last;
  }
  return last;
}
