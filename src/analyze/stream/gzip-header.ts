/** A header's file name and comment have no bound in the format. */
const MAX_HEADER_BYTES = 1024 * 1024;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 };
const FIXED_HEADER_BYTES = 10;

export function isGzipMember(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

export interface GzipHeader {
  readonly length: number;
  /** As the member itself says it was called. */
  readonly name?: string;
}

/**
 * The header of one gzip member (RFC 1952, 2.3). Yields how many bytes it wants to see, and is given what there is:
 * fewer only where the data ends.
 *
 * @throws an Error that says what is damaged
 */
export function* readGzipHeader(): Generator<number, GzipHeader, Buffer> {
  let head = yield FIXED_HEADER_BYTES;
  const flags = head[3] ?? 0;
  let length = FIXED_HEADER_BYTES;
  if ((flags & FLAG.extra) !== 0) {
    head = yield length + 2;
    length += 2 + (head.length < length + 2 ? 0 : head.readUInt16LE(length));
  }
  let name: string | undefined;
  if ((flags & FLAG.name) !== 0) {
    const end = yield* endOfText(length);
    name = (yield end).toString('latin1', length, end - 1);
    length = end;
  }
  if ((flags & FLAG.comment) !== 0) length = yield* endOfText(length);
  if ((flags & FLAG.headerCrc) !== 0) length += 2;
  return { length, ...(name === undefined ? {} : { name }) };
}

/** Where the text that starts at `from` has its terminating zero behind it. */
function* endOfText(from: number): Generator<number, number, Buffer> {
  for (let searched = from; ; ) {
    const head = yield searched + 1;
    if (head.length <= searched) throw new Error('unexpected end of file');
    const zero = head.indexOf(0, searched);
    if (zero !== -1) return zero + 1;
    searched = head.length;
    if (searched > MAX_HEADER_BYTES) throw new Error(`a header is longer than ${MAX_HEADER_BYTES} bytes`);
  }
}
