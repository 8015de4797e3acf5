import { describe, expect, it } from 'vitest';
import type { UpdatedRepository } from '../app/catalog/update-catalog.ts';
import { updatedText } from './catalog-text.ts';

const read: UpdatedRepository = { name: 'example.com/base', tags: 2, leftOut: 1, images: 3, fresh: 1 };
const away = (name: string): UpdatedRepository => ({
  ...read,
  name: `example.org/${name}`,
  images: 0,
  fresh: 0,
  problem: { code: 'unreachable', message: 'example.org cannot be reached', hint: 'Is it there?' },
});

describe('what catalog update prints', () => {
  it('tells a reason once for all that it kept from being read', () => {
    expect(updatedText([read, away('a'), away('b'), away('c')], 'text')).toBe(
      'example.com/base: 2 tags, 3 images, 1 new, 1 further tag left out (--max-tags)\n' +
        'example.org/a and 2 others: nothing was read\n' +
        '  ! example.org cannot be reached\n' +
        '    Is it there?\n',
    );
  });

  it('keeps one apart of which something was read', () => {
    const partly = { ...away('a'), images: 1 };
    expect(updatedText([partly, away('b')], 'text').match(/cannot be reached/g)).toHaveLength(2);
  });
});
