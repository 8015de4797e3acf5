export { configTexts } from './config-texts.ts';
export type {
  ConfigText,
  Detector,
  ImageView,
  LayerView,
  Observation,
  RuleInfo,
  Sighting,
  Standing,
} from './detector.ts';
export { DETECTORS } from './detectors.ts';
export {
  inspectAutostarts,
  inspectImports,
  inspectLayer,
  inspectLayers,
  type Judgement,
  judgeImage,
} from './dispatch.ts';
export type {
  Category,
  Confidence,
  Evidence,
  Finding,
  Indicator,
  IndicatorKind,
  Severity,
} from './finding.ts';
export { CATEGORIES, CONFIDENCES, SEVERITIES } from './finding.ts';
export { compareFindings } from './finding-order.ts';
export type { AutostartFile, Autostarts, ImageParts, Imports } from './image-parts.ts';
export { importedModules, lookingAgain } from './imports.ts';
export { type Inspection, joinInspections, type Looked } from './inspection.ts';
export type { Json, JsonObject } from './json.ts';
export { learnNothingFound, takeNothingFound } from './text/nothing-found.ts';
export { ALL_TEXTS, type TextSlice, textSlices } from './text/text-slices.ts';
export { type ContentRule, GRADES, readContentRule } from './yara/content-rule.ts';
export { CONTENT_RULES, contentRules } from './yara/index.ts';
