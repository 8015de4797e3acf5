import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { at, textAt } from '../fields.ts';
import type { NotaryEnvelope } from './envelope.ts';

const PAYLOAD_TYPE = 'application/vnd.cncf.notary.payload.v1+json';
const SCHEME = 'io.cncf.notary.signingScheme';
const SIGNING_TIME = 'io.cncf.notary.signingTime';
const AUTHENTIC_TIME = 'io.cncf.notary.authenticSigningTime';
const EXPIRY = 'io.cncf.notary.expiry';
/** What a signature may demand to be understood (signature-specification.md, "Signed Attributes"). */
const UNDERSTOOD: readonly string[] = [SCHEME, SIGNING_TIME, AUTHENTIC_TIME, EXPIRY];

/** An envelope taken apart: what its format has to say. */
export interface EnvelopeParts
  extends Pick<NotaryEnvelope, 'algorithm' | 'signed' | 'signature' | 'chain' | 'timestamp'> {
  readonly contentType: unknown;
  readonly critical: readonly unknown[];
  /** The protected header by that name. */
  readonly header: (name: string) => unknown;
  /** A value of a header as a time, in the format's own form; undefined where it has not that form. */
  readonly timeOf: (value: unknown) => Date | undefined;
  readonly payload: Buffer;
}

/** What such a signature claims: it names a manifest. Throws `target-invalid`, in words that name `where` it is. */
export function claimOf(parts: EnvelopeParts, where: string): Partial<Claim> {
  const { algorithm, signed, signature, chain, timestamp, critical, header } = parts;
  if (parts.contentType !== PAYLOAD_TYPE) throw invalid(where, 'holds no payload of the Notary Project');
  const strange = critical.find(
    (name) => typeof name !== 'string' || !UNDERSTOOD.includes(name) || header(name) === undefined,
  );
  if (strange !== undefined) {
    throw invalid(where, `must not be believed without knowing ${JSON.stringify(strange)?.slice(0, 100)}`);
  }
  if (signature.length === 0) throw invalid(where, 'comes without its signature');
  const target = at(parseJson(parts.payload, `the payload of ${where}`), 'targetArtifact');
  const signs = textAt(target, 'digest') ?? '';
  if (!isDigest(signs)) throw invalid(where, 'names no manifest');
  const time = (name: string): Date | undefined => {
    const value = header(name);
    if (value === undefined) return undefined;
    const found = parts.timeOf(value);
    if (found === undefined || Number.isNaN(found.getTime())) {
      throw invalid(where, `has no time as ${name}`);
    }
    return found;
  };
  const scheme = header(SCHEME);
  const signingTime = time(SIGNING_TIME);
  const authenticSigningTime = time(AUTHENTIC_TIME);
  const expiry = time(EXPIRY);
  const envelope: NotaryEnvelope = {
    algorithm,
    signed,
    signature,
    chain,
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(typeof scheme === 'string' ? { scheme } : {}),
    ...(signingTime === undefined ? {} : { signingTime }),
    ...(authenticSigningTime === undefined ? {} : { authenticSigningTime }),
    ...(expiry === undefined ? {} : { expiry }),
  };
  return { signs, material: { form: 'notary', envelope } };
}

export function invalid(where: string, how: string): ClearpullError {
  return new ClearpullError('target-invalid', `${where} ${how}`);
}
