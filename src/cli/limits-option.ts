import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { DEFAULT_LIMITS, LIMIT_NAMES, LIMITS, type LimitName, type Limits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';

/** The limits that `--limit NAME=VALUE` asks for, several times over; the last of a name counts. Throws `usage`. */
export function parseLimits(texts: readonly string[]): Limits {
  const limits: Record<LimitName, number> = { ...DEFAULT_LIMITS };
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals <= 0) throw usage(text, 'has no value', 'It takes NAME=VALUE, such as maxLayers=2000.');
    const name = limitName(text, text.slice(0, equals));
    limits[name] = limitValue(text, name, text.slice(equals + 1).trim());
  }
  return limits;
}

/** Written as in the list, in any case, with or without dashes: maxLayers, max-layers. */
function limitName(text: string, written: string): LimitName {
  const plain = (name: string): string => name.replaceAll(/[-_\s]/g, '').toLowerCase();
  const name = LIMIT_NAMES.find((known) => plain(known) === plain(written));
  if (name !== undefined) return name;
  const meant = didYouMean(written, LIMIT_NAMES);
  const hint = meant === undefined ? '"clearpull limits" lists them.' : `Did you mean "${meant}"?`;
  throw usage(text, 'has no known name', hint);
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  tb: 1000 ** 4,
};
/** What still fits all arithmetic done with it. */
const MOST = 2 ** 50;

function limitValue(text: string, name: LimitName, written: string): number {
  const { unit } = LIMITS[name];
  const [, digits = '', suffix = ''] = /^(\d{1,16}(?:\.\d{1,3})?)\s?([A-Za-z]{0,3})$/.exec(written) ?? [];
  const factor = unit === 'bytes' ? UNITS[suffix.toLowerCase()] : suffix === '' ? 1 : undefined;
  const value = digits === '' || factor === undefined ? Number.NaN : Number(digits) * factor;
  const whole = unit === 'bytes' ? Math.floor(value) : value;
  if (Number.isSafeInteger(whole) && whole >= 1 && whole <= MOST) return whole;
  const expected = unit === 'bytes' ? 'a size such as 512MiB or 2GB' : 'a whole number';
  throw usage(text, 'has no usable value', `${name} takes ${expected}, from 1 on.`);
}

function usage(text: string, problem: string, hint: string): ClearpullError {
  return new ClearpullError('usage', `The limit "${visible(text.slice(0, 200))}" ${problem}.`, {
    hint: visible(hint),
  });
}
