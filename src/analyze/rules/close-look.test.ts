import { describe, expect, it } from 'vitest';
import { closeLook } from './close-look.ts';
import type { LayerRule } from './layer-rule.ts';
import type { Need } from './need.ts';

const MIB = 1024 * 1024;

function rule(closely?: Need): LayerRule {
  const common = { digest: '', name: 'r', source: 0, files: 'all', need: 'marker' } as const;
  return closely === undefined ? common : { ...common, closely };
}

describe('a close look at a file', () => {
  it('keeps the rules that it can still match, and those that need nothing more', () => {
    const rules = [rule('save'), rule({ atLeast: 2, of: ['save', '/fd/'] }), rule(), rule('none')];
    const bytes = Buffer.from('… SAVE …');
    expect(closeLook(bytes, [0, 1, 2, 3], rules)).toEqual([0, 2]);
    expect(closeLook(bytes, [2], rules)).toEqual([2]);
    expect(closeLook(Buffer.alloc(0), [0, 2], rules)).toEqual([2]);
  });

  it.each([MIB - 32, MIB - 1, MIB, 2 * MIB - 7])('finds a literal at %i, wherever its pieces end', (at) => {
    const bytes = Buffer.alloc(3 * MIB);
    bytes.write('a-literal-of-thirty-two-letters!', at);
    expect(closeLook(bytes, [0], [rule('a-literal-of-thirty-two-letters!')])).toEqual([0]);
  });

  it('takes letters beyond ASCII as the file has them', () => {
    const bytes = Buffer.from([0x41, 0xc9, 0xe9, 0x42]);
    expect(closeLook(bytes, [0, 1], [rule('a\xc9\xe9b'), rule('\xe8')])).toEqual([0]);
  });
});
