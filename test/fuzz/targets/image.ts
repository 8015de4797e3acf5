import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ClearpullError } from '../../../src/base/errors.ts';
import { checkedReports, checkInThread } from '../../../testkit/check-in-thread.ts';
import { type Blob, type BuiltImage, blobOf, buildImage, jsonBlob } from '../../../testkit/image.ts';
import type { Random } from '../../../testkit/random.ts';
import { randomImage } from '../../../testkit/random-image.ts';
import { dockerArchive, modernDockerArchive, ociArchive } from '../../../testkit/store.ts';
import { FUZZ_LIMITS } from '../fuzz-limits.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { hostileJson } from '../random-json.ts';
import { randomShell } from '../random-shell.ts';
import { fixChecksums, randomTar } from '../random-tar.ts';

/** Whole archives, from opening them to every report. */
export const imageTarget: FuzzTarget = {
  name: 'image',
  make(random) {
    const image = disturbed(random, buildImage(spec(random)));
    const archive = random.pick([
      () => ociArchive([{ image, name: 'app:1' }]),
      () => dockerArchive([{ image, tags: ['app:1'] }]),
      () => modernDockerArchive([{ image, tags: ['app:1'] }], { asStored: true }),
    ])();
    const changed = random.chance(0.5) ? fixChecksums(mutate(random, archive)) : archive;
    return random.chance(0.1) ? gzipSync(changed, { level: 1 }) : changed;
  },
  async run(input, folder) {
    const file = join(folder, 'image.tar');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, input);
    try {
      return await check(file, folder);
    } catch (error) {
      if (error instanceof ClearpullError) return `${error.code}: ${error.message}`;
      throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function check(file: string, folder: string): Promise<string> {
  const assessments = await checkInThread(file, FUZZ_LIMITS, folder);
  for (const { coverage } of assessments) {
    const failed = coverage.unread.find(({ reason }) => reason === 'detector-failed');
    assert.equal(failed?.detail, undefined);
  }
  return (await checkedReports(assessments.slice(0, 3))).join('\n');
}

function spec(random: Random): Parameters<typeof buildImage>[0] {
  const made = randomImage(random.below(2 ** 31), { compressions: ['none', 'gzip', 'zstd'], entries: 15 });
  const script = { path: 'run.sh', data: randomShell(random).slice(0, 3000), mode: 0o755 };
  return {
    ...made,
    steps: [
      ...made.steps,
      {
        createdBy: 'RUN x # buildkit',
        tarBytes: randomTar(random, 12),
        compression: random.pick(['none', 'gzip']),
      },
      { createdBy: 'COPY run.sh / # buildkit', items: [script] },
    ],
    config: { ...made.config, Entrypoint: ['/run.sh'] },
  };
}

/** Sometimes with documents that lie; the digests above them are right, so that they are read. */
function disturbed(random: Random, image: BuiltImage): BuiltImage {
  if (random.chance(0.5)) return image;
  const layers = image.layers.map((layer) =>
    random.chance(0.2) ? { ...layer, bytes: mutate(random, layer.bytes) } : layer,
  );
  const config = random.chance(0.5) ? image.config : rewritten(random, image.config);
  const text = image.manifest.bytes
    .toString('utf8')
    .replace(image.config.digest, config.digest)
    .replace(`"size":${image.config.size}`, `"size":${config.size}`);
  const manifest = jsonBlob(image.manifest.mediaType, JSON.parse(text));
  return { ...image, layers, config, manifest: random.chance(0.8) ? manifest : rewritten(random, manifest) };
}

function rewritten(random: Random, { mediaType, bytes }: Blob): Blob {
  const blob = blobOf(mediaType, hostileJson(random, JSON.parse(bytes.toString('utf8'))));
  return random.chance(0.9) ? blob : { ...blob, digest: jsonBlob('', 0).digest };
}
