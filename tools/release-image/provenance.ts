import type { Platform } from '../../src/image/platform.ts';
import { RELEASE_IMAGE_BUILD } from '../../src/trace/provenance/producers/release-image.ts';
import type { Material } from './material.ts';

export interface BuildFacts {
  /** The image's name, and the hex of its digest. */
  readonly name: string;
  readonly sha256: string;
  readonly source: string;
  readonly revision: string;
  readonly version: string;
  readonly platform: Platform;
  /** Time of the commit, in seconds: the time of all files. */
  readonly time: number;
  readonly builder: string;
  readonly materials: readonly Material[];
}

/**
 * How the image was made, as an in-toto statement (slsa.dev/spec/v1.0/provenance). It holds no time and no name of a run,
 * so that a second build gives the same.
 */
export function releaseProvenance(facts: BuildFacts): object {
  const { source, revision, version, platform } = facts;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: facts.name, digest: { sha256: facts.sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: RELEASE_IMAGE_BUILD,
        externalParameters: {
          source,
          revision,
          dockerfile: 'Dockerfile',
          arguments: { SOURCE: source, REVISION: revision, VERSION: version },
        },
        internalParameters: {
          platform: `${platform.os}/${platform.architecture}`,
          sourceDateEpoch: facts.time,
          node: process.version,
        },
        resolvedDependencies: [{ uri: `git+${source}`, digest: { gitCommit: revision } }, ...facts.materials],
      },
      runDetails: { builder: { id: facts.builder } },
    },
  };
}
