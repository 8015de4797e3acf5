import type { ElfFacts } from '../../image/layer-facts.ts';
import { appendedAt } from './appended.ts';

/** Machine names as OCI platforms write them, where there is one (System V gABI, e_machine). */
const MACHINES: Readonly<Record<number, string>> = {
  3: '386',
  20: 'ppc',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  247: 'bpf',
  258: 'loong64',
};
const MIPS = 8;
const PPC64 = 21;
const TYPES = ['other', 'relocatable', 'executable', 'shared', 'core'] as const;
const MAX_PROGRAM_HEADERS = 256;
const MAX_SECTIONS = 1024;
const MAX_DYNAMIC = 4096;
const MAX_NEEDED = 256;
/** Longest name of a library, and of a path that the loader takes (Linux NAME_MAX and PATH_MAX). */
const MAX_NAME = 255;
const MAX_PATH = 4096;

export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

/**
 * Reads what a start chain and the detectors need of an ELF file (System V gABI, chapters 4 and 5). Never
 * throws: what the file promises and does not hold ends up in `partial`.
 */
export function readElf(bytes: Buffer, whole: boolean): ElfFacts {
  const bits = bytes[4] === 2 ? 64 : 32;
  const view = new ElfView(bytes, bits === 64, bytes[5] === 2);
  const base = {
    bits,
    machine: machineOf(view.u16(18), bits, bytes[5] === 2),
    type: TYPES[view.u16(16) ?? 0] ?? 'other',
  } as const;
  const segments = readSegments(view);
  const dynamic = readDynamic(view, segments);
  const interpreter = segments.find((segment) => segment.type === PT.interp);
  const names = readSectionNames(view);
  const appended = whole ? appendedAt(bytes, endOf(view, segments)) : undefined;
  const language = detectLanguage(bytes, names);
  const packed = bytes.subarray(0, 4096).includes('UPX!') || bytes.subarray(-4096).includes('UPX!');
  const missing = whole ? dynamic.problem : (dynamic.problem ?? 'only the beginning of the file was read');
  const interpreterText = interpreter === undefined ? undefined : view.string(interpreter.offset, MAX_PATH);
  return {
    ...base,
    ...(interpreterText === undefined ? {} : { interpreter: interpreterText }),
    needed: dynamic.needed,
    ...(dynamic.soname === undefined ? {} : { soname: dynamic.soname }),
    ...(dynamic.runpath === undefined ? {} : { runpath: dynamic.runpath }),
    ...(language === undefined ? {} : { language }),
    ...(packed ? { packer: 'upx' as const } : {}),
    ...(view.u16(bits === 64 ? 60 : 48) === 0 ? { sectionless: true } : {}),
    ...(appended === undefined ? {} : { appended }),
    ...(missing === undefined ? {} : { partial: missing }),
  };
}

/** Where the last byte of all that the headers speak of lies; the file's end when they speak of more. */
function endOf(view: ElfView, segments: readonly Segment[]): number {
  const { wide } = view;
  const start = view.word(wide ? 40 : 32) ?? 0;
  const entrySize = view.u16(wide ? 58 : 46) ?? 0;
  const count = view.u16(wide ? 60 : 48) ?? 0;
  let end = Math.max(start + entrySize * count, ...segments.map(({ offset, size }) => offset + size));
  const read = start === 0 ? 0 : Math.min(count, MAX_SECTIONS);
  for (let i = 0; i < read; i++) {
    const at = start + i * entrySize;
    if (view.u32(at + 4) === NO_BYTES) continue;
    const offset = view.word(at + (wide ? 24 : 16)) ?? 0;
    end = Math.max(end, offset + (view.word(at + (wide ? 32 : 20)) ?? 0));
  }
  return segments.length === 0 && count === 0 ? view.bytes.length : Math.min(end, view.bytes.length);
}

function machineOf(number: number | undefined, bits: 32 | 64, big: boolean): string {
  if (number === MIPS) return `mips${bits === 64 ? '64' : ''}${big ? '' : 'le'}`;
  if (number === PPC64) return big ? 'ppc64' : 'ppc64le';
  return MACHINES[number ?? -1] ?? `machine-${number ?? 'unknown'}`;
}

const PT = { load: 1, dynamic: 2, interp: 3 };
/** SHT_NOBITS: a section without bytes in the file. */
const NO_BYTES = 8;
const DT = { null: 0, needed: 1, strtab: 5, soname: 14, rpath: 15, runpath: 29 };

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** Bounded reads in the file's own word size and byte order; undefined outside of the file. */
class ElfView {
  readonly bytes: Buffer;
  readonly wide: boolean;
  readonly #big: boolean;

  constructor(bytes: Buffer, wide: boolean, big: boolean) {
    this.bytes = bytes;
    this.wide = wide;
    this.#big = big;
  }

  u16(at: number): number | undefined {
    if (at < 0 || at + 2 > this.bytes.length) return undefined;
    return this.#big ? this.bytes.readUInt16BE(at) : this.bytes.readUInt16LE(at);
  }

