import assert from 'node:assert/strict';
import { classify } from '../../../src/analyze/content/classify.ts';
import { JarReader } from '../../../src/analyze/content/jar/jar-reader.ts';
import { DEFAULT_LIMITS } from '../../../src/base/limits.ts';
import { jar } from '../../../testkit/zip.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { mutate } from '../mutate.ts';

const LIMITS = { ...DEFAULT_LIMITS, maxJarEntries: 50, maxJarTextBytes: 100_000 };

/** Java archives with all that the reader looks at, most of them changed. */
export const jarTarget: FuzzTarget = {
  name: 'jar',
  make(random) {
    const attributes = {
      'Main-Class': `com.example.${'M'.repeat(random.below(100))}`,
      ...(random.chance(0.3) ? { 'Class-Path': 'lib/a.jar '.repeat(random.below(50)) } : {}),
    };
    const coordinates = Array.from(
      { length: random.below(4) },
      (_, i) => `com.example:a${i}:${random.below(9)}`,
    );
    const more = Array.from({ length: random.below(5) }, (_, i) => ({
      name: `c/${i}.class`,
      data: 'x'.repeat(random.below(500)),
      stored: random.chance(0.5),
    }));
    const sound = jar(attributes, coordinates, more, {
      zip64: random.chance(0.3),
      prefix: random.pick(['', '', '#!/bin/sh\n']),
      comment: random.pick(['', 'a comment', 'PK\x05\x06']),
    });
    return random.chance(0.1) ? sound : mutate(random, sound);
  },
  run(input) {
    const results = [true, false].map((whole) => {
      const content = new JarReader(LIMITS).withJar(classify(input, whole), input, whole);
      const told = 'jar' in content ? content.jar : undefined;
      assert.ok((told?.coordinates.length ?? 0) <= 50 && (told?.mainClass?.length ?? 0) <= 300);
      return JSON.stringify(content);
    });
    for (const text of results) assert.ok(text.length < 50_000, `${text.length} characters of facts`);
    return Promise.resolve(results.join('\n'));
  },
};
