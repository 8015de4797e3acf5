import type { BuildStep } from './build-steps.ts';

/** Provenance of any producer and version in one shape. All of it is what the statement says; nothing is believed. */
export interface Provenance {
  /** SLSA provenance (slsa.dev/spec/v0.2/provenance, slsa.dev/spec/v1.0/provenance). */
  readonly version: '0.2' | '1';
  /** Title of the producer, from the list of producers; `an unknown producer` for others. */
  readonly producer: string;
  readonly buildType: string;
  /** `builder.id`: free text that the producer wrote. */
  readonly builder?: string;
  readonly source?: ProvenanceSource;
  readonly dockerfile?: { readonly path?: string; readonly text?: string };
  /** Steps of the build that say where in the Dockerfile they stand and what layers they left. */
  readonly steps?: readonly BuildStep[];
  /** Build arguments by name. */
  readonly args: ReadonlyMap<string, string>;
  readonly materials: readonly Material[];
  /** `os/architecture[/variant]` of what was built. */
  readonly platform?: string;
  /** What the producer says it recorded in full; absent where it does not say. */
  readonly completeness: {
    readonly parameters?: boolean;
    readonly environment?: boolean;
    readonly materials?: boolean;
  };
  /** The producer says that a rebuild gives the same; nobody checked. */
  readonly reproducible?: boolean;
  /** The run that built it, mostly an address. */
  readonly invocation?: string;
}

export interface ProvenanceSource {
  readonly uri?: string;
  /** A commit, in hex. */
  readonly revision?: string;
  /** Of the file that says how to build, in the source. */
  readonly path?: string;
  /** `client`: whoever asked for the build said so, and the builder did not look. */
  readonly saidBy: 'builder' | 'client';
  /** `workflow`: what ran the build is from there; what it built may be from elsewhere. */
  readonly of: 'build' | 'workflow';
}

/** Something that the build used: a base image, a checkout, a download. */
export interface Material {
  readonly uri: string;
  /** By algorithm, in hex. */
  readonly digests: ReadonlyMap<string, string>;
}
