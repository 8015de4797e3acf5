import { isDigest } from '../../base/digest.ts';
import { ClearpullError } from '../../base/errors.ts';
import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { textAt } from '../fields.ts';
import { decodeBase64 } from '../statement/envelope.ts';

export const NOTARY_SIGNATURE = 'application/vnd.cncf.notary.signature';
export const NOTARY_JWS = 'application/jose+json';

const PAYLOAD_TYPE = 'application/vnd.cncf.notary.payload.v1+json';

/**
 * A signature of the Notary Project as JWS (notaryproject/specifications, signature-envelope-jws.md): flattened JSON,
 * whose payload names the manifest. Throws `target-invalid` for anything else.
 */
export function readNotaryJws(bytes: Buffer, where: string): Partial<Claim> {
  const json = parseJson(bytes, where);
  const payloadText = textAt(json, 'payload') ?? '';
  const protectedText = textAt(json, 'protected') ?? '';
  const signature = decodeBase64(textAt(json, 'signature'));
  const header = part(protectedText, `the header of ${where}`);
  if (textAt(header, 'cty') !== PAYLOAD_TYPE) {
    throw new ClearpullError('target-invalid', `${where} holds no payload of the Notary Project`);
  }
  const payload = part(payloadText, `the payload of ${where}`);
  const signs = textAt(payload, 'targetArtifact', 'digest') ?? '';
  if (!isDigest(signs)) throw new ClearpullError('target-invalid', `${where} names no manifest`);
  if (signature === undefined || signature.length === 0) {
    throw new ClearpullError('target-invalid', `${where} comes without its signature`);
  }
  return {
    signs,
    material: {
      form: 'jws',
      algorithm: textAt(header, 'alg') ?? '',
      signed: Buffer.from(`${protectedText}.${payloadText}`),
      signature,
    },
  };
}

function part(text: string, what: string): unknown {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new ClearpullError('target-invalid', `${what} is not base64`);
  return parseJson(bytes, what);
}
