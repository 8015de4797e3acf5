import type { LayerFacts } from '../layer-facts.ts';
import { ALIGNMENT, aligned } from './columns.ts';
import { readEntryTable } from './entry-table.ts';

/** A layer's facts as they are stored and handed between threads: length of the head, the head, the table. */
export function encodeFacts(facts: Omit<LayerFacts, 'entries'>, table: readonly Buffer[]): Buffer {
  const { diffId, size, unknowns } = facts;
  const head = Buffer.from(JSON.stringify({ diffId, size, unknowns }));
  const length = Buffer.alloc(ALIGNMENT);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, aligned(head), ...table]);
}

/** The facts in such bytes, which must not be changed as long as they are used: entries read from them. */
export function decodeFacts(bytes: Uint8Array): LayerFacts {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = buffer.readUInt32LE(0);
  const head = JSON.parse(buffer.toString('utf8', ALIGNMENT, ALIGNMENT + length)) as Omit<
    LayerFacts,
    'entries'
  >;
  const table = buffer.subarray(ALIGNMENT + Math.ceil(length / ALIGNMENT) * ALIGNMENT);
  return { ...head, entries: readEntryTable(table) };
}
