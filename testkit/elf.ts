/** What to put into a hand-made ELF file. It is inert: one data segment, no code, entry point 0. */
export interface ElfSpec {
  /** Default 64. */
  readonly bits?: 32 | 64;
  /** Default `x86-64`. */
  readonly machine?: ElfMachine;
  /** Default `executable`; position-independent programs are `shared` with an interpreter. */
  readonly type?: 'executable' | 'shared' | 'relocatable' | 'core';
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  /** Bytes of a data section. */
  readonly extra?: Uint8Array | string;
  /** Further sections by name. */
  readonly named?: Readonly<Record<string, Uint8Array>>;
  /** The one segment may be written to, as one with data. */
  readonly writable?: boolean;
  /** False leaves the section headers out, as packers do. */
  readonly sections?: boolean;
}

export type ElfMachine = keyof typeof MACHINES;

const MACHINES = {
  '386': { number: 3, big: false },
  arm: { number: 40, big: false },
  'x86-64': { number: 62, big: false },
  aarch64: { number: 183, big: false },
  riscv: { number: 243, big: false },
  ppc64le: { number: 21, big: false },
  s390x: { number: 22, big: true },
} as const;

const TYPES = { relocatable: 1, executable: 2, shared: 3, core: 4 } as const;
const SEGMENT = { load: 1, dynamic: 2, interp: 3 } as const;
const SECTION = { progbits: 1, strtab: 3, dynamic: 6 } as const;
const DYNAMIC = { null: 0, needed: 1, strtab: 5, strsz: 10, soname: 14, runpath: 29 } as const;
/** Where the one loadable segment lies in memory, for both sizes. */
const BASE = 0x400000;

interface Part {
  readonly name: string;
  readonly type: number;
  readonly bytes: Buffer;
  /** Index of the section whose strings this one uses. */
  readonly link?: number;
  readonly offset: number;
}

/** An ELF file that `readelf -h -l -d -S` reads without complaint (System V ABI, chapters 4 and 5). */
export function elf(spec: ElfSpec = {}): Buffer {
  const bits = spec.bits ?? 64;
  const machine = MACHINES[spec.machine ?? 'x86-64'];
  const out = new Writer(bits, machine.big);
  const headerSize = bits === 64 ? 64 : 52;
  const segmentSize = bits === 64 ? 56 : 32;
  const sectionSize = bits === 64 ? 64 : 40;

  const hasDynamic = spec.needed !== undefined || spec.soname !== undefined || spec.runpath !== undefined;
  const segmentCount = 1 + (spec.interpreter === undefined ? 0 : 1) + (hasDynamic ? 1 : 0);
  const parts = layOut(spec, out, headerSize + segmentCount * segmentSize, hasDynamic);
  const sections = spec.sections === false ? [] : parts;
  const names = stringTable(sections.map((part) => part.name).concat('.shstrtab'));
  const last = parts.at(-1);
  const loaded = last === undefined ? headerSize : last.offset + last.bytes.length;
  const sectionTable = align(loaded + names.bytes.length, 16);

  out.bytes([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, machine.big ? 2 : 1, 1, 0], 16);
  out
    .half(TYPES[spec.type ?? 'executable'])
    .half(machine.number)
    .word(1);
  out.address(0).address(headerSize);
  out.address(sections.length === 0 ? 0 : sectionTable).word(0);
  out.half(headerSize).half(segmentSize).half(segmentCount);
  out.half(sections.length === 0 ? 0 : sectionSize);
  out
    .half(sections.length === 0 ? 0 : sections.length + 2)
    .half(sections.length === 0 ? 0 : sections.length + 1);

  for (const part of parts)
    if (part.name === '.interp') out.segment(SEGMENT.interp, part.offset, part.bytes.length);
  out.segment(SEGMENT.load, 0, loaded, spec.writable === true ? 6 : 4);
  for (const part of parts)
    if (part.name === '.dynamic') out.segment(SEGMENT.dynamic, part.offset, part.bytes.length);
  for (const part of parts) out.at(part.offset).bytes(part.bytes);
  if (sections.length === 0) return out.take();

  out.at(loaded).bytes(names.bytes).at(sectionTable).section(0, 0, 0, 0, 0, 0);
  for (const part of sections) {
    out.section(names.offset(part.name), part.type, BASE, part.offset, part.bytes.length, part.link ?? 0);
  }
  out.section(names.offset('.shstrtab'), SECTION.strtab, 0, loaded, names.bytes.length, 0);
  return out.take();
}

