import type { MessagePort } from 'node:worker_threads';
import type { LayerMarks, LayerRule, RuleResult } from '../../analyze/index.ts';
import type { Digest } from '../../base/digest.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { JsonObject, Looked, Observation, TextSlice } from '../../detect/index.ts';

/** What detectors look into. */
export interface LayerParts {
  readonly facts: Uint8Array;
  readonly texts: Uint8Array;
  readonly marks: PartsById;
}

/** What a worker is asked to do with one layer: read its bytes, or only run detectors over parts known already. */
export interface LayerJob {
  readonly input:
    | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly size: number }
    | { readonly kind: 'port'; readonly port: MessagePort }
    | (LayerParts & { readonly kind: 'slice'; readonly slice: TextSlice })
    | (LayerParts & {
        readonly kind: 'parts';
        /** For each rule of `rules`, the entries that can match it; the texts of all of them are kept. */
        readonly candidates?: readonly (readonly number[])[];
      });
  readonly expected: { readonly digest?: Digest; readonly size?: number; readonly diffId?: Digest };
  readonly limits: Limits;
  /** Ids of the detectors whose `inspect` must run. */
  readonly detectors: readonly string[];
  /** No text is looked at: those of the layers below are more than is looked at in one image. */
  readonly withoutTexts?: true;
  /** Where there are many texts, they are left to jobs of their own. */
  readonly leavesSlices?: true;
  /** Rules to be tried on the files that can match them. */
  readonly rules?: RulesJob;
  /** One shared 64-bit counter of compressed bytes taken in. */
  readonly progress: BigInt64Array;
}

export type PartsById = Readonly<Record<string, Uint8Array>>;

/** Some rules of a set, with the sources that they stand in. */
export interface RulesJob {
  readonly sources: readonly string[];
  readonly rules: readonly LayerRule[];
}

/** What rules came to in one layer, as it is stored: a changed rule is missing, and everything else is there. */
export interface RuleRecord {
  /** By the rule's digest. */
  readonly results: Readonly<Record<string, RuleResult>>;
  /** By the digest of what a rule needs: the entries that can match it. */
  readonly candidates: Readonly<Record<string, readonly number[]>>;
}

/** Everything is bytes, as it will be stored: what is cached and what is used are the same. */
export interface LayerOutcome {
  /** Present when bytes were read. */
  readonly read?: LayerParts & {
    readonly diffId: Digest;
    readonly compressedBytes: number;
    readonly compression: string;
    readonly blobUnknowns: readonly Unknown[];
    readonly conclusive: boolean;
  };
  readonly observations: PartsById;
  /** Texts that are still to be looked into. */
  readonly slices?: readonly TextSlice[];
  /** From another thread: what need not be gone through again (`learnNothingFound`). */
  readonly nothingFound?: Uint8Array;
  /** What the rules of the job came to, in their order. */
  readonly ruled?: {
    readonly results: readonly RuleResult[];
    /** Present when bytes were read. */
    readonly candidates?: readonly (readonly number[])[];
  };
}

/** What a detector saw in one layer, and what it could not see. */
export interface LayerObservations {
  readonly observations: readonly Observation<JsonObject>[];
  readonly unknowns: readonly Unknown[];
  /** A rule took too long, and may not the next time. */
  readonly unfinished?: true;
  readonly looked?: Looked;
}

/** Marks as bytes: length of the JSON, the JSON, the pack of texts. */
export function encodeMarks({ marks, unknowns, texts, pack }: LayerMarks): Uint8Array {
  const json = JSON.stringify({ marks, unknowns, texts });
  const length = Buffer.byteLength(json);
  // At once into its place: of a large layer it is tens of megabytes.
  const bytes = Buffer.allocUnsafeSlow(4 + length + pack.length);
  bytes.writeUInt32LE(length);
  bytes.write(json, 4);
  pack.copy(bytes, 4 + length);
  return bytes;
}

export function decodeMarks(bytes: Uint8Array): LayerMarks {
  const buffer = asBuffer(bytes);
  const end = 4 + buffer.readUInt32LE(0);
  const decoded = JSON.parse(buffer.toString('utf8', 4, end)) as Omit<LayerMarks, 'pack'>;
  return { ...decoded, pack: buffer.subarray(end) };
}

export function encodeJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(asBuffer(bytes).toString('utf8')) as T;
}

/** The same memory as a Buffer; bytes from another thread arrive as plain arrays. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
