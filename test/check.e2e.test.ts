import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miningImages } from '../demo/campaign.ts';
import { honestImages } from '../demo/honest.ts';
import { type CheckOptions, checkTarget } from '../src/app/check.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import { digestOf } from '../src/base/digest.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { renderJson } from '../src/report/json.ts';
import { FORMAT } from '../src/store/content-cache.ts';
import { type BuiltImage, buildImage, type ImageSpec } from '../testkit/image.ts';
import { startRegistry } from '../testkit/registry.ts';
import { writeOciLayout } from '../testkit/store.ts';

let work = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-e2e-'));
});

afterAll(async () => {
  await rm(work, { recursive: true, force: true });
});

let serial = 0;
const fresh = (name: string): string => join(work, `${name}-${serial++}`);

function options(more: Partial<CheckOptions> = {}): CheckOptions {
  return {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: { insecure: false, timeout: 10_000, dockerConfigFolder: join(work, 'no-docker-config') },
    workers: 2,
    ...more,
  };
}

async function layoutOf(image: BuiltImage): Promise<string> {
  const folder = fresh('layout');
  await writeOciLayout(folder, [{ image, name: 'test/image:1' }]);
  return folder;
}

function jsonOf(assessments: readonly Assessment[]): string {
  return renderJson({ assessments, several: false, failed: [] }, { toolVersion: '0.0.0' });
}

/** Checks and tells how many layers had to be read. */
async function check(
  target: string,
  more: Partial<CheckOptions> = {},
): Promise<{ readonly json: string; readonly assessment: Assessment; readonly read: number }> {
  let read = -1;
  const assessments = await checkTarget(target, options(more), {
    onImage: (_reference, _layers, layersToRead) => {
      read = layersToRead;
    },
  });
  const [assessment] = assessments;
  if (assessment === undefined) throw new Error('no assessment');
  return { json: jsonOf(assessments), assessment, read };
}

/** Overwrites every layer blob with zeros, so that only what is cached can still be known. */
async function spoilLayers(layout: string, image: BuiltImage): Promise<void> {
  for (const { digest, size } of image.layers) {
    await writeFile(join(layout, 'blobs', digest.replace(':', '/')), Buffer.alloc(size));
  }
}

const TOMCAT = miningImages()[0]?.spec as ImageSpec;

