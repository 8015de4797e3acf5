import { layerPlace } from '../json-explanation.ts';
import { coverageFields, imageFields } from '../json-fields.ts';
import { jsonText } from '../json-text.ts';
import { type JsonTracedImage, TRACE_SCHEMA_VERSION } from './json-schema.ts';
import type { Traced } from './traced.ts';

/** The traces as JSON text, in the form that `schema/trace-1.0.0.json` describes. */
export function traceJson(images: readonly Traced[], toolVersion: string): string {
  const envelope = {
    schemaVersion: TRACE_SCHEMA_VERSION,
    tool: { name: 'clearpull' as const, version: toolVersion },
  };
  const [only] = images;
  return jsonText(
    only !== undefined && images.length === 1
      ? { ...envelope, ...imageJson(only) }
      : { ...envelope, images: images.map(imageJson) },
  );
}

function imageJson(traced: Traced): JsonTracedImage {
  const { image, trace, coverage } = traced;
  return {
    image: imageFields(image),
    trace: {
      level: trace.level,
      links: trace.links.map(({ name, status, evidence, reason, vouchedBy = [] }) => ({
        name,
        status,
        evidence: [...evidence],
        reason,
        vouchedBy: vouchedBy.map(({ by, who }) => ({ by, ...(who === undefined ? {} : { who }) })),
      })),
    },
    coverage: coverageFields(coverage, (layer) => layerPlace(traced, layer)),
  };
}
