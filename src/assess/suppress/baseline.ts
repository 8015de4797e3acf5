import { CONFIDENCES, type Evidence, type Finding, SEVERITIES } from '../../detect/finding.ts';
import type { Assessment } from '../assessment.ts';
import { fingerprintOf, placeKeyOf } from './fingerprint.ts';
import { imageName } from './image-name.ts';
import type { AssessedFinding, BaselineComparison, BaselineState } from './suppression.ts';

/** What an earlier report found. */
export interface Baseline {
  /** The file that was named. */
  readonly source: string;
  readonly images: readonly { readonly reference: string; readonly findings: readonly Finding[] }[];
  /** One image now, one then: they belong together whatever they are called, as two archives of one image. */
  readonly anyName: boolean;
}

/**
 * The baseline that earlier assessments make. What the ignore file hid then is not part of it, because it must
 * come back when the entry expires; what an older baseline knew is.
 */
export function baselineOf(
  assessments: readonly Pick<Assessment, 'image' | 'findings' | 'suppressed'>[],
  source: string,
  imagesNow: number,
): Baseline {
  return {
    source,
    anyName: assessments.length === 1 && imagesNow === 1,
    images: assessments.map(({ image, findings, suppressed }) => ({
      reference: image.reference,
      findings: [
        ...findings,
        ...suppressed.flatMap(({ by, finding }) => (by === 'baseline' ? [finding] : [])),
      ].map(withoutLayers),
    })),
  };
}

/** Layers of the image then are not those of the image now, and its state was one against something else. */
function withoutLayers({ baselineState: _state, ...finding }: AssessedFinding): Finding {
  const [first, ...rest] = finding.evidence.map(({ layer: _layer, goneIn: _goneIn, ...place }) => place);
  return { ...finding, evidence: [first as Evidence, ...rest] };
}

export interface Compared {
  readonly findings: readonly AssessedFinding[];
  readonly comparison: BaselineComparison;
  readonly notes: readonly string[];
}

/** Each finding with its state, in the same order. */
export function compareWithBaseline(
  findings: readonly Finding[],
  reference: string,
  baseline: Baseline,
): Compared {
  const { known, note } = knownOf(reference, baseline);
  const left = new Set(known);
  const byFingerprint = groupBy(known, fingerprintOf);
  const states: (BaselineState | undefined)[] = findings.map(() => undefined);
  // First what is the same to the letter, so that nothing else takes its place.
  for (const [i, finding] of findings.entries()) {
    const before = take(byFingerprint.get(fingerprintOf(finding)), left);
    if (before !== undefined) states[i] = isWorse(finding, before) ? 'updated' : 'unchanged';
  }
  const byPlace = groupBy([...left], placeKeyOf);
  const compared = findings.map((finding, i): AssessedFinding => {
    const moved = (): BaselineState =>
      take(byPlace.get(placeKeyOf(finding)), left) === undefined ? 'new' : 'updated';
    return { ...finding, baselineState: states[i] ?? moved() };
  });
  const count = (state: BaselineState): number =>
    compared.filter(({ baselineState }) => baselineState === state).length;
  return {
    findings: compared,
    comparison: {
      source: baseline.source,
      new: count('new'),
      updated: count('updated'),
      unchanged: count('unchanged'),
      absent: [...left],
    },
    notes: note === undefined ? [] : [note],
  };
}

function knownOf(
  reference: string,
  { source, images, anyName }: Baseline,
): { readonly known: readonly Finding[]; readonly note?: string } {
  const name = imageName(reference);
  const same = images.filter((image) => imageName(image.reference) === name);
  if (same.length > 0) return { known: merge(same.map((image) => image.findings)) };
  const [only] = images;
  if (anyName && only !== undefined) {
    const note = `The baseline ${source} is of ${only.reference}, which goes by another name.`;
    return { known: only.findings, note };
  }
  return { known: [], note: `The baseline ${source} holds no image of this name, so everything is new.` };
}

/** What several platforms or tags of one image had; what more than one had is there once. */
function merge(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const merged = new Map<string, readonly Finding[]>();
  for (const list of lists) {
    for (const [key, group] of groupBy(list, fingerprintOf)) {
      if (group.length > (merged.get(key)?.length ?? 0)) merged.set(key, group);
    }
  }
  return [...merged.values()].flat();
}

/** More severe or more certain than it was. */
function isWorse(now: Finding, before: Finding): boolean {
  return (
    SEVERITIES.indexOf(now.severity) > SEVERITIES.indexOf(before.severity) ||
    CONFIDENCES.indexOf(now.confidence) > CONFIDENCES.indexOf(before.confidence) ||
    // A rule that means something else now.
    now.category !== before.category
  );
}

function groupBy(findings: readonly Finding[], keyOf: (finding: Finding) => string): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** The first of a group that was not taken yet. */
function take(group: Finding[] | undefined, left: Set<Finding>): Finding | undefined {
  const finding = group?.shift();
  if (finding !== undefined) left.delete(finding);
  return finding;
}
