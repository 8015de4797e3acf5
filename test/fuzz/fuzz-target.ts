import type { Random } from '../../testkit/random.ts';

/** One kind of input to fuzz: how it is made, and what must hold whatever it is. */
export interface FuzzTarget {
  readonly name: string;
  /** An input; the same random numbers give the same one. */
  make(random: Random): Buffer;
  /**
   * Everything that came of the input, as text: it is compared between runs. Throws what no input may cause.
   *
   * @param folder an empty folder of this target's own
   */
  run(input: Buffer, folder: string): Promise<string>;
}
