/**
 * Writes the published JSON Schemas into `schema/`, or with `--check` only compares and exits 1 when one is stale.
 * Run: `npm run schema`.
 */

import { policyJsonSchema } from '../src/assess/policy/policy-schema.ts';
import { COMMANDS } from '../src/cli/commands/commands.ts';
import { configurableOptions } from '../src/cli/commands/find-command.ts';
import { configJsonSchema } from '../src/cli/config/config-schema.ts';
import { BUNDLE_SCHEMA_VERSION, bundleJsonSchema } from '../src/report/campaign/bundle-schema.ts';
import { CAMPAIGN_SCHEMA_VERSION, campaignJsonSchema } from '../src/report/campaign/json-schema.ts';
import { DIFF_SCHEMA_VERSION, diffJsonSchema } from '../src/report/diff/json-schema.ts';
import { EXPLAIN_SCHEMA_VERSION, explainJsonSchema } from '../src/report/explain/json-schema.ts';
import { reportJsonSchema, SCHEMA_VERSION } from '../src/report/json-schema.ts';
import { TRACE_SCHEMA_VERSION, traceJsonSchema } from '../src/report/trace/json-schema.ts';
import { writeOrCheck } from './generated.ts';

const text = (schema: object): string => `${JSON.stringify(schema, undefined, 2)}\n`;

writeOrCheck('npm run schema', {
  [`schema/report-${SCHEMA_VERSION}.json`]: text(reportJsonSchema()),
  [`schema/diff-${DIFF_SCHEMA_VERSION}.json`]: text(diffJsonSchema()),
  [`schema/explain-${EXPLAIN_SCHEMA_VERSION}.json`]: text(explainJsonSchema()),
  [`schema/trace-${TRACE_SCHEMA_VERSION}.json`]: text(traceJsonSchema()),
  [`schema/campaign-${CAMPAIGN_SCHEMA_VERSION}.json`]: text(campaignJsonSchema()),
  [`schema/bundle-${BUNDLE_SCHEMA_VERSION}.json`]: text(bundleJsonSchema()),
  'schema/policy-1.json': text(policyJsonSchema()),
  'schema/config.json': text(configJsonSchema(configurableOptions(COMMANDS))),
});
