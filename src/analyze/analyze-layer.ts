import { type Digest, digestAlgorithm, digestHasher } from '../base/digest.ts';
import type { Limits } from '../base/limits.ts';
import type { Unknown } from '../base/unknown.ts';
import { decodeFacts } from '../image/entries/facts-bytes.ts';
import type { LayerFacts, Triggers } from '../image/layer-facts.ts';
import { LayerBuilder, type RulesToTry } from './layer-builder.ts';
import type { LayerMarks } from './marked-texts.ts';
import type { RuleOutcome } from './rules/rule-collector.ts';
import { compiledTriggers } from './scan/compiled-triggers.ts';
import type { Compression } from './stream/compression.ts';
import { decompress } from './stream/decompress.ts';
import { TarReader } from './tar/reader.ts';
import { MODULE_WORDS } from './texts/library-module.ts';

export interface AnalyzeOptions {
  readonly limits: Limits;
  /** Triggers to search the bytes for, a set for each detector. */
  readonly triggers: readonly Triggers[];
  /** Rules to be tried on files; none when absent. */
  readonly rules?: RulesToTry;
  /** What the manifest and the configuration claim; compared with what is found. */
  readonly expected: { readonly digest?: Digest; readonly size?: number; readonly diffId?: Digest };
  /** Called with the number of compressed bytes taken in since the last call. */
  readonly onBytes?: (count: number) => void;
  readonly signal?: AbortSignal;
  /** The source gives its chunks away, each with memory of its own: it can be freed once they are used. */
  readonly ownsChunks?: boolean;
}

export interface LayerAnalysis {
  readonly facts: LayerFacts;
  /** The facts as they are stored and handed on. */
  readonly factBytes: Buffer;
  /** The texts kept, which `LayerEntry.text` points into, as `TextPack` reads them. */
  readonly texts: Buffer;
  /** For each of `AnalyzeOptions.triggers`, where they occur. */
  readonly marks: readonly LayerMarks[];
  /** What the rules came to. */
  readonly ruled?: RuleOutcome;
  /** Digest of the compressed bytes, in the algorithm expected. */
  readonly blobDigest: Digest;
  readonly compressedBytes: number;
  /** As its first bytes say. */
  readonly compression: Compression;
  /** What is wrong with the compressed form or with what is claimed of it. Not part of the facts. */
  readonly blobUnknowns: readonly Unknown[];
  /** True when the facts describe the whole of what the diffID names, so that they hold for ever. */
  readonly conclusive: boolean;
}

/**
 * The one pass over a layer: verify, decompress, walk the tar, hash, classify and search every file, keep the
 * texts that later steps read. Memory does not grow with the layer's bytes, only with its number of entries.
 *
 * @param source the blob as stored, in chunks of any size
 * @throws only what the source throws (network, disk) and the abort reason of `signal`
 */
export async function analyzeLayer(
  source: AsyncIterable<Uint8Array>,
  options: AnalyzeOptions,
): Promise<LayerAnalysis> {
  const { limits, expected } = options;
  const scanner = compiledTriggers(options.triggers, [
    ...new Set([...(options.rules?.filter.literals ?? []), ...MODULE_WORDS]),
  ]);
  const builder = new LayerBuilder(limits, scanner, options.rules);
  const tar = new TarReader(builder, limits);
  const diffHasher = digestHasher(
    expected.diffId === undefined ? 'sha256' : digestAlgorithm(expected.diffId),
  );
  const stream = await decompress(
    source,
    (chunk) => {
      diffHasher.update(chunk);
      tar.push(chunk);
    },
    {
      limits,
      algorithm: expected.digest === undefined ? 'sha256' : digestAlgorithm(expected.digest),
      ...(expected.size === undefined ? {} : { blobBytes: expected.size }),
      ...(options.onBytes === undefined ? {} : { onBytes: options.onBytes }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.ownsChunks === undefined ? {} : { ownsChunks: options.ownsChunks }),
    },
  );
  tar.end();
  const diffId = diffHasher.digest();
  const blobUnknowns = [...stream.unknowns, ...mismatches(expected, stream, diffId)];
  const factBytes = builder.facts(diffId, stream.bytes);
  const ruled = builder.ruled();
  return {
    facts: decodeFacts(factBytes),
    factBytes,
    texts: builder.texts(),
    marks: options.triggers.map((_, set) => builder.marksOf(set)),
    ...(ruled === undefined ? {} : { ruled }),
    blobDigest: stream.digest,
    compressedBytes: stream.compressedBytes,
    compression: stream.compression,
    blobUnknowns,
    // Even with damage behind it, what the diffID names was read when it is what came out.
    conclusive: !stream.broken || diffId === expected.diffId,
  };
}

function mismatches(
  expected: AnalyzeOptions['expected'],
  stream: { readonly digest: Digest; readonly compressedBytes: number; readonly broken: boolean },
  diffId: Digest,
): readonly Unknown[] {
  const found: Unknown[] = [];
  if (expected.size !== undefined && expected.size !== stream.compressedBytes) {
    found.push({
      reason: 'size-mismatch',
      detail: `the manifest says ${expected.size} bytes, the layer has ${stream.compressedBytes}`,
    });
  }
  if (expected.digest !== undefined && expected.digest !== stream.digest) {
    found.push({
      reason: 'digest-mismatch',
      detail: `the manifest names ${expected.digest}, the bytes have ${stream.digest}`,
    });
  }
  // Of a layer that was cut off, the diffID says nothing.
  if (expected.diffId !== undefined && expected.diffId !== diffId && !stream.broken) {
    found.push({
      reason: 'diff-id-mismatch',
      detail: `the configuration names ${expected.diffId}, the uncompressed bytes have ${diffId}`,
    });
  }
  return found;
}
