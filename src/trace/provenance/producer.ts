import type { Predicate } from './predicate.ts';
import type { Provenance } from './provenance.ts';

/** What a producer knows of a predicate beyond the fields that both versions of SLSA have. */
export type ProducerFacts = Partial<
  Pick<Provenance, 'source' | 'dockerfile' | 'steps' | 'args' | 'platform' | 'completeness' | 'reproducible'>
>;

/** A program that writes provenance. A new one is a file in `producers/` and a line in `producers.ts`. */
export interface Producer {
  readonly id: string;
  readonly title: string;
  /** Which build types it writes, for docs/provenance-producers.md. */
  readonly buildTypes: readonly string[];
  /** Where its fields are described. */
  readonly reference: string;
  /** What it says of the source, and who says so; for the same page, one sentence. */
  readonly sourceSays: string;
  /** Whether it wrote this predicate. */
  wrote(predicate: Predicate): boolean;
  read(predicate: Predicate): ProducerFacts;
}