  u32(at: number): number | undefined {
    if (at < 0 || at + 4 > this.bytes.length) return undefined;
    return this.#big ? this.bytes.readUInt32BE(at) : this.bytes.readUInt32LE(at);
  }

  /** An address or offset; undefined also when it is beyond what a number holds exactly. */
  word(at: number): number | undefined {
    if (!this.wide) return this.u32(at);
    if (at < 0 || at + 8 > this.bytes.length) return undefined;
    const value = this.#big ? this.bytes.readBigUInt64BE(at) : this.bytes.readBigUInt64LE(at);
    return value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
  }

  string(at: number, max: number): string | undefined {
    if (at < 0 || at >= this.bytes.length) return undefined;
    const length = this.bytes.subarray(at, at + max + 1).indexOf(0);
    return length === -1 ? undefined : this.bytes.toString('utf8', at, at + length);
  }
}

function readSegments(view: ElfView): readonly Segment[] {
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
    if (type === undefined || offset === undefined || address === undefined || size === undefined) continue;
    segments.push({ type, offset, address, size });
  }
  return segments;
}

interface Dynamic {
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  readonly problem?: string;
}

function readDynamic(view: ElfView, segments: readonly Segment[]): Dynamic {
  const segment = segments.find(({ type }) => type === PT.dynamic);
  if (segment === undefined) return { needed: [] };
  const step = view.wide ? 16 : 8;
  const count = Math.min(Math.floor(segment.size / step), MAX_DYNAMIC);
  const values: { tag: number; value: number }[] = [];
  for (let i = 0; i < count; i++) {
    const at = segment.offset + i * step;
    const tag = view.word(at);
    const value = view.word(at + step / 2);
    if (tag === undefined || value === undefined) {
      if (at + step > view.bytes.length)
        return { needed: [], problem: 'the dynamic section lies beyond what was read' };
      continue;
    }
    if (tag === DT.null) break;
    values.push({ tag, value });
  }
  const table = fileOffset(values.find(({ tag }) => tag === DT.strtab)?.value, segments);
  if (table === undefined) return { needed: [], problem: 'the dynamic section names no string table' };
  const textOf = (tag: number, max: number): string | undefined => {
    const found = values.find((item) => item.tag === tag);
    return found === undefined ? undefined : view.string(table + found.value, max);
  };
  const needed: string[] = [];
  let problem: string | undefined;
  for (const { tag, value } of values) {
    if (tag !== DT.needed) continue;
    const name = view.string(table + value, MAX_NAME);
    if (name === undefined) problem ??= 'a needed library has no readable name';
    else if (needed.length === MAX_NEEDED) problem ??= `more than ${MAX_NEEDED} libraries are needed`;
    else needed.push(name);
  }
  if (segment.size / step > MAX_DYNAMIC && values.length === MAX_DYNAMIC) {
    problem ??= `the dynamic section has more than ${MAX_DYNAMIC} entries`;
  }
  const soname = textOf(DT.soname, MAX_NAME);
  const runpath = textOf(DT.runpath, MAX_PATH) ?? textOf(DT.rpath, MAX_PATH);
  return {
    needed,
    ...(problem === undefined ? {} : { problem }),
    ...(soname === undefined ? {} : { soname }),
    ...(runpath === undefined ? {} : { runpath }),
  };
}

function fileOffset(address: number | undefined, segments: readonly Segment[]): number | undefined {
  if (address === undefined) return undefined;
  for (const segment of segments) {
    if (segment.type === PT.load && address >= segment.address && address < segment.address + segment.size) {
      return segment.offset + (address - segment.address);
    }
  }
  return undefined;
}

function readSectionNames(view: ElfView): ReadonlySet<string> {
  const { wide } = view;
  const start = view.word(wide ? 40 : 32) ?? 0;
  const entrySize = view.u16(wide ? 58 : 46) ?? 0;
  const count = Math.min(view.u16(wide ? 60 : 48) ?? 0, MAX_SECTIONS);
  const namesIndex = view.u16(wide ? 62 : 50) ?? 0;
  const names = new Set<string>();
  if (start === 0 || entrySize < (wide ? 64 : 40) || namesIndex >= count) return names;
  const table = view.word(start + namesIndex * entrySize + (wide ? 24 : 16));
  if (table === undefined) return names;
  for (let i = 0; i < count; i++) {
    const name = view.u32(start + i * entrySize);
    const text = name === undefined ? undefined : view.string(table + name, 256);
    if (text !== undefined && text !== '') names.add(text);
  }
  return names;
}

function detectLanguage(bytes: Buffer, sections: ReadonlySet<string>): 'go' | 'rust' | undefined {
  if (sections.has('.go.buildinfo') || sections.has('.gopclntab')) return 'go';
  // A stripped section table leaves the marker that the Go linker puts near the start of the text.
  if (bytes.subarray(0, 64 * 1024).includes('\xff Go build ID: "', 0, 'latin1')) return 'go';
  if (sections.has('.rustc') || bytes.subarray(0, 1024 * 1024).includes('/rustc/')) return 'rust';
  return undefined;
}
