import { labelsOf } from '../../explain/index.ts';
import { type Named, namedBy, REVISION_KEYS, URL_KEYS } from '../source-words.ts';
import type { Check, CheckInput } from './check.ts';
import { repositoryOf, sameRevision } from './repository.ts';

/** Source and revision, against annotations and labels. A label that only the base set says nothing of this image. */
export function checkSource(input: CheckInput): readonly Check[] {
  const { source } = input.provenance;
  if (source === undefined) return [];
  const uri = named(input, URL_KEYS);
  const revision = named(input, REVISION_KEYS);
  const checks: Check[] = [];
  const sameUri =
    source.uri === undefined || uri === undefined
      ? undefined
      : repositoryOf(source.uri) === repositoryOf(uri.value);
  if (uri !== undefined && source.uri !== undefined) {
    checks.push({
      about: 'source',
      // What ran the build may lie elsewhere than what it built.
      result: sameUri
        ? 'agrees'
        : source.of === 'workflow' || uri.by === 'inherited-label'
          ? 'apart'
          : 'differs',
      text: `source ${source.uri}, ${says(uri)}`,
    });
  } else if (source.uri !== undefined) {
    checks.push({
      about: 'source',
      result: 'untold',
      text: `source ${source.uri}; no label or annotation names one`,
    });
  }
  if (source.revision === undefined) return checks;
  if (revision === undefined) {
    checks.push({
      about: 'source',
      result: 'untold',
      text: `revision ${source.revision}; no label or annotation names one`,
    });
  } else {
    const apart = revision.by === 'inherited-label' || (sameUri === false && source.of === 'workflow');
    checks.push({
      about: 'source',
      result: sameRevision(source.revision, revision.value) ? 'agrees' : apart ? 'apart' : 'differs',
      text: `revision ${source.revision}, ${says(revision)}`,
    });
  }
  return checks;
}

function says({ by, key, value }: Named): string {
  const whose = by === 'inherited-label' ? "the base's label" : `the ${by}`;
  return `${whose} ${key} says ${value}`;
}

/** The first that is not empty; what an annotation says goes before every label. */
function named({ image, fit }: CheckInput, keys: readonly string[]): Named | undefined {
  const inherited = keys.filter((key) => isInherited(key, fit?.stage, image));
  const found = keys.flatMap((key) => namedBy({ image, inherited }, key)).filter(({ value }) => value !== '');
  return found.find(({ by }) => by === 'annotation') ?? found[0];
}

/** True when rows below the Dockerfile's own set the label, and none of its own does. */
function isInherited(
  key: string,
  stage: NonNullable<CheckInput['fit']>['stage'],
  { config }: CheckInput['image'],
): boolean {
  if (stage === undefined) return false;
  const first = stage.own[0]?.row;
  if (first === undefined || stage.own.some((one) => labelsOf(one).includes(key))) return false;
  return config.history.slice(0, first).some((row) => (row.created_by ?? '').includes(key));
}
