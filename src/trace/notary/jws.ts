import { parseJson } from '../../source/parse-json.ts';
import type { Claim } from '../claim.ts';
import { at, listAt, textAt } from '../fields.ts';
import { decodeBase64 } from '../statement/envelope.ts';
import { MAX_CHAIN } from './envelope.ts';
import { claimOf, invalid } from './read-envelope.ts';

const MAX_CRITICAL = 32;
/** RFC 3339, section 5.6. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * A signature of the Notary Project as JWS (notaryproject/specifications, signature-envelope-jws.md): flattened JSON,
 * whose payload names the manifest. Throws `target-invalid` for anything else.
 */
export function readNotaryJws(bytes: Buffer, where: string): Partial<Claim> {
  const json = parseJson(bytes, where);
  const payload = textAt(json, 'payload') ?? '';
  const protectedText = textAt(json, 'protected') ?? '';
  const header = parseJson(part(protectedText, `the header of ${where}`), `the header of ${where}`);
  const timestamp = at(json, 'header', 'io.cncf.notary.timestampSignature');
  return claimOf(
    {
      algorithm: textAt(header, 'alg') ?? '',
      signed: Buffer.from(`${protectedText}.${payload}`),
      signature: decodeBase64(textAt(json, 'signature')) ?? Buffer.of(),
      chain: listAt(json, MAX_CHAIN + 1, 'header', 'x5c').map((one) =>
        part(one, `a certificate of ${where}`),
      ),
      ...(timestamp === undefined ? {} : { timestamp: part(timestamp, `the timestamp of ${where}`) }),
      contentType: at(header, 'cty'),
      critical: listAt(header, MAX_CRITICAL, 'crit'),
      header: (name) => at(header, name),
      timeOf: (value) => (typeof value === 'string' && TIME.test(value) ? new Date(value) : undefined),
      payload: part(payload, `the payload of ${where}`),
    },
    where,
  );
}

function part(text: unknown, what: string): Buffer {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw invalid(what, 'is not base64');
  return bytes;
}
