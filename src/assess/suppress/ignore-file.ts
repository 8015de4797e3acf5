import { z } from 'zod';
import { globText, oneOrMore } from '../policy/fields.ts';

/** Findings that somebody decided to live with. */
export interface IgnoreFile {
  /** What people call the file. */
  readonly name: string;
  readonly entries: readonly IgnoreEntry[];
}

/** All that is named must hold. */
export interface IgnoreEntry {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  /** Globs over rule ids, one of which must match. */
  readonly rule: readonly string[];
  /** Globs over paths; every place of the finding must match one. */
  readonly path?: readonly string[];
  /** Globs over the image's reference or its name without tag and digest. */
  readonly image?: readonly string[];
  /** Values of indicators (wallets, pools …); every one of the finding must be named. */
  readonly indicator?: readonly string[];
  /** As the JSON report has it. */
  readonly fingerprint?: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day (UTC) on which it holds, or `never`. */
  readonly expires: string;
}

const MAX_ENTRIES = 2000;

const AN_END = 'needs a date such as 2027-01-31, or never';

const entrySchema = z.strictObject({
  rule: oneOrMore(globText),
  path: oneOrMore(globText).optional(),
  image: oneOrMore(globText).optional(),
  indicator: oneOrMore(z.string().min(1).max(1000)).optional(),
  fingerprint: oneOrMore(z.string().regex(/^[0-9a-f]{32}$/, 'needs 32 hex digits')).optional(),
  reason: z.string().trim().min(1, 'needs some words').max(1000),
  expires: z
    .string(AN_END)
    .refine((text) => text === 'never' || z.iso.date().safeParse(text).success, AN_END),
});

/** An ignore file, format version 1. */
export const ignoreFileSchema = z.strictObject({
  version: z.literal(1),
  ignore: z.array(entrySchema).max(MAX_ENTRIES),
});

export type IgnoreFileData = z.infer<typeof ignoreFileSchema>;

/** Every key that may stand in an ignore file, for "did you mean". */
export const IGNORE_KEYS = {
  file: Object.keys(ignoreFileSchema.shape),
  entry: Object.keys(entrySchema.shape),
} as const;
