import { decodeWallet } from '../../detect/coins/find-wallets.ts';
import { standardAddress } from '../../detect/coins/standard-address.ts';
import { parseDecimal } from './decimal.ts';
import { badRow, type Row, readRows } from './rows.ts';
import { parseTime } from './time.ts';

/** One payment to a wallet, as the user's file has it. */
export interface Payment {
  /** Units of 10^-18. */
  readonly amount: bigint;
  /** Upper case: `XMR`. */
  readonly currency: string;
  readonly date?: string;
  /** What it was worth then, where the file says so. */
  readonly value?: { readonly amount: bigint; readonly currency: string };
}

/** By wallet. */
export type Payments = ReadonlyMap<string, readonly Payment[]>;

export function isWallet({ kind }: { readonly kind: string }): boolean {
  return kind === 'wallet';
}

/** Symbols of the coins whose wallets are known, as exchanges write them. */
const SYMBOLS: Readonly<Record<string, string>> = {
  monero: 'XMR',
  bitcoin: 'BTC',
  ethereum: 'ETH',
  litecoin: 'LTC',
  dogecoin: 'DOGE',
  ravencoin: 'RVN',
  zcash: 'ZEC',
  wownero: 'WOW',
};

const HINT =
  'It takes rows of wallet, amount, and perhaps date, currency, value, value_currency and id; see docs/campaigns.md.';

/**
 * A table of payments to wallets. Rows with the `id` of an earlier one are the same payment. Nothing is converted: a
 * value in another currency is taken from the file or not there.
 *
 * @throws ClearpullError `usage` naming the row that is wrong
 */
export function parsePayments(text: string, name: string, limit: number): Payments {
  const all = new Map<string, Payment[]>();
  const ids = new Set<string>();
  for (const row of readRows(text, name, limit, { columns: ['wallet', 'address'], hint: HINT })) {
    const written = row.fields.get('wallet') ?? row.fields.get('address') ?? '';
    if (written === '') throw badRow(row, 'names no wallet', HINT);
    const wallet = decodeWallet(written);
    const address = standardAddress(written) ?? wallet?.address ?? written;
    const id = row.fields.get('id') ?? row.fields.get('txid');
    if (id !== undefined) {
      const key = JSON.stringify([address, id]);
      if (ids.has(key)) continue;
      ids.add(key);
    }
    const found = all.get(address) ?? [];
    found.push(paymentOf(row, wallet?.coin));
    all.set(address, found);
  }
  return all;
}

function paymentOf(row: Row, coin: string | undefined): Payment {
  const date = row.fields.get('date') ?? row.fields.get('time');
  const time = date === undefined ? undefined : parseTime(date);
  if (date !== undefined && time === undefined) {
    throw badRow(row, `"${date}" is no date`, 'Write it as 2018-02-11 or as RFC 3339.');
  }
  const value = row.fields.get('value');
  return {
    amount: amountOf(row, 'amount'),
    currency: currencyOf(row, 'currency', SYMBOLS[coin ?? '']),
    ...(time === undefined ? {} : { date: time }),
    ...(value === undefined
      ? {}
      : { value: { amount: amountOf(row, 'value'), currency: currencyOf(row, 'valuecurrency', undefined) } }),
  };
}

function amountOf(row: Row, column: string): bigint {
  const text = row.fields.get(column) ?? '';
  const amount = parseDecimal(text);
  if (amount !== undefined) return amount;
  throw badRow(row, text === '' ? `has no ${column}` : `"${text}" is no plain decimal number`, HINT);
}

function currencyOf(row: Row, column: string, otherwise: string | undefined): string {
  const text = row.fields.get(column)?.toUpperCase() ?? otherwise;
  if (text !== undefined && /^[A-Z0-9]{2,10}$/.test(text)) return text;
  throw badRow(row, text === undefined ? 'names no currency' : `"${text}" is no currency`, HINT);
}
