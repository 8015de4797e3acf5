import { describe, expect, it } from 'vitest';
import { BASE_DIGEST, DOCKERFILE } from '../../../testkit/provenance.ts';
import { PROVENANCE_SAMPLES, sampledImage } from '../../../testkit/provenance-samples.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { readStatement } from '../statement/statement.ts';
import { PRODUCERS } from './producers.ts';
import { readProvenance } from './read-provenance.ts';

const image = sampledImage();

function read(statement: object, limits = DEFAULT_LIMITS) {
  return readProvenance(readStatement(statement, 'it', limits.maxStatementSubjects), limits);
}

describe('provenance', () => {
  it.each(PROVENANCE_SAMPLES.map((one) => [one.name, one] as const))(
    'is read: %s',
    (_, { statement, expected }) => {
      expect(read(statement(image))).toMatchObject(expected);
    },
  );

  it('has a sample of every producer', () => {
    const sampled = new Set(PROVENANCE_SAMPLES.map(({ expected }) => expected.producer));
    for (const { title } of PRODUCERS) expect(sampled).toContain(title);
  });

  it.each(['mode=max, local context, SLSA 0.2', 'mode=max, local context, SLSA 1'])(
    'of BuildKit with %s has Dockerfile, arguments and the base',
    (name) => {
      const sample = PROVENANCE_SAMPLES.find((one) => one.name === `BuildKit, ${name}`);
      const provenance = sample === undefined ? undefined : read(sample.statement(image));
      expect(provenance?.dockerfile).toEqual({ path: 'Dockerfile', text: DOCKERFILE });
      expect(provenance?.args).toEqual(new Map([['VERSION', '7']]));
      expect(provenance?.materials[0]?.digests.get('sha256')).toBe(BASE_DIGEST.slice(7));
      expect(provenance?.completeness).toMatchObject({ parameters: true, materials: false });
    },
  );

  it('of other versions is not read', () => {
    const statement = {
      ...PROVENANCE_SAMPLES[0]?.statement(image),
      predicateType: 'https://slsa.dev/provenance/v2',
    };
    expect(read(statement)).toBeUndefined();
  });

  it('is read whatever shape its fields have, within a limit', () => {
    for (const predicate of [
      null,
      7,
      [],
      { buildDefinition: [], runDetails: 'x' },
      { buildType: 7, materials: {}, invocation: null, metadata: [] },
      { buildDefinition: { buildType: 'tekton.dev/x', externalParameters: { buildConfigSource: [1] } } },
    ]) {
      for (const predicateType of ['https://slsa.dev/provenance/v0.2', 'https://slsa.dev/provenance/v1']) {
        const subject = [{ name: 'x', digest: { sha256: 'a' } }];
        const statement = { _type: 'https://in-toto.io/Statement/v1', predicateType, subject, predicate };
        expect(read(statement)).toMatchObject({ materials: [] });
      }
    }
    const many = Array.from({ length: 20 }, () => ({ uri: 'x' }));
    const predicate = { buildDefinition: { buildType: 'x', resolvedDependencies: many } };
    const subject = [{ name: 'x', digest: { sha256: 'a' } }];
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://slsa.dev/provenance/v1',
      subject,
      predicate,
    };
    expect(read(statement, { ...DEFAULT_LIMITS, maxMaterials: 5 })?.materials.length).toBe(5);
  });
});
