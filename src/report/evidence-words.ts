import type { Assessment } from '../assess/assessment.ts';
import type { Evidence, Finding } from '../detect/finding.ts';
import { configInstruction, isConfigPath, shortSums } from './places.ts';

/** `certain`, `high confidence`. */
export function sureness({ confidence }: Pick<Finding, 'confidence'>): string {
  return confidence === 'certain' ? 'certain' : `${confidence} confidence`;
}

/** `, line 3`, `, byte 519`; '' for a file as a whole. */
export function spotOf({ line, offset }: Evidence): string {
  if (line !== undefined) return `, line ${line}`;
  return offset === undefined ? '' : `, byte ${offset}`;
}

/** What the evidence is in: `/etc/crontab, line 3`, or a layer as a whole. */
export function placeOf(evidence: Evidence): string {
  const { path, layer } = evidence;
  const whole = path === '/' && layer !== undefined;
  return whole ? `layer ${layer + 1} as a whole` : path + spotOf(evidence);
}

/** Another place in the file that was just shown. */
export function isSameFile(one: Evidence, before: Evidence): boolean {
  return one.path === before.path && one.layer === before.layer && spotOf(one) !== '';
}

/** `layer 4 of 5, removed again in layer 5`. */
export function layerOf({ path, layer, goneIn }: Evidence, { layers }: Pick<Assessment, 'layers'>): string {
  const gone = goneIn === undefined ? '' : `, removed again in layer ${goneIn + 1}`;
  if (layer !== undefined) return `layer ${layer + 1} of ${layers.length}${gone}`;
  return (isConfigPath(path) ? 'configuration' : 'the image as a whole') + gone;
}

/**
 * Of each finding's evidence, the number of an earlier finding that showed the same words at the same place, which need
 * not be shown again. Numbers count from one, as reports do.
 */
export function shownBefore(findings: readonly Finding[]): ReadonlyMap<Evidence, number> {
  const first = new Map<string, number>();
  const again = new Map<Evidence, number>();
  for (const [i, { evidence }] of findings.entries()) {
    for (const one of evidence) {
      const key = JSON.stringify([one.path, one.layer, one.line, one.offset, one.excerpt]);
      const before = first.get(key);
      if (before === undefined) first.set(key, i + 1);
      else if (before <= i) again.set(one, before);
    }
  }
  return again;
}

/** The instruction that put it there, where one is known. */
export function originOf({ path, layer }: Evidence, { explanation }: Assessment): string | undefined {
  const text =
    layer === undefined ? configInstruction(path, explanation) : explanation.instructionOfLayer[layer]?.text;
  return text === undefined ? undefined : shortSums(text);
}
