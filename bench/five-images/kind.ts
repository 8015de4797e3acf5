import type { ImageSpec } from '../../testkit/image.ts';

/** An image of a kind that many are of, made out of real packages. */
export interface Kind {
  /** Tag in the layout. */
  readonly name: string;
  readonly title: string;
  /** What somebody who has never seen it should learn from the reports. */
  readonly shows: string;
  /** Puts it together; what it fetches and unpacks lies in `work`, and what lies there already is taken. */
  readonly make: (work: string) => ImageSpec;
}