describe('a check', () => {
  it('gives the same bytes with one worker, with four, with a cache and without', async () => {
    const image = buildImage(TOMCAT);
    const layout = await layoutOf(image);
    const cacheFolder = fresh('cache');
    const reports = [
      await check(`oci:${layout}`, { workers: 1 }),
      await check(`oci:${layout}`, { workers: 4 }),
      await check(`oci:${layout}`, { cacheFolder }),
      await check(`oci:${layout}`, { cacheFolder }),
    ];
    expect(new Set(reports.map(({ json }) => json)).size).toBe(1);
    expect(reports.map(({ read }) => read)).toEqual([
      image.layers.length,
      image.layers.length,
      image.layers.length,
      0,
    ]);
  });

  it('reads a layer once ever: with all layers known, no byte of them is needed', async () => {
    const image = buildImage(TOMCAT);
    const layout = await layoutOf(image);
    const cacheFolder = fresh('cache');
    const first = await check(`oci:${layout}`, { cacheFolder });
    await spoilLayers(layout, image);
    const second = await check(`oci:${layout}`, { cacheFolder });
    expect(second.json).toBe(first.json);
    expect(second.read).toBe(0);
    // The same layers, spoiled, without the cache: the check of this test.
    const third = await check(`oci:${layout}`);
    expect(third.assessment.findings.map(({ rule }) => rule)).toContain('integrity/digest-mismatch');
  });

  it('runs a changed detector over stored facts, without the bytes', async () => {
    const image = buildImage(TOMCAT);
    const layout = await layoutOf(image);
    const cacheFolder = fresh('cache');
    const first = await check(`oci:${layout}`, { cacheFolder });
    await spoilLayers(layout, image);
    // A detector of another version finds no observations of its own: the same as none being there.
    await rm(join(cacheFolder, FORMAT, 'seen'), { recursive: true });
    const second = await check(`oci:${layout}`, { cacheFolder });
    expect(second.json).toBe(first.json);
    expect(second.read).toBe(0);
  });

  it('notices any damage to its cache and reads the layer again', async () => {
    const image = buildImage(TOMCAT);
    const layout = await layoutOf(image);
    const cacheFolder = fresh('cache');
    const first = await check(`oci:${layout}`, { cacheFolder });
    for (const kind of ['blob', 'facts', 'texts', 'marks', 'seen']) {
      const spoiled = fresh('cache');
      await cp(cacheFolder, spoiled, { recursive: true });
      const files = (
        await readdir(join(spoiled, FORMAT, kind), { recursive: true, withFileTypes: true })
      ).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const path = join(file.parentPath, file.name);
        const bytes = await readFile(path);
        bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
        await writeFile(path, bytes);
      }
      const again = await check(`oci:${layout}`, { cacheFolder: spoiled });
      expect(again.json).toBe(first.json);
    }
  });

  it('does not let a configuration borrow the facts of another image', async () => {
    const cacheFolder = fresh('cache');
    const honest = buildImage(honestImages()[0]?.spec as ImageSpec);
    await check(`oci:${await layoutOf(honest)}`, { cacheFolder });
    const bad = buildImage({
      steps: [{ createdBy: 'COPY x /', items: [{ path: 'x', data: 'not what it says' }] }],
    });
    const config = JSON.parse(bad.config.bytes.toString()) as { rootfs: { diff_ids: string[] } };
    config.rootfs.diff_ids = [honest.diffIds[0] ?? ''];
    const lying = withConfig(bad, config);
    const layout = await layoutOf(lying);
    for (const _ of ['cold', 'warm']) {
      const { assessment } = await check(`oci:${layout}`, { cacheFolder });
      expect(assessment.verdict.decision).toBe('block');
      expect(assessment.findings.map(({ rule }) => rule)).toContain('integrity/diff-id-mismatch');
      expect(assessment.coverage.files).toBe(1);
    }
  });

  it('says what it could not read, every time', async () => {
    const image = buildImage(TOMCAT);
    const layout = await layoutOf(image);
    const last = image.layers.at(-1);
    const path = join(layout, 'blobs', (last?.digest ?? '').replace(':', '/'));
    await writeFile(path, (await readFile(path)).subarray(0, 100));
    const cacheFolder = fresh('cache');
    for (const _ of ['first', 'second']) {
      const { assessment } = await check(`oci:${layout}`, { cacheFolder });
      expect(assessment.coverage.complete).toBe(false);
      expect(assessment.coverage.unread.map(({ reason }) => reason)).toContain('decompression-failed');
    }
  });

  it('gives the same report from a registry as from a layout', async () => {
    const image = buildImage(TOMCAT);
    const fromLayout = await check(`oci:${await layoutOf(image)}`);
    const registry = await startRegistry();
    registry.put('test/image', image, '1');
    try {
      const fromRegistry = await check(`registry:${registry.host}/test/image:1`);
      const { image: a, ...layoutRest } = JSON.parse(fromLayout.json);
      const { image: b, ...registryRest } = JSON.parse(fromRegistry.json);
      expect(b.digest).toBe(a.digest);
      expect(registryRest).toEqual(layoutRest);
    } finally {
      await registry.close();
    }
  });
});

/** The image with another configuration, manifest and digests in order. */
function withConfig(image: BuiltImage, config: object): BuiltImage {
  const manifest = JSON.parse(image.manifest.bytes.toString()) as { config: object };
  const configBlob = blob(image.config.mediaType, config);
  manifest.config = { mediaType: configBlob.mediaType, digest: configBlob.digest, size: configBlob.size };
  return { ...image, config: configBlob, manifest: blob(image.manifest.mediaType, manifest) };
}

function blob(mediaType: string, value: object): BuiltImage['config'] {
  const bytes = Buffer.from(JSON.stringify(value));
  return { mediaType, digest: digestOf(bytes), size: bytes.length, bytes };
}
