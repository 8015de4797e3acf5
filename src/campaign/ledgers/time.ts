const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A date or time (ISO 8601, RFC 3339) as UTC to the second: `2018-02-11T09:20:00Z`. Undefined for what is none. */
export function parseTime(text: string): string | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match;
  const offset = zone === 'Z' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(time.getTime())) return undefined;
  // The thirtieth of February rolls over to March.
  if (zone === 'Z' && time.getUTCDate() !== Number(day)) return undefined;
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Reproducible builds say 1970 or 0001: no claim about when. */
const EARLIEST = '1990-01-01T00:00:00Z';

/** When an image claims to have been made; undefined where it says nothing or what cannot be. */
export function claimedTime(text: string | undefined): string | undefined {
  const time = text === undefined ? undefined : parseTime(text);
  return time === undefined || time < EARLIEST ? undefined : time;
}
