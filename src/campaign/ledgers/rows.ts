import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';

/** A row of a table that the user gave, by the names of its columns without case, blanks, `_` and `-`. */
export interface Row {
  readonly fields: ReadonlyMap<string, string>;
  /** `pulls.csv, line 3`, for messages. */
  readonly where: string;
}

/**
 * The rows of a CSV table with a header (RFC 4180), or of a JSON array of objects. `name` is what people call the file.
 *
 * @param needed names of columns of which a CSV table must have one, as `columnName` makes them
 * @throws ClearpullError `usage` when it is neither, or has more rows than `limit`
 */
export function readRows(
  text: string,
  name: string,
  limit: number,
  needed?: { readonly columns: readonly string[]; readonly hint: string },
): readonly Row[] {
  const plain = text.replace(/^\ufeff/, '');
  const rows = /^\s*[[{]/.test(plain) ? jsonRows(plain, name) : csvRows(plain, name, needed);
  if (rows.length > limit) {
    throw new ClearpullError('usage', `${visible(name)} has more than ${limit} rows.`, {
      hint: 'Raise the limit with --limit maxLedgerRows=…, or leave out what is not needed.',
    });
  }
  return rows;
}

/** An error about one row. */
export function badRow({ where }: Row, what: string, hint: string): ClearpullError {
  return new ClearpullError('usage', `${visible(where)}: ${visible(what)}.`, { hint });
}

function columnName(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function jsonRows(text: string, name: string): readonly Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ClearpullError('usage', `${visible(name)} is not JSON.`, {
      hint: 'Check that the file is whole; docs/campaigns.md shows the form.',
      cause,
    });
  }
  // `{ "demo2018/tomcat": 1200 }` is short for rows of a name and a number.
  const items = Array.isArray(value)
    ? value
    : Object.entries(value as object).map(([key, number]) => ({ repository: key, pulls: number }));
  return items.map((item: unknown, index): Row => {
    const where = `${name}, entry ${index + 1}`;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw badRow({ fields: new Map(), where }, 'is no object', 'docs/campaigns.md shows the form.');
    }
    const fields = Object.entries(item).flatMap(([key, field]) =>
      typeof field === 'string' || typeof field === 'number'
        ? [[columnName(key), String(field)] as const]
        : [],
    );
    return { fields: new Map(fields), where };
  });
}

function csvRows(text: string, name: string, needed: Parameters<typeof readRows>[3]): readonly Row[] {
  const [header, ...records] = csvRecords(text);
  if (header === undefined) throw new ClearpullError('usage', `${visible(name)} is empty.`);
  const columns = header.cells.map(columnName);
  if (needed !== undefined && !needed.columns.some((column) => columns.includes(column))) {
    throw new ClearpullError(
      'usage',
      `${visible(name)} has no column "${needed.columns[0]}" in its first line.`,
      {
        hint: needed.hint,
      },
    );
  }
  return records.map(({ cells, line }) => rowOf(cells, columns, `${name}, line ${line}`));
}

function rowOf(cells: readonly string[], columns: readonly string[], where: string): Row {
  const fields = new Map(
    cells
      .slice(0, columns.length)
      .flatMap((cell, index) =>
        cell.trim() === '' ? [] : [[columns[index] as string, cell.trim()] as const],
      ),
  );
  // `850,000` without quotes would be 850.
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    throw badRow(
      { fields, where },
      `has ${cells.length} fields, and the first line only ${columns.length}`,
      'Write numbers without separators (850000), and put what holds a comma in quotes.',
    );
  }
  return { fields, where };
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** Lines that are empty or begin with `#` are left out. */
function csvRecords(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRecord = (): void => {
    cells.push(cell);
    const empty = cells.length === 1 && cell.trim() === '';
    if (!empty && !cells[0]?.startsWith('#')) records.push({ cells, line: start });
    cells = [];
    cell = '';
    start = line;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') endRecord();
    else if (char !== '\r') cell += char;
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}
