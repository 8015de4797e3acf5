import { decode, encode, Tagged, Tokenizer } from 'cborg';
import type { Claim } from '../claim.ts';
import { MAX_CHAIN } from './envelope.ts';
import { claimOf, invalid } from './read-envelope.ts';

/** RFC 9052, section 3.1, and RFC 9360, section 2. */
const ALGORITHM = 1;
const CRITICAL = 2;
const CONTENT_TYPE = 3;
const X5CHAIN = 33;
/** IANA, COSE Algorithms: those that the Notary Project allows, by their names in RFC 7518. */
const ALGORITHMS: ReadonlyMap<unknown, string> = new Map([
  [-7, 'ES256'],
  [-35, 'ES384'],
  [-36, 'ES512'],
  [-37, 'PS256'],
  [-38, 'PS384'],
  [-39, 'PS512'],
]);
const COSE_SIGN1 = 18;
const EPOCH_TIME = 1;
/** Parts of one envelope, however they are nested: a signature has about thirty. */
const MAX_ITEMS = 1000;

/** Stops at a number of parts, and so at that depth. */
class Bounded extends Tokenizer {
  #left = MAX_ITEMS;

  override next() {
    if (this.#left-- === 0) throw new Error(`it has more than ${MAX_ITEMS} parts`);
    return super.next();
  }
}

/**
 * A signature of the Notary Project as COSE_Sign1_Tagged (notaryproject/specifications, signature-envelope-cose.md;
 * RFC 9052, section 4.2), whose payload names the manifest. Throws `target-invalid` for anything else.
 */
export function readNotaryCose(bytes: Buffer, where: string): Partial<Claim> {
  const envelope = decoded(bytes, where);
  const parts = envelope instanceof Tagged && envelope.tag === COSE_SIGN1 ? envelope.value : undefined;
  if (!Array.isArray(parts) || parts.length !== 4) throw invalid(where, 'is no COSE_Sign1');
  const [protectedBytes, unprotected, payload, signature] = parts as readonly unknown[];
  if (!isBytes(protectedBytes) || !isBytes(payload) || !isBytes(signature)) {
    throw invalid(where, 'is no COSE_Sign1 with its payload');
  }
  const header = decoded(Buffer.from(protectedBytes), `the header of ${where}`);
  if (!(header instanceof Map) || !(unprotected instanceof Map)) throw invalid(where, 'has no headers');
  const chain: unknown = header.get(X5CHAIN) ?? unprotected.get(X5CHAIN);
  const timestamp: unknown = unprotected.get('io.cncf.notary.timestampSignature');
  const critical: unknown = header.get(CRITICAL);
  return claimOf(
    {
      algorithm:
        ALGORITHMS.get(header.get(ALGORITHM)) ?? `COSE ${String(header.get(ALGORITHM)).slice(0, 20)}`,
      signed: Buffer.from(encode(['Signature1', protectedBytes, Buffer.of(), payload])),
      signature: Buffer.from(signature),
      // One certificate may stand alone (RFC 9360, section 2).
      chain: (Array.isArray(chain) ? chain.slice(0, MAX_CHAIN + 1) : [chain])
        .filter(isBytes)
        .map((der) => Buffer.from(der)),
      ...(isBytes(timestamp) ? { timestamp: Buffer.from(timestamp) } : {}),
      contentType: header.get(CONTENT_TYPE),
      critical: Array.isArray(critical) ? critical : [],
      header: (name) => header.get(name),
      timeOf: (value) =>
        value instanceof Tagged && value.tag === EPOCH_TIME && typeof value.value === 'number'
          ? new Date(value.value * 1000)
          : undefined,
      payload: Buffer.from(payload),
    },
    where,
  );
}

function decoded(bytes: Buffer, what: string): unknown {
  const options = {
    useMaps: true,
    rejectDuplicateMapKeys: true,
    tags: Tagged.preserve(EPOCH_TIME, COSE_SIGN1),
  };
  try {
    return decode(bytes, { ...options, tokenizer: new Bounded(bytes, options) });
  } catch (error) {
    throw invalid(what, `is not CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
