/**
 * The PAX records that change what an entry is (POSIX.1-2017 pax, "pax Extended Header"), with the effect that
 * Go's archive/tar gives them: an empty value leaves the header's own in place.
 */
export interface PaxRecords {
  readonly path?: Buffer;
  readonly linkPath?: Buffer;
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** A GNU sparse file, format 0.x or 1.0: the data is a map and pieces, not the file's bytes. */
  readonly sparse?: {
    /** The true path; the one beside it is a placeholder. */
    readonly name?: Buffer;
    /** Of the file once expanded. */
    readonly size?: number;
  };
}

/** Parses `LENGTH key=value\n` records; the text says what is wrong with the first malformed one. */
export function parsePax(bytes: Buffer): { readonly records: PaxRecords; readonly problem?: string } {
  const values = new Map<string, Buffer>();
  let problem: string | undefined;
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.subarray(at, at + 21).indexOf(0x20) + at;
    const lengthText = space < at ? '' : bytes.toString('latin1', at, space);
    const length = /^\d+$/.test(lengthText) ? Number(lengthText) : Number.NaN;
    const end = at + length;
    if (!(end > space + 1 && end <= bytes.length) || bytes[end - 1] !== 0x0a) {
      problem ??= `a PAX record at byte ${at} has a wrong length`;
      break;
    }
    const record = bytes.subarray(space + 1, end - 1);
    const equals = record.indexOf(0x3d);
    const key = record.toString('latin1', 0, Math.max(0, Math.min(equals, MAX_KEY)));
    const value = record.subarray(equals + 1);
    if (equals < 1) problem ??= `a PAX record at byte ${at} has no key`;
    else if (TEXTS.has(key) && value.includes(0)) problem ??= `the PAX record "${key}" holds a NUL`;
    else if (TEXTS.has(key) || NUMBERS.has(key) || key.startsWith(SPARSE)) values.set(key, value);
    at = end;
  }
  const numbers = new Map<string, number>();
  for (const key of NUMBERS) {
    const value = values.get(key);
    if (value === undefined || value.length === 0) continue;
    const number = decimal(value);
    if (number === undefined) problem ??= `the PAX record "${key}" is not a number`;
    else numbers.set(key, number);
  }
  const sparse = sparseOf(values, numbers);
  const records = {
    ...optional('path', values.get('path')),
    ...optional('linkPath', values.get('linkpath')),
    ...optional('size', numbers.get('size')),
    ...optional('uid', numbers.get('uid')),
    ...optional('gid', numbers.get('gid')),
    ...optional('sparse', sparse),
  };
  return problem === undefined ? { records } : { records, problem };
}

const MAX_KEY = 256;
const SPARSE = 'GNU.sparse.';
const TEXTS = new Set(['path', 'linkpath', 'GNU.sparse.name']);
const NUMBERS = new Set(['size', 'uid', 'gid', 'GNU.sparse.size', 'GNU.sparse.realsize']);

/** As Go tells a sparse file: by a version it knows, or, without one, by a map. */
function sparseOf(
  values: ReadonlyMap<string, Buffer>,
  numbers: ReadonlyMap<string, number>,
): PaxRecords['sparse'] {
  const text = (key: string): string => values.get(SPARSE + key)?.toString('latin1') ?? '';
  const version = `${text('major')}.${text('minor')}`;
  const hasMap = text('map') !== '' || text('offset') !== '' || text('numbytes') !== '';
  const known = version === '0.0' || version === '0.1' || version === '1.0' || (version === '.' && hasMap);
  if (!known) return undefined;
  const size = numbers.get('GNU.sparse.size') ?? numbers.get('GNU.sparse.realsize');
  return { ...optional('name', values.get('GNU.sparse.name')), ...optional('size', size) };
}

/** Nothing for what is absent or empty. */
function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  if (value === undefined || (value instanceof Buffer && value.length === 0)) return {};
  return { [key]: value } as { [P in K]?: V };
}

function decimal(value: Buffer): number | undefined {
  const text = value.toString('latin1', 0, 32);
  const number = Number(text);
  return value.length < 32 && /^\+?\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
}
