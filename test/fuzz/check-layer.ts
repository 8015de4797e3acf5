import assert from 'node:assert/strict';
import type { AnalyzeOptions } from '../../src/analyze/index.ts';
import { analyzeLayer, type LayerAnalysis, TextPack } from '../../src/analyze/index.ts';
import { DETECTORS, inspectLayer } from '../../src/detect/index.ts';
import type { LayerEntry } from '../../src/image/layer-facts.ts';
import { chunkSizes, chunks } from './chunks.ts';
import { FUZZ_LIMITS } from './fuzz-limits.ts';

const TRIGGERED = DETECTORS.filter(({ triggers }) => triggers !== undefined);

/**
 * Analyses a layer in several chunkings and checks what must hold of any result. Returns the result as text, and
 * the analysis.
 */
export async function checkLayer(
  bytes: Buffer,
  expected: AnalyzeOptions['expected'] = {},
): Promise<{ readonly text: string; readonly analysis: LayerAnalysis }> {
  const results: { text: string; analysis: LayerAnalysis }[] = [];
  for (const size of chunkSizes(bytes)) {
    const analysis = await analyzeLayer(chunks(bytes, size), {
      limits: FUZZ_LIMITS,
      triggers: TRIGGERED.map(({ triggers }) => triggers ?? {}),
      expected: { size: bytes.length, ...expected },
    });
    results.push({ text: asText(analysis), analysis });
  }
  const [first] = results;
  assert.ok(first !== undefined);
  for (const { text } of results) assert.equal(text, first.text, 'depends on how the bytes arrive');
  for (const entry of first.analysis.facts.entries) checkEntry(entry, first.analysis);
  for (const detector of DETECTORS) inspect(detector, first.analysis);
  return first;
}

function asText({ facts, texts, marks, ...rest }: LayerAnalysis): string {
  return JSON.stringify([facts, texts.toString('base64'), marks, rest]);
}

function checkEntry(entry: LayerEntry, { texts }: LayerAnalysis): void {
  const names = entry.path === '' ? [] : entry.path.split('/');
  assert.ok(
    names.every((name) => name !== '' && name !== '.' && name !== '..'),
    `the path ${JSON.stringify(entry.path)} is not normalised`,
  );
  assert.ok(Number.isSafeInteger(entry.size) && entry.size >= 0, 'a size is no size');
  assert.ok(entry.mode >= 0 && entry.mode <= 0o7777, 'a mode is no mode');
  if (entry.text === undefined) return;
  assert.ok(entry.text[0] + entry.text[1] <= new TextPack(texts).length, 'a text lies outside of the pack');
}

function inspect(detector: (typeof DETECTORS)[number], { facts, texts, marks }: LayerAnalysis): void {
  const pack = new TextPack(texts);
  const own = marks[TRIGGERED.indexOf(detector)];
  const { unknowns } = inspectLayer(detector, {
    facts,
    marks: own?.marks ?? [],
    text: (entry) => (entry.text === undefined ? undefined : pack.textAt(entry.text, entry.content)),
  });
  const failed = unknowns.find(({ reason }) => reason === 'detector-failed');
  assert.equal(failed?.detail, undefined);
}
