import type { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { SCHEMA_VERSION } from '../json-schema.ts';
import type { FailedTarget, ReportContext, ReportInput } from '../report-context.ts';
import { jsonDepth } from './json-depth.ts';
import {
  type SavedEnvelope,
  type SavedImage,
  savedSeveralSchema,
  savedSingleSchema,
} from './saved-schema.ts';
import { assessmentOf } from './to-assessment.ts';

/** Bytes of a saved report that are read. */
export const MAX_REPORT_BYTES = DEFAULT_LIMITS.maxReportBytes;

/** A start chain may be this deep, two levels of JSON a step; far below where the stack ends. */
const MAX_DEPTH = 1200;

export interface SavedReport {
  readonly input: ReportInput;
  readonly context: ReportContext;
}

/**
 * What a JSON report of this or an earlier version was made from. `name` is what people call the file. The
 * text may come from anywhere: it is checked against the schema, and nothing in it is believed to be safe.
 *
 * @throws ClearpullError `usage` when it is no report, or of a version that is not known
 */
export function readReport(text: string, name: string): SavedReport {
  const value = parse(text, name);
  checkVersion(value, name);
  if ('images' in value) {
    const { images, failed, ...envelope } = check(value, savedSeveralSchema, name);
    return saved(images, failed, true, envelope, name);
  }
  const single = check(value, savedSingleSchema, name);
  return saved([single], [], false, single, name);
}

function saved(
  images: readonly SavedImage[],
  failed: readonly (Omit<FailedTarget, 'hint'> & { readonly hint?: string | undefined })[],
  several: boolean,
  { tool, checkedAt, durationMs }: SavedEnvelope,
  name: string,
): SavedReport {
  return {
    input: {
      assessments: images.map((image) => assessmentOf(image, name)),
      failed: failed.map(({ hint, ...rest }) => ({ ...rest, ...(hint === undefined ? {} : { hint }) })),
      several,
    },
    context: {
      toolVersion: tool.version,
      ...(tool.rulesetVersion === undefined ? {} : { rulesetVersion: tool.rulesetVersion }),
      ...(checkedAt === undefined ? {} : { checkedAt }),
      ...(durationMs === undefined ? {} : { durationMs }),
    },
  };
}

function parse(text: string, name: string): object {
  const json = text.replace(/^\ufeff/, '');
  if (jsonDepth(json) > MAX_DEPTH) throw noReport(name, `is nested more than ${MAX_DEPTH} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw noReport(name, 'is not JSON', undefined, cause);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw noReport(name, 'is no report of clearpull');
}

function checkVersion(value: object, name: string): void {
  const version = 'schemaVersion' in value ? value.schemaVersion : undefined;
  const [, major, minor] = /^(\d{1,6})\.(\d{1,6})\.\d{1,6}$/.exec(String(version)) ?? [];
  if (typeof version !== 'string' || major === undefined) {
    throw noReport(name, 'is no report of clearpull: it has no schemaVersion');
  }
  const [ourMajor = '', ourMinor = ''] = SCHEMA_VERSION.split('.');
  if (major === ourMajor && Number(minor) <= Number(ourMinor)) return;
  throw noReport(
    name,
    `has the schema version ${version}, and this clearpull reads ${ourMajor}.0.0 to ${SCHEMA_VERSION}`,
    'Read it with the version of clearpull that wrote it, or check the image again.',
  );
}

function check<T>(value: object, schema: z.ZodType<T>, name: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.').slice(0, 200) ?? '';
  throw noReport(name, `is damaged at "${field}": ${issue?.message.slice(0, 200)}`);
}

/** An error about the file as a whole. */
function noReport(
  name: string,
  what: string,
  hint = 'It takes what clearpull check -f json prints.',
  cause?: unknown,
): ClearpullError {
  return new ClearpullError('usage', `${visible(name)} ${visible(what)}.`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  });
}