function layOut(spec: ElfSpec, like: Writer, start: number, hasDynamic: boolean): Part[] {
  const parts: Part[] = [];
  let end = start;
  const add = (name: string, type: number, bytes: Buffer, link?: number): number => {
    const offset = align(end, 16);
    parts.push({ name, type, bytes, offset, ...(link === undefined ? {} : { link }) });
    end = offset + bytes.length;
    return offset;
  };
  if (spec.interpreter !== undefined) add('.interp', SECTION.progbits, Buffer.from(`${spec.interpreter}\0`));
  if (hasDynamic) {
    const { needed = [], soname, runpath } = spec;
    const strings = stringTable([...needed, soname ?? '', runpath ?? '']);
    const stringsAt = add('.dynstr', SECTION.strtab, strings.bytes);
    const stringsIndex = parts.length;
    const table = like.fresh();
    for (const name of needed) table.address(DYNAMIC.needed).address(strings.offset(name));
    if (soname !== undefined) table.address(DYNAMIC.soname).address(strings.offset(soname));
    if (runpath !== undefined) table.address(DYNAMIC.runpath).address(strings.offset(runpath));
    table.address(DYNAMIC.strtab).address(BASE + stringsAt);
    table.address(DYNAMIC.strsz).address(strings.bytes.length);
    table.address(DYNAMIC.null).address(0);
    add('.dynamic', SECTION.dynamic, table.take(), stringsIndex);
  }
  add('.data', SECTION.progbits, Buffer.from(spec.extra ?? ''));
  for (const [name, bytes] of Object.entries(spec.named ?? {}))
    add(name, SECTION.progbits, Buffer.from(bytes));
  return parts;
}

interface StringTable {
  readonly bytes: Buffer;
  offset(text: string): number;
}

function stringTable(texts: readonly string[]): StringTable {
  const bytes = Buffer.from(['', ...texts, ''].join('\0'));
  return { bytes, offset: (text) => Math.max(0, bytes.indexOf(`\0${text}\0`) + 1) };
}

function align(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}

/** Writes numbers in one file's width and byte order. */
class Writer {
  readonly #bits: 32 | 64;
  readonly #big: boolean;
  #buffer = Buffer.alloc(1024);
  #position = 0;
  #end = 0;

  constructor(bits: 32 | 64, big: boolean) {
    this.#bits = bits;
    this.#big = big;
  }

  /** An empty writer of the same width and order. */
  fresh(): Writer {
    return new Writer(this.#bits, this.#big);
  }

  at(offset: number): this {
    this.#position = offset;
    return this;
  }

  bytes(bytes: Uint8Array | readonly number[], length = bytes.length): this {
    this.#reserve(length);
    this.#buffer.set(bytes, this.#position - length);
    return this;
  }

  half(value: number): this {
    const offset = this.#reserve(2);
    if (this.#big) this.#buffer.writeUInt16BE(value, offset);
    else this.#buffer.writeUInt16LE(value, offset);
    return this;
  }

  word(value: number): this {
    const offset = this.#reserve(4);
    if (this.#big) this.#buffer.writeUInt32BE(value, offset);
    else this.#buffer.writeUInt32LE(value, offset);
    return this;
  }

  /** As wide as an address of the file. */
  address(value: number): this {
    if (this.#bits === 32) return this.word(value);
    return this.#big ? this.word(0).word(value) : this.word(value).word(0);
  }

  segment(type: number, offset: number, size: number, flags = 4): void {
    this.word(type);
    if (this.#bits === 64) this.word(flags);
    this.address(offset)
      .address(BASE + offset)
      .address(BASE + offset);
    this.address(size).address(size);
    if (this.#bits === 32) this.word(flags);
    this.address(type === SEGMENT.load ? 0x1000 : 1);
  }

  section(name: number, type: number, base: number, offset: number, size: number, link: number): void {
    const allocated = base === 0 ? 0 : 2;
    const entrySize = type === SECTION.dynamic ? this.#bits / 4 : 0;
    this.word(name).word(type).address(allocated);
    this.address(base === 0 ? 0 : base + offset)
      .address(offset)
      .address(size);
    this.word(link)
      .word(0)
      .address(type === 0 ? 0 : 1)
      .address(entrySize);
  }

  take(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#end));
  }

  #reserve(length: number): number {
    const offset = this.#position;
    this.#position += length;
    this.#end = Math.max(this.#end, this.#position);
    if (this.#end > this.#buffer.length) {
      this.#buffer = Buffer.concat([this.#buffer, Buffer.alloc(this.#end)]);
    }
    return offset;
  }
}
