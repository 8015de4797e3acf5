import { type BuildInfo, buildText } from '../../../image/build-info.ts';
import { ElfView, fileOffset, PT, type Section, type Segment } from '../elf-file.ts';
import {
  GO_INFO_ALIGNMENT,
  GO_INFO_BYTES,
  type GoInfoWindow,
  indexOfGoInfo,
  isGoInfo,
} from './go-info-window.ts';
import { readModInfo } from './go-mod-info.ts';

/** The magic, the size of a pointer, flags; filled up to 32 bytes. */
const HEADER_BYTES = 32;
const POINTER_SIZE_AT = 14;
const FLAGS_AT = 15;
const BIG_ENDIAN = 1;
const INLINE = 2;

/** The places where the information may begin, each with the bytes from there on. */
interface Place {
  readonly view: ElfView;
  /** In `view`. */
  readonly at: number;
}

/**
 * The build information of a Go program (Go's debug/buildinfo), in both of its forms: strings that follow the header
 * (since Go 1.18), and pointers to strings. Undefined for what has none.
 *
 * @param view the file, or its beginning
 * @param windows for a file that is not whole, what may be the information
 */
export function readGoBuild(
  view: ElfView,
  segments: readonly Segment[],
  sections: ReadonlyMap<string, Section>,
  windows: readonly GoInfoWindow[],
): BuildInfo | undefined {
  const place = placeOf(view, segments, sections, windows);
  if (place === undefined) return undefined;
  const { bytes } = place.view;
  const flags = bytes[place.at + FLAGS_AT] ?? 0;
  const [version, mod] =
    (flags & INLINE) !== 0
      ? inlineStrings(bytes, place.at + HEADER_BYTES)
      : pointedStrings(place, segments, flags);
  if (version === undefined || version === '') {
    return { language: 'go', dependencies: [], problem: "Go's build information could not be read" };
  }
  return { language: 'go', compiler: buildText(version), ...readModInfo(withoutMarkers(mod ?? '')) };
}

/** By the section's name; where there are no sections, at the first place that fits in what is written to. */
function placeOf(
  view: ElfView,
  segments: readonly Segment[],
  sections: ReadonlyMap<string, Section>,
  windows: readonly GoInfoWindow[],
): Place | undefined {
  const named = sections.get('.go.buildinfo');
  if (named !== undefined && isGoInfo(view.bytes, named.offset)) return { view, at: named.offset };
  for (const segment of segments) {
    const { type, writable, offset, size } = segment;
    if (type !== PT.load || !writable) continue;
    // The magic lies in it whole: what follows it does, too.
    const bytes = view.bytes.subarray(0, offset + size);
    for (let at = indexOfGoInfo(bytes, offset); at !== -1; at = indexOfGoInfo(bytes, at + 1)) {
      if (at % GO_INFO_ALIGNMENT === 0) return { view, at };
    }
    const window = windows.find((one) => one.offset >= offset && one.offset < offset + size);
    // Pointers lead to where nothing was kept.
    if (window !== undefined) return { view: new ElfView(window.bytes, view.wide, view.big), at: 0 };
  }
  return undefined;
}

type Strings = readonly [version?: string, mod?: string];

/** Two strings, each behind its length as an unsigned varint. */
function inlineStrings(bytes: Buffer, at: number): Strings {
  const version = varintString(bytes, at);
  const mod = version && varintString(bytes, version.end);
  return version === undefined ? [] : [version.text, mod?.text];
}

function varintString(
  bytes: Buffer,
  at: number,
): { readonly text: string; readonly end: number } | undefined {
  let length = 0;
  let shift = 1;
  let start = at;
  for (; start < at + 5; start++) {
    const byte = bytes[start];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * shift;
    shift *= 128;
    if (byte < 0x80) break;
  }
  start++;
  if (length > GO_INFO_BYTES || start + length > bytes.length) return undefined;
  return { text: bytes.toString('utf8', start, start + length), end: start + length };
}

/** Two pointers behind the header's sixteen bytes, each to a pointer and a length. */
function pointedStrings({ view, at }: Place, segments: readonly Segment[], flags: number): Strings {
  const size = view.bytes[at + POINTER_SIZE_AT];
  if (size !== 4 && size !== 8) return [];
  const file = new ElfView(view.bytes, size === 8, (flags & BIG_ENDIAN) !== 0);
  const string = (pointer: number): string | undefined => {
    const header = fileOffset(file.word(pointer), segments);
    const start = header === undefined ? undefined : fileOffset(file.word(header), segments);
    const length = header === undefined ? undefined : file.word(header + size);
    if (start === undefined || length === undefined || length > GO_INFO_BYTES) return undefined;
    return start + length > file.bytes.length
      ? undefined
      : file.bytes.toString('utf8', start, start + length);
  };
  return [string(at + 16), string(at + 16 + size)];
}

/** Go puts sixteen bytes before and behind the modules, by which `go version` finds them in a running program. */
function withoutMarkers(mod: string): string {
  // Bytes that are no UTF-8 became replacement characters: go by the newline before the end marker instead.
  const end = mod.lastIndexOf('\n');
  const start = mod.search(/(?:path|mod|dep|build)\t/);
  return start === -1 || end < start ? '' : mod.slice(start, end + 1);
}
