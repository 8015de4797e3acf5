import type { Assessment, LayerSummary, OpaqueAt, Unread } from '../../assess/assessment.ts';
import type { AssessedFinding } from '../../assess/suppress/suppression.ts';
import { ClearpullError } from '../../base/errors.ts';
import { isLimitName } from '../../base/limits.ts';
import type { UnknownReason } from '../../base/unknown.ts';
import { visible } from '../../base/visible.ts';
import type { Evidence } from '../../detect/finding.ts';
import type { Accounting, ProgramToLookAt } from '../../explain/accounting/index.ts';
import type { BaseImage, ElfStep, Explanation, Instruction, StartStep } from '../../explain/explanation.ts';
import type { Platform } from '../../image/platform.ts';
import type { JsonEvidence, JsonStep } from '../json-schema.ts';
import { defined } from './defined.ts';
import type { SavedFinding, SavedImage } from './saved-schema.ts';

/**
 * The assessment that a saved report was made from, as far as reports print it: what the history's rows say
 * is not in the JSON. Throws `usage` where the report names layers that it does not have.
 */
export function assessmentOf(saved: SavedImage, name: string): Assessment {
  const layer = layerIndex(saved.layers.length, name);
  const findingOf = (finding: SavedFinding): AssessedFinding => findingFrom(finding, layer);
  const { baseline } = saved;
  const { opaque, ...savedCoverage } = saved.coverage;
  return {
    image: imageOf(saved),
    verdict: {
      decision: saved.verdict.decision,
      reasons: saved.verdict.reasons.map((reason) => defined(reason)),
    },
    findings: saved.findings.map(findingOf),
    suppressed: saved.suppressed.map(({ finding, ...why }) => ({
      ...defined(why),
      finding: findingOf(finding),
    })),
    suppressionNotes: saved.suppressionNotes,
    ...(baseline && { baseline: { ...baseline, absent: baseline.absent.map(findingOf) } }),
    coverage: {
      ...savedCoverage,
      unread: saved.coverage.unread.map(
        ({ reason, limit, detail, path, layerNumber }): Unread => ({
          // A reason of another version is shown as it is.
          reason: reason as UnknownReason,
          ...(isLimitName(limit) ? { limit } : {}),
          detail,
          ...(path === null ? {} : { path: path.replace(/^\//, '') }),
          ...layer('layer', layerNumber),
        }),
      ),
      ...(opaque && {
        opaque: {
          bytes: opaque.bytes,
          listed: opaque.listed.map(
            ({ path, reason, detail, bytes, layerNumber }): OpaqueAt => ({
              path: path.replace(/^\//, ''),
              reason: reason as UnknownReason,
              detail,
              bytes,
              layer: layer('layer', layerNumber).layer ?? 0,
            }),
          ),
        },
      }),
    },
    layers: saved.layers.map(({ layerNumber, instruction, ...rest }, index): LayerSummary => {
      if (layerNumber !== index + 1) throw outOfPlace(name, layerNumber);
      return { index, ...defined(rest), ...(instruction === null ? {} : { instruction }) };
    }),
    explanation: explanationOf(saved, layer),
    ...(saved.accounting && { accounting: accountingOf(saved.accounting, layer) }),
    ...(saved.flaggedFiles && {
      flaggedFiles: saved.flaggedFiles.map(({ layer: _layer, layerNumber, ...file }) => ({
        ...defined(file),
        layer: layer('layer', layerNumber).layer ?? 0,
      })),
    }),
    trace: {
      level: saved.trace.level,
      links: saved.trace.links.map(({ vouchedBy, ...link }) => ({
        ...link,
        ...(vouchedBy && { vouchedBy: vouchedBy.map((one) => defined(one)) }),
      })),
    },
    rules: saved.rules.map((rule) => defined(rule)),
  };
}

/** Gives a field for a layer's number, if there is one: `{ layer: 2 }` for 3. */
type LayerField = <K extends string>(
  key: K,
  number: number | null | undefined,
) => { readonly [key in K]?: number };

function layerIndex(count: number, name: string): LayerField {
  return (key, number) => {
    if (number === null || number === undefined) return {};
    if (number > count) throw outOfPlace(name, number);
    return { [key]: number - 1 } as Record<typeof key, number>;
  };
}

function outOfPlace(name: string, layer: number): ClearpullError {
  return new ClearpullError('usage', `${visible(name)} is damaged: its layer ${layer} is out of place.`, {
    hint: 'Check the image again.',
  });
}

function imageOf({ image }: SavedImage): Assessment['image'] {
  const { platform: text, os, architecture, variant, ...rest } = image;
  const [first = '', second = '', third] = text.split('/');
  const platform: Platform = {
    os: os ?? first,
    architecture: architecture ?? second,
    // An older report has the three of them only in one text.
    ...defined({ variant: os === undefined ? third : variant }),
  };
  return { ...defined(rest), platform };
}

function findingFrom(
  { evidence, indicators, fingerprint: _fingerprint, ...rest }: SavedFinding,
  layer: LayerField,
): AssessedFinding {
  const [first, ...others] = evidence.map((one) => evidenceFrom(one, layer)) as [Evidence, ...Evidence[]];
  return {
    ...defined(rest),
    evidence: [first, ...others],
    ...(indicators && { indicators: indicators.map((one) => defined(one)) }),
  };
}

function evidenceFrom(evidence: JsonEvidence, layer: LayerField): Evidence {
  const { path, layerNumber, line, offset, excerpt, removedInLayerNumber } = evidence;
  return {
    path,
    ...layer('layer', layerNumber),
    ...(line === null ? {} : { line }),
    ...defined({ offset }),
    excerpt,
    ...layer('goneIn', removedInLayerNumber),
  };
}

function explanationOf(saved: SavedImage, layer: LayerField): Explanation {
  const instructions = saved.instructions.map(
    ({ text, keyword, layerNumber, certainty, note, mismatches }): Instruction => ({
      text,
      keyword,
      ...layer('layer', layerNumber),
      certainty,
      ...defined({ note, mismatches }),
    }),
  );
  return {
    instructions,
    instructionOfLayer: saved.layers.map(({ instruction }): Instruction | undefined =>
      instruction === null
        ? undefined
        : { text: instruction, keyword: instruction.split(' ', 1)[0] ?? '', certainty: 'partly-lost' },
    ),
    base: baseFrom(saved.base),
    dockerfile: saved.dockerfile,
    startChain: saved.startChain.map((step) => stepFrom(step, layer)),
    notes: saved.notes,
  };
}

function baseFrom({ chain, ...base }: SavedImage['base']): BaseImage {
  return {
    ...defined(base),
    ...(chain === undefined ? {} : { chain: chain.map((known) => defined(known)) }),
  };
}

function elfFrom(elf: NonNullable<JsonStep['elf']>): ElfStep {
  const libraries = elf.libraries.map(({ name, path }) => ({ name, ...(path === null ? {} : { path }) }));
  const { build, ...rest } = elf;
  return { ...defined({ ...rest, libraries }), ...(build === undefined ? {} : { build: defined(build) }) };
}

function accountingOf(saved: NonNullable<SavedImage['accounting']>, layer: LayerField): Accounting {
  const program = ({
    layerNumber,
    instruction: _instruction,
    layer: _layer,
    ...rest
  }: (typeof saved.unaccounted)[number]): ProgramToLookAt => ({
    ...defined(rest),
    layer: layer('layer', layerNumber).layer ?? 0,
  });
  return {
    ...defined(saved),
    changedFiles: saved.changedFiles.map(program),
    unaccounted: saved.unaccounted.map(program),
  };
}

/** Bounded by the depth that `readReport` lets through. */
function stepFrom(step: JsonStep, layer: LayerField): StartStep {
  const {
    what,
    command,
    kind,
    runs,
    path,
    file,
    line,
    layerNumber,
    instruction,
    when,
    taken,
    unknown,
    says,
    elf,
  } = step;
  return {
    what,
    command,
    kind,
    ...(runs === null ? {} : { runs }),
    ...(path === null ? {} : { path }),
    file,
    ...(line === null ? {} : { line }),
    ...layer('layer', layerNumber),
    ...(instruction === null ? {} : { instruction }),
    ...(when === null ? {} : { when }),
    ...(taken === null ? {} : { taken }),
    ...(unknown === null ? {} : { unknown }),
    ...(says === undefined ? {} : { says }),
    ...(elf === undefined ? {} : { elf: elfFrom(elf) }),
    children: step.children.map((child) => stepFrom(child, layer)),
  };
}
