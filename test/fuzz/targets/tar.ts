import { hostileTars } from '../../../testkit/hostile-tars.ts';
import { checkSameTree } from '../../property/same-tree.ts';
import { checkLayer } from '../check-layer.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';
import { fixChecksums, randomTar } from '../random-tar.ts';

const HOSTILE = hostileTars().filter(({ bytes }) => bytes.length < 50_000);

/** Tars made of sound and of unsound headers; the tree of two of them must be the naive implementation's. */
export const tarTarget: FuzzTarget = {
  name: 'tar',
  make(random) {
    const made = random.chance(0.2) ? random.pick(HOSTILE).bytes : randomTar(random);
    if (random.chance(0.4)) return made;
    const changed = mutate(random, made);
    return random.chance(0.7) ? fixChecksums(changed) : changed;
  },
  async run(input) {
    const { text, analysis } = await checkLayer(input);
    const { facts } = analysis;
    // Twice the same layer: the second meets what the first left.
    checkSameTree(
      [facts, facts],
      facts.entries.map(({ path, target }) => [target ?? path, '']),
    );
    return text;
  },
};
