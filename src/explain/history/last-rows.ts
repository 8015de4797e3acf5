import { parsePairs } from './pairs.ts';
import type { ParsedRow } from './row.ts';
import type { RowPlace } from './settle.ts';

/** For each row, whether a later one overrides it. One pass from the end: linear in the rows. */
export function placeRows(rows: readonly ParsedRow[]): RowPlace[] {
  const places: RowPlace[] = Array.from({ length: rows.length });
  const seen = new Set<string>();
  const keyOwner = new Map<string, number>();
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index];
    if (row === undefined) continue;
    const last = !seen.has(row.keyword);
    seen.add(row.keyword);
    // ENTRYPOINT takes away a CMD that came before it, unless the same Dockerfile sets one after.
    if (row.keyword === 'ENTRYPOINT') seen.add('CMD');
    if (row.keyword === 'ENV' || row.keyword === 'LABEL') {
      for (const { key } of parsePairs(row.argument, () => undefined)) {
        const name = `${row.keyword} ${key}`;
        if (!keyOwner.has(name)) keyOwner.set(name, index);
      }
    }
    places[index] = {
      last,
      lastOfKey: (key) => (keyOwner.get(`${row.keyword} ${key}`) ?? index) <= index,
    };
  }
  return places;
}
