import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  attachedManifest,
  BUNDLE_TYPE,
  COSIGN_ENVELOPE_TYPE,
  COSIGN_SIGNATURE_TYPE,
  cosignTag,
} from '../../../testkit/attached.ts';
import { type Blob, buildImage, buildIndex, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { BUILT, buildkitProvenance } from '../../../testkit/provenance.ts';
import { type RegistrySwitches, startRegistry, type TestRegistry } from '../../../testkit/registry.ts';
import { keySigner } from '../../../testkit/sigstore.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { blobsOf, layoutFiles } from '../../../testkit/store.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { openTarget, parseTarget } from '../../source/index.ts';
import { collectClaims } from './collect.ts';

const image = buildImage(BUILT);
const index = buildIndex([{ image }]);
const signer = keySigner();
const statement = buildkitProvenance(image);
const envelope = signer.signStatement(statement);
const bundle = { mediaType: BUNDLE_TYPE, content: envelope };
const referrer = attachedManifest([bundle], { artifactType: BUNDLE_TYPE, subject: image.manifest });
const ofIndex = attachedManifest([bundle, bundle], { artifactType: BUNDLE_TYPE, subject: index.index });
const signed = signer.signImage(image.manifest.digest);
const signature = attachedManifest([
  { mediaType: COSIGN_SIGNATURE_TYPE, content: signed.payload, annotations: signed.annotations },
]);
const attestation = attachedManifest([{ mediaType: COSIGN_ENVELOPE_TYPE, content: envelope }]);
const contents = attachedManifest([{ mediaType: 'text/spdx+json', content: { spdxVersion: 'SPDX-2.3' } }]);

let folder: TestFolder;
let count = 0;
const started: TestRegistry[] = [];
beforeAll(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((registry) => registry.close()));
});
afterAll(() => folder.remove());

async function claimsOf(target: string, limits: Limits = DEFAULT_LIMITS) {
  const source = await openTarget(parseTarget(target), {
    ...sourceOptions(folder.path),
    registry: { ...sourceOptions(folder.path).registry, insecure: true },
  });
  try {
    const [first] = source.images;
    if (first === undefined) throw new Error('no image');
    return await collectClaims(first, { limits, attached: true });
  } finally {
    await source.close();
  }
}

async function registryHolding(
  switches: RegistrySwitches,
  ...attached: readonly (readonly [readonly Blob[], string?])[]
) {
  const one = await startRegistry(switches);
  started.push(one);
  one.put('team/app', index, '1');
  for (const [blobs, tag] of attached) one.putBlobs('team/app', blobs, tag);
  return one;
}

async function layout(rows: readonly object[], blobs: readonly Blob[]): Promise<string> {
  const path = join(folder.path, `layout-${count++}`);
  for (const [name, bytes] of layoutFiles(rows, [...blobsOf(index), ...blobs])) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), bytes);
  }
  return `oci:${path}`;
}

const predicates = ({ claims }: Awaited<ReturnType<typeof claimsOf>>) =>
  claims.map(({ statement: one, signs, contents: list }) => one?.predicateType ?? signs ?? typeof list);
const PROVENANCE = 'https://slsa.dev/provenance/v1';

