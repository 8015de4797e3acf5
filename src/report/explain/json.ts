import type { Description } from '../../assess/describe.ts';
import { accountingPart, explanationFields, layerPlace } from '../json-explanation.ts';
import { coverageFields, imageFields } from '../json-fields.ts';
import { jsonText } from '../json-text.ts';
import type { ReportContext } from '../report-context.ts';
import { EXPLAIN_SCHEMA_VERSION, type ExplainedImage } from './json-schema.ts';

/** The explanation as JSON text, in the form that `schema/explain-1.1.0.json` describes. */
export function explanationJson(images: readonly Description[], context: ReportContext): string {
  const envelope = {
    schemaVersion: EXPLAIN_SCHEMA_VERSION,
    tool: { name: 'clearpull' as const, version: context.toolVersion },
  };
  const [only] = images;
  return jsonText(
    only !== undefined && images.length === 1
      ? { ...envelope, ...imageJson(only) }
      : { ...envelope, images: images.map(imageJson) },
  );
}

/** The same fields as in the report of `check`, without those that judge. */
function imageJson(description: Description): ExplainedImage {
  return {
    image: imageFields(description.image),
    ...explanationFields(description),
    ...accountingPart(description),
    coverage: coverageFields(description.coverage, (layer) => layerPlace(description, layer)),
  };
}
