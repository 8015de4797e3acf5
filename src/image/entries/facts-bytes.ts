import type { LayerFacts } from '../layer-facts.ts';
import { ALIGNMENT, aligned, alignedLength } from './columns.ts';
import { type EntryTableWriter, readCount, readEntryTable } from './entry-table.ts';

/** A layer's facts as they are stored and handed between threads: length of the head, the head, the table. */
export function encodeFacts(facts: Omit<LayerFacts, 'entries'>, table: EntryTableWriter): Buffer {
  const { diffId, size, unknowns, nested } = facts;
  const head = Buffer.from(JSON.stringify({ diffId, size, unknowns, nested }));
  const length = Buffer.alloc(ALIGNMENT);
  length.writeUInt32LE(head.length);
  return table.finish(Buffer.concat([length, aligned(head)]));
}

/** The facts in such bytes, which must not be changed as long as they are used: entries read from them. */
export function decodeFacts(bytes: Uint8Array): LayerFacts {
  const { head, table } = parts(bytes);
  return { ...head, entries: readEntryTable(table) };
}

/** How many entries there are in such bytes. */
export function countEntries(bytes: Uint8Array): number {
  return readCount(parts(bytes).table);
}

function parts(bytes: Uint8Array): { readonly head: Omit<LayerFacts, 'entries'>; readonly table: Buffer } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = buffer.readUInt32LE(0);
  const head = JSON.parse(buffer.toString('utf8', ALIGNMENT, ALIGNMENT + length)) as Omit<
    LayerFacts,
    'entries'
  >;
  return { head, table: buffer.subarray(ALIGNMENT + alignedLength(length)) };
}
