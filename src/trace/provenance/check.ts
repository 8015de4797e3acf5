import type { Explanation } from '../../explain/explanation.ts';
import type { StageFit } from '../../explain/index.ts';
import type { Image } from '../../image/image.ts';
import type { Provenance } from './provenance.ts';

/** One thing that a provenance says, held against the image. */
export interface Check {
  /** `untold`: nothing stands on the other side to compare with; `apart`: it is about something else. */
  readonly result: 'agrees' | 'differs' | 'untold' | 'apart';
  readonly about: 'source' | 'base' | 'platform' | 'dockerfile' | 'arguments' | 'certificate';
  /** A phrase that says what was compared. */
  readonly text: string;
}

/** What the checks of one provenance have in common. */
export interface CheckInput {
  readonly provenance: Provenance;
  readonly image: Pick<Image, 'config' | 'annotations' | 'platform'>;
  readonly explanation: Explanation;
  /** How the Dockerfile in it fits the history; absent when it holds none. */
  readonly fit?: { readonly stage?: StageFit; readonly odd: readonly string[] };
}
