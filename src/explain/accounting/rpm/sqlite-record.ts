import { varint } from './varint.ts';

/** Columns of a record that are looked at; the tables read here have fewer. */
const MAX_COLUMNS = 16;
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

interface Column {
  readonly serial: number;
  readonly at: number;
  readonly end: number;
}

/** Where a column of a record lies ("Record Format"); undefined when it has none such. */
function columnOf(record: Buffer, index: number): Column | undefined {
  const head = varint(record, 0);
  let at = head.value;
  let next = head.end;
  for (let i = 0; i < MAX_COLUMNS && next < head.value; i++) {
    const { value: serial, end } = varint(record, next);
    const size = serial < 12 ? (SIZES[serial] ?? 0) : Math.floor((serial - 12) / 2);
    if (at + size > record.length) return undefined;
    if (i === index) return { serial, at, end: at + size };
    at += size;
    next = end;
  }
  return undefined;
}

export function blobOfRecord(record: Buffer, index: number): Buffer | undefined {
  const column = columnOf(record, index);
  return column === undefined || column.serial < 12 || column.serial % 2 === 1
    ? undefined
    : record.subarray(column.at, column.end);
}

export function textOfRecord(record: Buffer, index: number): string | undefined {
  const column = columnOf(record, index);
  return column === undefined || column.serial < 13 || column.serial % 2 === 0
    ? undefined
    : record.toString('utf8', column.at, column.end);
}

/** A positive integer of at most six bytes. */
export function uintOfRecord(record: Buffer, index: number): number | undefined {
  const column = columnOf(record, index);
  if (column === undefined) return undefined;
  const { serial, at, end } = column;
  if (serial === 9) return 1;
  return serial >= 1 && serial <= 5 ? record.readUIntBE(at, end - at) : undefined;
}