describe('what is attached to an image in a registry', () => {
  it.each(['all', 'paged'] as const)(
    'is found among the referrers of manifest and index (%s)',
    async (referrers) => {
      const second = attachedManifest([bundle], { artifactType: 'application/x', subject: image.manifest });
      const { host, log } = await registryHolding({ referrers }, [referrer], [second], [ofIndex]);
      const found = await claimsOf(`${host}/team/app:1`);
      expect(predicates(found)).toEqual(Array.from({ length: 4 }, () => PROVENANCE));
      expect(found.claims[0]?.where).toContain(`among the referrers of ${image.manifest.digest}`);
      // The next page is asked for in the same place, wherever the link points.
      expect(log().filter((line) => line.includes('page=1')).length).toBe(referrers === 'paged' ? 1 : 0);
      expect(found.notes).toEqual([]);
    },
  );

  it('is found under the tag for referrers where the registry does not know them', async () => {
    const list = jsonBlob('application/vnd.oci.image.index.v1+json', {
      schemaVersion: 2,
      manifests: referrer.slice(0, 1).map((blob) => descriptorOf(blob)),
    });
    const { host } = await registryHolding({}, [[list], cosignTag(image, '')], [referrer]);
    expect(predicates(await claimsOf(`${host}/team/app:1`))).toEqual([PROVENANCE]);
  });

  it("is found under cosign's tags", async () => {
    const { host } = await registryHolding(
      {},
      [signature, cosignTag(image, '.sig')],
      [attestation, cosignTag(image, '.att')],
      [contents, cosignTag({ manifest: index.index }, '.sbom')],
    );
    const found = await claimsOf(`${host}/team/app:1`);
    expect(predicates(found)).toEqual([image.manifest.digest, PROVENANCE, 'object']);
  });

  it('is noted where it cannot be had, and the rest goes on', async () => {
    const broken = jsonBlob('application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      layers: 'none',
    });
    const { host } = await registryHolding(
      {},
      [[broken], cosignTag(image, '.sig')],
      [attestation, cosignTag(image, '.att')],
    );
    const found = await claimsOf(`${host}/team/app:1`);
    expect(predicates(found)).toEqual([PROVENANCE]);
    expect(found.notes.join()).toMatch(/could not be used: the attestation sha256:.* is malformed/);
  });

  it('is bounded in number and size', async () => {
    const { host } = await registryHolding({ referrers: 'all' }, [referrer], [ofIndex]);
    const few = await claimsOf(`${host}/team/app:1`, { ...DEFAULT_LIMITS, maxAttestations: 2 });
    expect(few.claims.length).toBe(2);
    expect(few.notes.join()).toContain('maxAttestations=');
    const one = await claimsOf(`${host}/team/app:1`, { ...DEFAULT_LIMITS, maxAttestationManifests: 1 });
    expect(one.claims.length).toBe(1);
    expect(one.notes.join()).toContain('maxAttestationManifests=');
    const small = await claimsOf(`${host}/team/app:1`, { ...DEFAULT_LIMITS, maxAttestationBytes: 10 });
    expect(small.claims).toEqual([]);
    expect(small.notes.join()).toContain('documents above 10 B are not read');
    const total = await claimsOf(`${host}/team/app:1`, { ...DEFAULT_LIMITS, maxAttestationsBytes: 10 });
    expect(total.claims).toEqual([]);
  });
});

describe('what is attached to an image in an OCI layout', () => {
  const top = descriptorOf(index.index);

  it('is found by its subject, and is taken for no image', async () => {
    const rows = [top, ...[referrer, ofIndex].map(([blob]) => descriptorOf(blob as Blob))];
    const target = await layout(rows, [...referrer, ...ofIndex]);
    expect(predicates(await claimsOf(target)).length).toBe(3);
  });

  it('is found under the tags that cosign and copies from registries have', async () => {
    const named = (blob: Blob | undefined, name: string) =>
      descriptorOf(blob as Blob, { annotations: { 'org.opencontainers.image.ref.name': name } });
    const list = jsonBlob('application/vnd.oci.image.index.v1+json', {
      schemaVersion: 2,
      manifests: [descriptorOf(referrer[0] as Blob)],
    });
    const rows = [top, named(signature[0], cosignTag(image, '.sig')), named(list, cosignTag(image, ''))];
    const target = await layout(rows, [...signature, list, ...referrer]);
    expect(predicates(await claimsOf(target))).toEqual([image.manifest.digest, PROVENANCE]);
  });

  it('says what a layout holds that has nothing but signatures', async () => {
    const target = await layout([descriptorOf(signature[0] as Blob)], signature);
    await expect(claimsOf(target)).rejects.toThrow(/not a container image but application\/vnd\.dev\.cosign/);
  });
});
