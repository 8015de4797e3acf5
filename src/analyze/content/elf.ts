import type { BuildInfo } from '../../image/build-info.ts';
import type { ElfFacts } from '../../image/layer-facts.ts';
import { appendedAt } from './appended.ts';
import { readGoBuild } from './build-info/go.ts';
import type { GoInfoWindow } from './build-info/go-info-window.ts';
import { readRustBuild } from './build-info/rust.ts';
import {
  ElfView,
  fileOffset,
  PT,
  readSections,
  readSegments,
  type Section,
  type Segment,
} from './elf-file.ts';

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
 *
 * @param bytes the file, or its beginning where not `whole`
 * @param windows of a file that passed in pieces: what may be Go's build information
 */
export function readElf(bytes: Buffer, whole: boolean, windows: readonly GoInfoWindow[] = []): ElfFacts {
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
  const sections = readSections(view);
  const build = readBuild(view, { segments, sections, windows });
  const language = build?.language ?? detectLanguage(bytes, sections);
  const appended = whole ? appendedAt(bytes, endOf(view, segments)) : undefined;
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
    ...(build === undefined ? {} : { build }),
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

/** SHT_NOBITS: a section without bytes in the file. */
const NO_BYTES = 8;
const MAX_SECTIONS = 1024;
const DT = { null: 0, needed: 1, strtab: 5, soname: 14, rpath: 15, runpath: 29 };

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

function detectLanguage(bytes: Buffer, sections: ReadonlyMap<string, Section>): 'go' | 'rust' | undefined {
  if (sections.has('.go.buildinfo') || sections.has('.gopclntab')) return 'go';
  // A stripped section table leaves the marker that the Go linker puts near the start of the text.
  if (bytes.subarray(0, 64 * 1024).includes('\xff Go build ID: "', 0, 'latin1')) return 'go';
  if (sections.has('.rustc') || bytes.subarray(0, 1024 * 1024).includes('/rustc/')) return 'rust';
  return undefined;
}

interface ElfParts {
  readonly segments: readonly Segment[];
  readonly sections: ReadonlyMap<string, Section>;
  readonly windows: readonly GoInfoWindow[];
}

function readBuild(view: ElfView, { segments, sections, windows }: ElfParts): BuildInfo | undefined {
  return readGoBuild(view, segments, sections, windows) ?? readRustBuild(view.bytes, sections);
}
