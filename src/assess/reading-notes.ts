import type { Image } from '../image/image.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { LayerResult } from './coverage.ts';

/** An eStargz layer's table of contents (containerd/stargz-snapshotter, docs/estargz.md). */
const ESTARGZ_TABLE = 'stargz.index.json';

/** Formats whose layers can also be mounted file by file before they are pulled as a whole. */
const LAZY_FORMATS: readonly {
  readonly name: string;
  readonly is: (image: Image, layers: readonly LayerResult[], index: number) => boolean;
  readonly what: string;
}[] = [
  {
    name: 'eStargz',
    is: (_image, layers, index) => tableOf(layers[index])?.text !== undefined,
    what:
      'its files stargz.index.json, .prefetch.landmark and .no.prefetch.landmark belong to the format. Engines that ' +
      'mount such a layer before all of it is there go by that table of contents: it was compared with the files, ' +
      'only those in several pieces (above 4 MiB, mostly) not piece by piece',
  },
  {
    name: 'eStargz, with a table of contents too large to be compared with the files',
    is: (_image, layers, index) => {
      const table = tableOf(layers[index]);
      return table !== undefined && table.text === undefined;
    },
    what: 'engines that mount such a layer before all of it is there go by that table',
  },
  {
    // containers/storage, pkg/chunked.
    name: 'zstd:chunked',
    is: (image, _layers, index) =>
      Object.keys(image.manifest.layers[index]?.annotations ?? {}).some((key) =>
        /^io\.(?:github\.)?containers\.zstd-chunked\.manifest-/.test(key),
      ),
    what:
      'its table of contents lies in frames that hold no files. Engines that pull only parts of such a layer go by ' +
      'it; it was not compared with the files',
  },
];

function tableOf(layer: LayerResult | undefined): LayerEntry | undefined {
  return layer?.facts?.entries.findLast(({ path, kind }) => path === ESTARGZ_TABLE && kind === 'file');
}

/** Layers named in one note; of more, the number. */
const MAX_NAMED = 8;

/** What a reader should know about how the image was read, one sentence each: nothing here speaks against it. */
export function readingNotes(image: Image, layers: readonly LayerResult[]): readonly string[] {
  const notes = [...(image.notes ?? [])];
  const indexes = image.layers.map((_, index) => index);
  for (const { name, is, what } of LAZY_FORMATS) {
    const found = indexes.filter((index) => is(image, layers, index));
    if (found.length === 0) continue;
    notes.push(`In the format ${name}: ${numbered(found)}; ${what}.`);
  }
  for (const [compression, found] of Map.groupBy(indexes, (index) => unlikeItsType(image, layers, index))) {
    if (compression === undefined) continue;
    notes.push(
      `Not compressed as the media type says: ${numbered(found)}. Read as its bytes say, ${IN_WORDS[compression] ?? compression}, like engines do.`,
    );
  }
  return notes;
}

const IN_WORDS: Readonly<Record<string, string>> = { none: 'as a plain tar' };

/** How the layer's bytes are compressed, when its media type says otherwise; only a manifest says anything. */
function unlikeItsType(image: Image, layers: readonly LayerResult[], index: number): string | undefined {
  const compression = layers[index]?.compression;
  const mediaType = image.layers[index]?.blob.mediaType ?? '';
  if (!image.hasManifest || compression === undefined || !/[.+]tar(?:[.+]|$)/.test(mediaType))
    return undefined;
  const said = /[.+](gzip|zstd)$/.exec(mediaType)?.[1] ?? 'none';
  return said === compression ? undefined : compression;
}

function numbered(indexes: readonly number[]): string {
  if (indexes.length > MAX_NAMED) return `${indexes.length} layers`;
  const numbers = indexes.map((index) => index + 1).join(', ');
  return `layer${indexes.length === 1 ? '' : 's'} ${numbers}`;
}
