const MAX_PROGRAM_HEADERS = 256;
const MAX_SECTIONS = 1024;
const MAX_NAME = 256;

/** Program header types, and the flag of what may be written (gABI, p_type and p_flags). */
export const PT = { load: 1, dynamic: 2, interp: 3 };
const PF_WRITE = 2;
/** A section without bytes in the file (gABI, SHT_NOBITS). */
const NOBITS = 8;

export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  /** In the file. */
  readonly size: number;
  readonly writable: boolean;
}

/** Bounded reads in the file's own word size and byte order; undefined outside of what was read. */
export class ElfView {
  readonly bytes: Buffer;
  readonly wide: boolean;
  readonly big: boolean;

  constructor(bytes: Buffer, wide: boolean, big: boolean) {
    this.bytes = bytes;
    this.wide = wide;
    this.big = big;
  }

  u16(at: number): number | undefined {
    if (at < 0 || at + 2 > this.bytes.length) return undefined;
    return this.big ? this.bytes.readUInt16BE(at) : this.bytes.readUInt16LE(at);
  }

  u32(at: number): number | undefined {
    if (at < 0 || at + 4 > this.bytes.length) return undefined;
    return this.big ? this.bytes.readUInt32BE(at) : this.bytes.readUInt32LE(at);
  }

  /** An address or offset; undefined also when it is beyond what a number holds exactly. */
  word(at: number): number | undefined {
    if (!this.wide) return this.u32(at);
    if (at < 0 || at + 8 > this.bytes.length) return undefined;
    const value = this.big ? this.bytes.readBigUInt64BE(at) : this.bytes.readBigUInt64LE(at);
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
  }

  string(at: number, max: number): string | undefined {
    if (at < 0 || at >= this.bytes.length) return undefined;
    const length = this.bytes.subarray(at, at + max + 1).indexOf(0);
    return length === -1 ? undefined : this.bytes.toString('utf8', at, at + length);
  }
}

/** The program headers, as far as they can be read. */
export function readSegments(view: ElfView): readonly Segment[] {
  const { wide } = view;
  const start = view.word(wide ? 32 : 28) ?? 0;
  const entrySize = view.u16(wide ? 54 : 42) ?? 0;
  const count = Math.min(view.u16(wide ? 56 : 44) ?? 0, MAX_PROGRAM_HEADERS);
  if (start === 0 || entrySize < (wide ? 56 : 32)) return [];
  const segments: Segment[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * entrySize;
    const type = view.u32(at);
    const offset = view.word(at + (wide ? 8 : 4));
    const address = view.word(at + (wide ? 16 : 8));
    const size = view.word(at + (wide ? 32 : 16));
    const writable = ((view.u32(at + (wide ? 4 : 24)) ?? 0) & PF_WRITE) !== 0;
    if (type === undefined || offset === undefined || address === undefined || size === undefined) continue;
    segments.push({ type, offset, address, size, writable });
  }
  return segments;
}

/** Where in the file what is loaded at an address lies. */
export function fileOffset(address: number | undefined, segments: readonly Segment[]): number | undefined {
  if (address === undefined) return undefined;
  for (const segment of segments) {
    if (segment.type === PT.load && address >= segment.address && address < segment.address + segment.size) {
      return segment.offset + (address - segment.address);
    }
  }
  return undefined;
}

export interface Section {
  readonly offset: number;
  readonly size: number;
}

/** The sections by name, the first of each. One without bytes in the file has size 0. */
export function readSections(view: ElfView): ReadonlyMap<string, Section> {
  const { wide } = view;
  const start = view.word(wide ? 40 : 32) ?? 0;
  const entrySize = view.u16(wide ? 58 : 46) ?? 0;
  const count = Math.min(view.u16(wide ? 60 : 48) ?? 0, MAX_SECTIONS);
  const namesIndex = view.u16(wide ? 62 : 50) ?? 0;
  const sections = new Map<string, Section>();
  if (start === 0 || entrySize < (wide ? 64 : 40) || namesIndex >= count) return sections;
  const table = view.word(start + namesIndex * entrySize + (wide ? 24 : 16));
  if (table === undefined) return sections;
  for (let i = 0; i < count; i++) {
    const at = start + i * entrySize;
    const name = view.u32(at);
    const text = name === undefined ? undefined : view.string(table + name, MAX_NAME);
    const offset = view.word(at + (wide ? 24 : 16));
    const size = view.u32(at + 4) === NOBITS ? 0 : view.word(at + (wide ? 32 : 20));
    if (text === undefined || text === '' || sections.has(text)) continue;
    sections.set(text, { offset: offset ?? 0, size: size ?? 0 });
  }
  return sections;
}
