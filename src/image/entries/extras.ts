import { ByteColumnWriter, type ColumnWriter, IntegerColumnWriter, integersOf } from './columns.ts';

/** What only few entries have: further digests, where the bytes kept of a package database lie, the archive around it. */
export interface Extras {
  readonly md5?: string | undefined;
  readonly sha1?: string | undefined;
  readonly database?: readonly [offset: number, length: number] | undefined;
  readonly host?: string | undefined;
}

const MD5 = 1;
const SHA1 = 2;
const DATABASE = 4;
const HOST = 8;
const MD5_AT = 1;
const SHA1_AT = 17;
const OFFSET_AT = 37;
const LENGTH_AT = 45;
/** Of the host, only its length is stored: the path begins with it. */
const HOST_AT = 53;
const RECORD_BYTES = 57;

/** Two columns: for each entry which record is its own (from 1), and the records. */
export class ExtrasWriter {
  readonly #indexes = new IntegerColumnWriter();
  readonly #records = new ByteColumnWriter();
  #count = 0;

  push({ md5, sha1, database, host }: Extras): void {
    if (md5 === undefined && sha1 === undefined && database === undefined && host === undefined) {
      this.#indexes.push(0);
      return;
    }
    this.#indexes.push(++this.#count);
    const { bytes, at } = this.#records.claim(RECORD_BYTES);
    bytes[at] =
      (md5 === undefined ? 0 : MD5) |
      (sha1 === undefined ? 0 : SHA1) |
      (database === undefined ? 0 : DATABASE) |
      (host === undefined ? 0 : HOST);
    if (md5 !== undefined) bytes.write(md5, at + MD5_AT, 'hex');
    if (sha1 !== undefined) bytes.write(sha1, at + SHA1_AT, 'hex');
    bytes.writeDoubleLE(database?.[0] ?? 0, at + OFFSET_AT);
    bytes.writeDoubleLE(database?.[1] ?? 0, at + LENGTH_AT);
    bytes.writeUInt32LE(host?.length ?? 0, at + HOST_AT);
  }

  columns(): readonly [indexes: ColumnWriter, records: ColumnWriter] {
    return [this.#indexes, this.#records];
  }
}

export class ExtrasColumn {
  readonly #indexes: Uint32Array;
  readonly #records: Buffer;

  constructor(indexes: Buffer, records: Buffer) {
    this.#indexes = integersOf(indexes);
    this.#records = records;
  }

  md5(index: number): string | undefined {
    return this.#hex(index, MD5, MD5_AT, SHA1_AT);
  }

  sha1(index: number): string | undefined {
    return this.#hex(index, SHA1, SHA1_AT, OFFSET_AT);
  }

  database(index: number): readonly [number, number] | undefined {
    const at = this.#at(index, DATABASE);
    if (at === undefined) return undefined;
    return [this.#records.readDoubleLE(at + OFFSET_AT), this.#records.readDoubleLE(at + LENGTH_AT)];
  }

  /** How much of the entry's path is its host. */
  hostLength(index: number): number | undefined {
    const at = this.#at(index, HOST);
    return at === undefined ? undefined : this.#records.readUInt32LE(at + HOST_AT);
  }

  #hex(index: number, flag: number, from: number, to: number): string | undefined {
    const at = this.#at(index, flag);
    return at === undefined ? undefined : this.#records.toString('hex', at + from, at + to);
  }

  #at(index: number, flag: number): number | undefined {
    const record = this.#indexes[index] ?? 0;
    const at = (record - 1) * RECORD_BYTES;
    return record === 0 || ((this.#records[at] ?? 0) & flag) === 0 ? undefined : at;
  }
}
