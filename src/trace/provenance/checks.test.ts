import { describe, expect, it } from 'vitest';
import { buildImage, type ImageSpec } from '../../../testkit/image.ts';
import { BASE_DIGEST, BUILT, buildkitProvenance, REVISION } from '../../../testkit/provenance.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { configSchema } from '../../image/config.ts';
import { readStatement } from '../statement/statement.ts';
import type { TraceInput } from '../trace-link.ts';
import { assessProvenance } from './assess-provenance.ts';
import { imageAddress } from './image-address.ts';
import { repositoryOf, sameRevision } from './repository.ts';

const SOURCE = 'org.opencontainers.image.source';
const buildkit = { comment: 'buildkit.dockerfile.v0' };
const EXPLANATION: Explanation = {
  instructions: [
    {
      text: 'ARG VERSION=7',
      keyword: 'ARG',
      certainty: 'normalised',
      source: { created_by: 'ARG VERSION=7' },
    },
  ],
  instructionOfLayer: [],
  base: { claimedBy: 'none' },
  dockerfile: '',
  startChain: [],
  notes: [],
};

/** What the checks say of a provenance and an image, `agrees: source …`. */
function checks(
  spec: ImageSpec,
  changes: Parameters<typeof buildkitProvenance>[1] = {},
  more: { explanation?: Partial<Explanation>; statement?: (statement: object) => object } = {},
) {
  const built = buildImage(spec);
  const statement =
    more.statement?.(buildkitProvenance(built, changes)) ?? buildkitProvenance(built, changes);
  const image = {
    config: configSchema.parse(JSON.parse(built.config.bytes.toString('utf8'))),
    annotations: built.annotations,
    platform: built.platform,
  } as unknown as TraceInput['image'];
  const standing = {
    claim: { where: 'it', statement: readStatement(statement, 'it', 10) },
    about: { names: 'manifest', notes: [] },
    verified: false,
  } as const;
  const explanation = { ...EXPLANATION, ...more.explanation };
  const assessed = assessProvenance(standing, { image, explanation }, DEFAULT_LIMITS);
  return {
    base: assessed?.base,
    said: (assessed?.checks ?? []).map(({ result, text }) => `${result}: ${text}`),
  };
}

/** The same labels, but set by the base and not by the Dockerfile's own steps. */
const INHERITED: ImageSpec = {
  ...BUILT,
  steps: [{ createdBy: `LABEL ${SOURCE}=https://git.example.com/base`, ...buildkit }, ...BUILT.steps],
  config: { ...BUILT.config, Labels: { [SOURCE]: 'https://git.example.com/base' } },
};

