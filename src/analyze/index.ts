export { type AnalyzeOptions, analyzeLayer, type LayerAnalysis } from './analyze-layer.ts';
export type { LayerMarks } from './marked-texts.ts';
export { readPacked } from './texts/text-pack.ts';
