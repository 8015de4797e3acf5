import { compareText } from '../../base/compare-text.ts';
import { formatDecimal } from './decimal.ts';
import type { Payment } from './payments.ts';

/** Sums of one currency. */
export interface Sum {
  readonly currency: string;
  /** A decimal number, exact: `544.74`. */
  readonly amount: string;
  readonly payments: number;
}

/** What was paid, as the user's file says. */
export interface Earned {
  readonly payments: number;
  /** By currency; never added up across currencies. */
  readonly sums: readonly Sum[];
  /** What payments were worth when they were made, of those whose worth the file gives. */
  readonly values: readonly Sum[];
  readonly first?: string;
  readonly last?: string;
}

export function earnedOf(payments: readonly Payment[]): Earned {
  const dates = payments.flatMap(({ date }) => date ?? []).sort(compareText);
  const [first, last] = [dates[0], dates.at(-1)];
  return {
    payments: payments.length,
    sums: sumsOf(payments),
    values: sumsOf(payments.flatMap(({ value }) => value ?? [])),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

function sumsOf(amounts: readonly Pick<Payment, 'amount' | 'currency'>[]): readonly Sum[] {
  const sums = new Map<string, { amount: bigint; payments: number }>();
  for (const { amount, currency } of amounts) {
    const sum = sums.get(currency) ?? { amount: 0n, payments: 0 };
    sums.set(currency, { amount: sum.amount + amount, payments: sum.payments + 1 });
  }
  return [...sums]
    .sort(([a], [b]) => compareText(a, b))
    .map(([currency, { amount, payments }]) => ({ currency, amount: formatDecimal(amount), payments }));
}
