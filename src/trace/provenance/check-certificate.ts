import { oneLine } from '../../explain/index.ts';
import type { CertifiedBuild } from '../signature/result.ts';
import type { Check } from './check.ts';
import type { Provenance } from './provenance.ts';
import { repositoryOf, sameRevision } from './repository.ts';

/** `builder.id` of GitHub's own runners, before workflows were named there: `https://github.com/actions/runner/github-hosted`. */
const RUNNER = 'https://github.com/actions/runner/';
const WORKFLOW = /\/\.github\/workflows\/[^/]{1,200}@/;
const RUN = /\/actions\/runs\/\d{1,20}(?:\/|$)/;

/**
 * What a provenance says of the run that wrote it, against what the certificate says that this run signed with. The authority
 * took that out of the run's token, so here the two have to agree, whatever the image says of itself.
 */
export function checkCertificate(provenance: Provenance, build: CertifiedBuild): readonly Check[] {
  return [...checkRepository(provenance, build), ...checkBuilder(provenance, build)];
}

function checkRepository({ source }: Provenance, build: CertifiedBuild): readonly Check[] {
  if (source?.uri === undefined || build.repository === undefined) return [];
  const same = repositoryOf(source.uri) === repositoryOf(build.repository);
  // What a run built may lie elsewhere than the run itself; where the run is from, a provenance cannot say otherwise.
  const otherwise = source.of === 'workflow' ? 'differs' : 'apart';
  const checks: Check[] = [
    {
      about: 'certificate',
      result: same ? 'agrees' : otherwise,
      text: short(`source ${source.uri}, the certificate is for ${build.repository}`),
    },
  ];
  if (!same || source.revision === undefined || build.revision === undefined) return checks;
  checks.push({
    about: 'certificate',
    result: sameRevision(source.revision, build.revision) ? 'agrees' : 'differs',
    text: short(`revision ${source.revision}, the certificate is for ${build.revision}`),
  });
  return checks;
}

function checkBuilder({ builder }: Provenance, build: CertifiedBuild): readonly Check[] {
  if (builder === undefined) return [];
  const told = toldOf(builder, build);
  if (told === undefined) return [];
  return [
    {
      about: 'certificate',
      result: told.same ? 'agrees' : 'differs',
      text: short(`builder ${builder}, the certificate is for ${told.value}`),
    },
  ];
}

/** What of the certificate the builder is to be held against; undefined where the two name different kinds of things. */
function toldOf(
  builder: string,
  { signer, config, run, runner }: CertifiedBuild,
): { readonly value: string; readonly same: boolean } | undefined {
  const exact = [signer, config, run].find((value) => value === builder);
  if (exact !== undefined) return { value: exact, same: true };
  if (builder.startsWith(RUNNER) && runner !== undefined) {
    return { value: runner, same: builder === `${RUNNER}${runner}` };
  }
  if (WORKFLOW.test(builder)) {
    const workflow = signer ?? config;
    return workflow === undefined ? undefined : { value: workflow, same: false };
  }
  if (RUN.test(builder) && run !== undefined) {
    // A run may be named without which attempt it was.
    const plain = (address: string): string => address.replace(/\/(?:attempts\/\d{1,10}\/?)?$/, '');
    return { value: run, same: plain(builder) === plain(run) };
  }
  return undefined;
}

function short(text: string): string {
  return oneLine(text, 1000);
}
