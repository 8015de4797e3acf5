import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { classify } from '../../../src/analyze/content/classify.ts';
import { isElf, readElf } from '../../../src/analyze/content/elf.ts';
import { elf } from '../../../testkit/elf.ts';
import { goBuildInfo, goModInfo, pointedGoBuildInfo } from '../../../testkit/go-build-info.ts';
import type { Random } from '../../../testkit/random.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';

const GO = goBuildInfo(
  'go1.26.8',
  goModInfo([
    ['path', 'example.com/x'],
    ['mod', 'example.com/x', 'v1.0.0', ''],
    ['dep', 'example.org/y', 'v1.0.0', ''],
    ['build', 'vcs.revision=0123'],
  ]),
);
const BUILT: readonly Readonly<Record<string, Buffer>>[] = [
  { '.go.buildinfo': GO },
  { '.go.buildinfo': pointedGoBuildInfo('go1.17', Buffer.from('path\tx\n'), 0x400100) },
  {
    '.comment': Buffer.from('rustc version 1.95.0\0'),
    '.dep-v0': deflateSync(
      '{"packages":[{"name":"a","version":"1","root":true},{"name":"b","version":"2"}]}',
    ),
  },
];

/** ELF files with all that the reader looks at, most of them changed. */
export const elfTarget: FuzzTarget = {
  name: 'elf',
  make(random) {
    const sound = elf({
      bits: random.pick([32, 64]),
      machine: random.pick(['386', 'arm', 'x86-64', 'aarch64', 'riscv', 'ppc64le', 's390x']),
      type: random.pick(['executable', 'shared', 'relocatable', 'core']),
      ...(random.chance(0.5) ? { interpreter: '/lib64/ld-linux-x86-64.so.2' } : {}),
      ...(random.chance(0.5) ? { needed: names(random) } : {}),
      ...(random.chance(0.3) ? { soname: 'libx.so.1', runpath: '$ORIGIN/../lib' } : {}),
      ...(random.chance(0.3) ? { sections: false } : {}),
      ...(random.chance(0.3) ? { writable: true } : {}),
      ...(random.chance(0.5) ? { named: random.pick(BUILT) } : {}),
      extra: random.pick<string | Buffer>([
        Buffer.concat([Buffer.alloc(16), GO]),
        'UPX!',
        '\xff Go buildinf:',
        'rustc version 1.80',
        'x'.repeat(500),
      ]),
    });
    return random.chance(0.1) ? sound : mutate(random, sound);
  },
  run(input) {
    const results = [classify(input, true), classify(input, false)].map((content) => JSON.stringify(content));
    if (isElf(input)) {
      for (const whole of [true, false]) {
        const facts = readElf(input, whole);
        assert.ok(facts.needed.length <= 256 && facts.needed.every((name) => name.length <= 255));
        results.push(JSON.stringify(facts));
      }
    }
    for (const text of results) assert.ok(text.length < 200_000, `${text.length} characters of facts`);
    return Promise.resolve(results.join('\n'));
  },
};

function names(random: Random): string[] {
  return Array.from({ length: random.below(20) }, (_, i) => `lib${'n'.repeat(random.below(30))}${i}.so`);
}
