/**
 * Every bound that clearpull puts on what it reads, by name, in one place. Reaching one is recorded as an
 * `Unknown` and shown ("not fully read"); it is never a silent pass.
 */
export interface Limits {
  /** Bytes of one manifest, index or attestation document. */
  readonly maxManifestBytes: number;
  /** Bytes of one image configuration. */
  readonly maxConfigBytes: number;
  /** How deep an index may point at further indexes. */
  readonly maxIndexDepth: number;
  /** Layers of one image. */
  readonly maxLayers: number;
  /** Uncompressed bytes read of one layer. */
  readonly maxLayerBytes: number;
  /** Uncompressed bytes for each compressed byte, once a layer is past 64 MiB. */
  readonly maxCompressionRatio: number;
  /** Tar entries read of one layer. */
  readonly maxLayerEntries: number;
  /** Bytes that the facts of one layer's entries may come to, about, as JSON. */
  readonly maxLayerFactsBytes: number;
  /** Bytes of one path or link target. */
  readonly maxPathBytes: number;
  /** Bytes of all PAX and GNU long-name headers before one entry. */
  readonly maxTarHeaderBytes: number;
  /** Bytes of one text kept for later steps; longer texts are searched but not kept whole. */
  readonly maxTextBytes: number;
  /** Bytes of all texts kept of one layer. */
  readonly maxLayerTextBytes: number;
  /** Bytes of one ELF file held in memory to read its dynamic section. */
  readonly maxElfBytes: number;
  /** Places recorded for one literal in one file; further ones are only counted. */
  readonly maxMarksPerLiteral: number;
  /** Address-shaped strings recorded in one layer. */
  readonly maxAddressesPerLayer: number;
  /** Triggers (one literal or address in one file) recorded of one layer. */
  readonly maxMarksPerLayer: number;
  /** Symbolic links followed to resolve one path (Linux itself follows 40). */
  readonly maxSymlinkHops: number;
  /** Steps of one start chain. */
  readonly maxStartSteps: number;
  /** Bytes written when a compressed archive must be unpacked to become seekable. */
  readonly maxArchiveBytes: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export const DEFAULT_LIMITS: Limits = Object.freeze({
  maxManifestBytes: 4 * MiB,
  maxConfigBytes: 8 * MiB,
  maxIndexDepth: 3,
  maxLayers: 1000,
  maxLayerBytes: 64 * GiB,
  maxCompressionRatio: 1100,
  maxLayerEntries: 2_000_000,
  maxLayerFactsBytes: 256 * MiB,
  maxPathBytes: 16 * KiB,
  maxTarHeaderBytes: 1 * MiB,
  maxTextBytes: 1 * MiB,
  maxLayerTextBytes: 96 * MiB,
  maxElfBytes: 16 * MiB,
  maxMarksPerLiteral: 4,
  maxAddressesPerLayer: 4096,
  maxMarksPerLayer: 50_000,
  maxSymlinkHops: 40,
  maxStartSteps: 2000,
  maxArchiveBytes: 64 * GiB,
});
