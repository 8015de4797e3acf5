/** Amounts of money as whole numbers of 10^-18, so that sums are exact. */
const DIGITS = 18;
const UNIT = 10n ** BigInt(DIGITS);
const SHAPE = /^(\d{1,18})(?:\.(\d{1,18}))?$/;

/** `544.74` in units of 10^-18; undefined for anything but a plain, non-negative decimal number. */
export function parseDecimal(text: string): bigint | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  return BigInt(match[1] ?? '0') * UNIT + BigInt((match[2] ?? '').padEnd(DIGITS, '0'));
}

/** The shortest decimal number: `544.74`. */
export function formatDecimal(units: bigint): string {
  const whole = units / UNIT;
  const rest = (units % UNIT).toString().padStart(DIGITS, '0').replace(/0+$/, '');
  return rest === '' ? whole.toString() : `${whole}.${rest}`;
}