describe('a provenance held against an image', () => {
  it('agrees where both say the same', () => {
    const { said } = checks(BUILT);
    expect(said.every((one) => one.startsWith('agrees'))).toBe(true);
    expect(said.length).toBe(5);
  });

  it('takes an annotation before a label', () => {
    const { said } = checks({ ...BUILT, annotations: { [SOURCE]: 'https://git.example.com/other' } });
    expect(said[0]).toMatch(/^differs: source .*the annotation/);
  });

  it('is not contradicted by a label that only the base set', () => {
    expect(checks(INHERITED).said[0]).toMatch(/^apart: source .*the base's label/);
    // The same label on a step of its own is the image's word.
    const own = { createdBy: `LABEL ${SOURCE}=https://git.example.com/base`, ...buildkit };
    const steps = [...INHERITED.steps, own];
    const dockerfile = `FROM x\nARG VERSION=0\nCOPY app /app\nRUN make VERSION=$VERSION\nCMD ["/app"]\nLABEL ${SOURCE}=https://git.example.com/base\n`;
    expect(checks({ ...INHERITED, steps }, { dockerfile }).said[0]).toMatch(/^differs: source/);
  });

  it('is not contradicted when a workflow of another repository built it', () => {
    const statement = (one: object) => ({
      ...one,
      predicate: {
        buildDefinition: {
          buildType: 'https://actions.github.io/buildtypes/workflow/v1',
          externalParameters: { workflow: { repository: 'https://github.com/example/builds' } },
          resolvedDependencies: [
            {
              uri: 'git+https://github.com/example/builds@refs/heads/main',
              digest: { gitCommit: 'd'.repeat(40) },
            },
          ],
        },
      },
    });
    const { said } = checks(BUILT, {}, { statement });
    expect(said.map((one) => one.split(':')[0])).toEqual(['apart', 'apart']);
  });

  it('says what it has nothing to compare with', () => {
    const { said } = checks({ ...BUILT, config: {} });
    expect(said.filter((one) => one.startsWith('untold')).length).toBe(2);
  });

  it('tells the base by its FROM and materials, through build arguments and stages', () => {
    expect(checks(BUILT).base).toEqual({ name: 'base.example.com/base:2', digest: BASE_DIGEST });
    const dockerfile =
      'ARG TAG\nFROM base.example.com/base:${TAG:-2} AS one\nFROM one AS two\nARG VERSION=0\nCOPY app /app\nRUN make VERSION=$VERSION\nCMD ["/app"]\n';
    expect(checks(BUILT, { dockerfile }).base?.name).toBe('base.example.com/base:2');
    expect(checks(BUILT, { dockerfile, args: { TAG: '3', VERSION: '7' } }).base).toBeUndefined();
    const loop = dockerfile.replace('FROM base.example.com/base:${TAG:-2} AS one', 'FROM two AS one');
    expect(checks(BUILT, { dockerfile: loop }).base).toBeUndefined();
    expect(
      checks(BUILT, { dockerfile: dockerfile.replace('FROM one', 'FROM scratch') }).base,
    ).toBeUndefined();
  });

  it('compares the base that an annotation names', () => {
    const base = { name: 'base.example.com/base:2', digest: BASE_DIGEST, claimedBy: 'annotation' } as const;
    const with_ = (changes: object) =>
      checks(BUILT, {}, { explanation: { base: { ...base, ...changes } } }).said.join('\n');
    expect(with_({})).toContain(`agrees: base ${BASE_DIGEST}`);
    expect(with_({ digest: `sha256:${'1'.repeat(64)}` })).toContain(
      'differs: base base.example.com/base:2 was',
    );
    expect(with_({ name: 'other.example.com/x:1', digest: `sha256:${'1'.repeat(64)}` })).toContain(
      'untold: base',
    );
  });
});

describe('addresses', () => {
  it.each([
    ['ssh://git@host.example.com:22/a/b/', 'https://u:p@HOST.example.com/a/b.git'],
    ['git+https://git.example.com/a/b.git@refs/heads/main', 'https://git.example.com/a/b'],
    ['git@git.example.com:a/b.git', 'ssh://git@git.example.com/a/b'],
    ['https://user:secret@git.example.com/a/b#main:sub', 'https://git.example.com/a/b/'],
    ['https://github.com/Example/App', 'https://www.github.com/example/app.git'],
  ])('of one repository are the same: %s', (a, b) => {
    expect(repositoryOf(a)).toBe(repositoryOf(b));
  });

  it('of other repositories are not', () => {
    const all = ['https://git.example.com/a/b', 'https://git.example.com/a/B', 'https://git.example.org/a/b'];
    expect(
      new Set([...all, 'https://git.example.com:8443/a/b', 'https://git.example.com/a/b.c'].map(repositoryOf))
        .size,
    ).toBe(5);
  });

  it('of revisions may be shortened, not to nothing', () => {
    expect(sameRevision(REVISION, REVISION.slice(0, 7).toUpperCase())).toBe(true);
    expect(sameRevision(REVISION, REVISION.slice(0, 6))).toBe(false);
    expect(sameRevision(REVISION, '')).toBe(false);
    expect(sameRevision(REVISION, `${REVISION.slice(0, 39)}1`)).toBe(false);
  });

  it.each([
    ['pkg:docker/alpine@3.20?platform=linux%2Famd64', 'docker.io/library/alpine', '3.20'],
    ['pkg:docker/ghcr.io/example/app@1?digest=sha256:aa', 'ghcr.io/example/app', '1'],
    ['pkg:oci/app@sha256%3Aaa?repository_url=ghcr.io/example/app&tag=1', 'ghcr.io/example/app', '1'],
    ['docker-image://ghcr.io/example/app:1', 'ghcr.io/example/app', '1'],
    ['oci://ghcr.io/example/app', 'ghcr.io/example/app', 'latest'],
    ['debian:12', 'docker.io/library/debian', '12'],
    ['git+https://git.example.com/a', undefined, undefined],
    ['pkg:npm/left-pad@1.0.0', undefined, undefined],
    ['pkg:docker/%zz', undefined, undefined],
  ])('of images are told: %s', (uri, name, tag) => {
    expect(imageAddress(uri)).toEqual(name === undefined ? undefined : { name, tag });
  });
});
