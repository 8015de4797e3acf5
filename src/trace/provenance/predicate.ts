import type { Statement } from '../statement/statement.ts';
import type { Material } from './provenance.ts';

/** A predicate with the fields that both versions have brought together; producers read the rest of it. */
export interface Predicate {
  readonly version: '0.2' | '1';
  readonly buildType: string;
  readonly builder?: string;
  readonly invocation?: string;
  readonly materials: readonly Material[];
  /** Where the file that says how to build came from (`invocation.configSource` of 0.2; of 1.x producers know). */
  readonly configSource?: { readonly uri?: string; readonly revision?: string; readonly path?: string };
  /** What the user of the builder chose: `invocation.parameters`, or `buildDefinition.externalParameters`. */
  readonly parameters: unknown;
  /** What the builder chose: `invocation.environment`, or `buildDefinition.internalParameters`. */
  readonly environment: unknown;
  /** `metadata`, or `runDetails.metadata`. */
  readonly metadata: unknown;
  readonly completeness: {
    readonly parameters?: boolean;
    readonly environment?: boolean;
    readonly materials?: boolean;
  };
  readonly reproducible?: boolean;
  readonly subjects: Statement['subjects'];
}
