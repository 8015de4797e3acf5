import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../../testkit/provenance.ts';
import { traceInput } from '../../../testkit/traced-image.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { imagesOfDockerfile } from '../provenance/dockerfile-images.ts';
import { readProvenance } from '../provenance/read-provenance.ts';
import { readStatement } from '../statement/statement.ts';
import type { TracedBase } from '../trace-link.ts';
import { givenBaseLink } from './given-link.ts';
import { lowestOf } from './lowest-of.ts';

const { image } = traceInput(buildImage(BUILT));
const DIGEST = `sha256:${'b'.repeat(64)}` as const;
const NOWHERE = { sources: [], builders: [] };
const below: TracedBase = {
  reference: 'base.example.com/base:2',
  digest: DIGEST,
  layers: 1,
  trace: {
    level: 'T1',
    links: [{ name: 'base', status: 'verified', evidence: ['scratch'], reason: '' }],
    origin: NOWHERE,
  },
};

function withLayers(of: readonly string[], digest: Image['digest'] = DIGEST): Image {
  return {
    ...image,
    digest,
    config: { ...image.config, rootfs: { ...image.config.rootfs, diff_ids: [...of] as never } },
  };
}

describe('a base that the user named', () => {
  it('is the one with the most layers that are the lowest ones, and another image', () => {
    const ids = ['a', 'b', 'c'];
    const one = withLayers(['a']);
    const two = withLayers(['a', 'b']);
    expect(lowestOf(image, ids, [one, two, withLayers(['a', 'x']), withLayers([])])).toBe(two);
    expect(lowestOf(image, ids, [withLayers(['b']), withLayers([...ids, 'd'])])).toBeUndefined();
    expect(lowestOf(image, ids, [withLayers(ids, image.digest)])).toBeUndefined();
    expect(lowestOf(image, ids, [withLayers(ids)])).toBeDefined();
    // A layer that was not read is nobody's.
    expect(lowestOf(image, [undefined, 'b'], [one])).toBeUndefined();
  });

  it('is verified by its layers, with its own trace and what lies below that', () => {
    const link = givenBaseLink({ below, others: [] }, [DIGEST, `sha256:${'c'.repeat(64)}`]);
    expect(link).toMatchObject({ status: 'verified', reason: expect.stringContaining('reaches T1 itself') });
    expect(link.evidence).toEqual([
      `base.example.com/base:2 ${DIGEST}, 1 layer`,
      `it is named by this very digest, ${DIGEST}`,
      `it is named by another digest, sha256:${'c'.repeat(64)}`,
      'its trace: T1: base verified',
      'below that: scratch',
    ]);
  });

  it('is contradicted by its own trace, and by a digest whose layers are others', () => {
    const links = [{ name: 'bytes', status: 'contradicted', evidence: [], reason: '' }] as const;
    const wrong = { ...below, trace: { level: 'T0', links, origin: NOWHERE } } as const;
    expect(givenBaseLink({ below: wrong, others: [] }, [])).toMatchObject({
      status: 'contradicted',
      reason: expect.stringContaining('bytes'),
    });
    const signature = [{ ...links[0], name: 'signature' }] as const;
    const unsigned = { ...below, trace: { level: 'T0', links: signature, origin: NOWHERE } } as const;
    expect(givenBaseLink({ below: unsigned, others: [] }, []).status).toBe('verified');
    expect(givenBaseLink({ others: [{ reference: 'x', digest: DIGEST }] }, [DIGEST]).status).toBe(
      'contradicted',
    );
    const ofIndex = { reference: 'x', digest: image.digest, indexDigest: DIGEST } as const;
    expect(givenBaseLink({ others: [ofIndex] }, [DIGEST]).status).toBe('contradicted');
    expect(givenBaseLink({ others: [{ reference: 'x', digest: DIGEST }] }, [])).toMatchObject({
      status: 'missing',
      evidence: [`not below it: x ${DIGEST}`],
    });
  });
});

describe('the images of a Dockerfile', () => {
  it('have the digest that the materials give them, or none', () => {
    const dockerfile = `ARG TAG=1
FROM base.example.com/base:$TAG AS one
FROM scratch AS two
COPY --from=one /a /a
COPY --from=tools.example.com/tool:3@sha256:${'d'.repeat(64)} /t /t
FROM one
COPY --from=0 /b /b
RUN --mount=type=bind,from=other.example.com/x:1,target=/x true
`;
    const statement = buildkitProvenance(buildImage(BUILT), { dockerfile, args: { TAG: '2' } });
    const provenance = readProvenance(readStatement(statement, 'it', 10), DEFAULT_LIMITS);
    expect(provenance && imagesOfDockerfile(provenance)).toEqual([
      `FROM base.example.com/base:2: resolved to ${DIGEST}`,
      `COPY --from tools.example.com/tool:3@sha256:${'d'.repeat(64)}: resolved to sha256:${'d'.repeat(64)}`,
      'RUN --from other.example.com/x:1: no digest is known',
    ]);
  });

  it('are a hundred at most, whatever the Dockerfile and the materials come to', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `COPY --from=tools.example.com/t${i} /a /b\n`);
    const materials = Array.from({ length: DEFAULT_LIMITS.maxMaterials }, (_, i) => ({
      uri: `pkg:docker/others.example.com/o${i}@1`,
      digests: new Map(),
    }));
    const statement = buildkitProvenance(buildImage(BUILT), { dockerfile: `FROM scratch\n${rows.join('')}` });
    const provenance = readProvenance(readStatement(statement, 'it', 10), DEFAULT_LIMITS);
    const found = provenance && imagesOfDockerfile({ ...provenance, materials });
    expect(found).toHaveLength(100);
    expect(found?.at(-1)).toBe('COPY --from tools.example.com/t99: no digest is known');
  });
});
