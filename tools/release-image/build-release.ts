import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestHex } from '../../src/base/digest.ts';
import type { Platform } from '../../src/image/platform.ts';
import { type BuiltImage, buildImage } from '../../testkit/image.ts';
import { cleanCheckout } from './clean-checkout.ts';
import { copiedItems } from './copied-items.ts';
import { followFinalStage } from './final-stage.ts';
import type { Material } from './material.ts';
import { releaseProvenance } from './provenance.ts';
import { ReleaseError } from './release-error.ts';

export interface ReleaseOptions {
  /** The git checkout, with its packages installed. */
  readonly root: string;
  readonly revision: string;
  /** Address of the source repository. */
  readonly source: string;
  /** Who builds, as `builder.id`. */
  readonly builder: string;
  /** 1 to 9. */
  readonly gzipLevel: number;
}

export interface Release {
  readonly image: BuiltImage;
  readonly name: string;
  readonly provenance: object;
}

/**
 * Makes what the Dockerfile of a revision makes, for this machine's kind, from a clean checkout. The same revision, packages,
 * libraries and Node.js give the same bytes.
 */
export function buildRelease({ root, revision, source, builder, gzipLevel }: ReleaseOptions): Release {
  const platform = platformHere();
  const scratch = mkdtempSync(join(tmpdir(), 'clearpull-release-'));
  try {
    const checkout = cleanCheckout(root, revision, join(scratch, 'src'));
    const { folder, time } = checkout;
    const run = (...args: readonly string[]): void => {
      const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 2, 2] });
      if (status !== 0) throw new ReleaseError(`${args[0]} of revision ${checkout.revision} failed.`);
    };
    const out = join(scratch, 'out');
    run('tools/build.ts');
    run('tools/lay-out-release.ts', out);
    const { name, version } = readJson<{ name: string; version: string }>(join(folder, 'package.json'));
    const stages = new Map([['build', scratch]]);
    const args = new Map([
      ['SOURCE', source],
      ['REVISION', checkout.revision],
      ['VERSION', version],
    ]);
    const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    const { steps, config } = followFinalStage(dockerfile, args, (sources, destination, from) => {
      const base = from === undefined ? folder : stages.get(from);
      if (base === undefined) throw new ReleaseError(`COPY --from=${from}: only the stage "build" is known.`);
      return copiedItems(
        sources.map((path) => join(base, path)),
        destination,
        time,
      );
    });
    const created = `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
    const image = buildImage({ steps, config, platform, created, gzipLevel });
    const provenance = releaseProvenance({
      name,
      sha256: digestHex(image.manifest.digest),
      source,
      revision: checkout.revision,
      version,
      platform,
      time,
      builder,
      materials: readJson<readonly Material[]>(join(out, 'materials.json')),
    });
    return { image, name: version, provenance };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function platformHere(): Platform {
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (process.platform !== 'linux' || architecture === undefined) {
    throw new ReleaseError(
      "The image is made on Linux, on x64 or arm64: Node.js and its libraries are this machine's.",
    );
  }
  return { os: 'linux', architecture };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
