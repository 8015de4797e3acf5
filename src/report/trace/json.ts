import type { Gate, Named } from '../../trace/index.ts';
import { layerPlace } from '../json-explanation.ts';
import { coverageFields, imageFields, voucherFields } from '../json-fields.ts';
import { jsonText } from '../json-text.ts';
import { type JsonTracedImage, TRACE_SCHEMA_VERSION } from './json-schema.ts';
import type { Traced } from './traced.ts';

/** The traces as JSON text, in the form that `schema/trace-1.1.0.json` describes. */
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
  const { image, trace, gate, coverage } = traced;
  return {
    image: imageFields(image),
    trace: {
      level: trace.level,
      links: trace.links.map(({ name, status, evidence, reason, vouchedBy = [] }) => ({
        name,
        status,
        evidence: [...evidence],
        reason,
        vouchedBy: vouchedBy.map(voucherFields),
      })),
      sources: trace.origin.sources.map(namedJson),
      builders: trace.origin.builders.map(namedJson),
    },
    ...(gate === undefined ? {} : { gate: gateJson(gate) }),
    coverage: coverageFields(coverage, (layer) => layerPlace(traced, layer)),
  };
}

function namedJson({ value, status, by }: Named) {
  return { value, status, vouchedBy: voucherFields(by) };
}

function gateJson({ asked, unmet }: Gate): NonNullable<JsonTracedImage['gate']> {
  return {
    passed: unmet.length === 0,
    asked: [...asked],
    unmet: unmet.map(({ what, text, links }) => ({ what, text, links: [...links] })),
  };
}
