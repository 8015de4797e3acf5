import { textAt } from '../../fields.ts';
import { configSourceOr } from '../config-source.ts';
import type { Producer } from '../producer.ts';

const BUILD_TYPE = /^https:\/\/gitlab\.com\/gitlab-org\/gitlab-runner\/-\/blob\/[^/]{1,100}\/PROVENANCE\.md$/;
const DOCUMENTED = 'https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1';

/** A job of GitLab CI (gitlab-runner's PROVENANCE.md). The commit stands there under the name sha256. */
export const GITLAB_RUNNER: Producer = {
  id: 'gitlab-runner',
  title: 'GitLab Runner',
  buildTypes: ['https://gitlab.com/gitlab-org/gitlab-runner/-/blob/VERSION/PROVENANCE.md', DOCUMENTED],
  reference: DOCUMENTED,
  sourceSays: 'The project and commit of the job.',
  wrote: ({ buildType }) => BUILD_TYPE.test(buildType) || buildType.startsWith(DOCUMENTED),
  read(predicate) {
    const facts = configSourceOr(predicate, 'build');
    const uri = textAt(predicate.parameters, 'source');
    if (uri === undefined) return facts;
    return { ...facts, source: { ...facts.source, uri, saidBy: 'builder', of: 'build' } };
  },
};
