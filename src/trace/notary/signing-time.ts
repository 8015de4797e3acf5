import type { Certificate } from './certificate.ts';
import type { NotaryEnvelope } from './envelope.ts';
import { timeOf } from './timestamp.ts';
import type { StoreType } from './trust-policy.ts';

export interface TimeRules {
  /** What kind of store the signing scheme has: who vouches for the time. */
  readonly store: StoreType;
  /** Certificates of timestamp authorities that count. */
  readonly tsa: readonly Certificate[];
  /** Ask for a timestamp even while the certificates are valid. */
  readonly always: boolean;
  readonly now: Date;
}

/**
 * Why nobody can say that a signature was made while its certificates were valid (trust-store-trust-policy.md, "Validate
 * Authentic Timestamp"); undefined when somebody can. What a reader should know besides is added to the notes.
 */
export function timeProblem(
  envelope: NotaryEnvelope,
  chain: readonly Certificate[],
  { store, tsa, always, now }: TimeRules,
  notes: string[],
): string | undefined {
  if (store === 'signingAuthority') {
    const { authenticSigningTime: time } = envelope;
    if (time === undefined) return 'its signing authority names no time';
    return validAt(chain, time, time)
      ? undefined
      : `its certificates were not valid when it was made, ${day(time)}`;
  }
  const { signingTime, timestamp } = envelope;
  if (signingTime === undefined) return 'it names no signing time';
  const validNow = validAt(chain, now, now);
  if (tsa.length > 0 && (always || !validNow)) {
    if (timestamp === undefined) return 'it has no timestamp';
    const range = timeOf(timestamp, envelope.signature, tsa);
    if (typeof range === 'string') return `its timestamp cannot be believed: ${range}`;
    if (!validAt(chain, range.from, range.to))
      return `its certificates were not valid at its timestamp, ${day(range.to)}`;
    notes.push(`timestamped on ${day(range.to)}`);
    return undefined;
  }
  notes.push(`says that it was made on ${day(signingTime)}`);
  if (timestamp !== undefined && tsa.length === 0) {
    notes.push('its timestamp was not checked, as no store of timestamp authorities (tsa) counts');
  }
  if (validNow) return undefined;
  return `its certificates are not valid now, and ${timestamp === undefined ? 'it has no timestamp' : 'its timestamp was not checked'}`;
}

function validAt(chain: readonly Certificate[], from: Date, to: Date): boolean {
  return chain.every((certificate) => certificate.from <= from && to <= certificate.to);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
