import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jar, MANIFEST, type ZipMember, zip } from '../../../../testkit/zip.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../base/limits.ts';
import type { JarFacts } from '../../../image/jar-facts.ts';
import { classify } from '../classify.ts';
import { JarReader } from './jar-reader.ts';

function read(bytes: Buffer, whole = true, limits: Partial<Limits> = {}): JarFacts | undefined {
  const reader = new JarReader({ ...DEFAULT_LIMITS, ...limits });
  const content = reader.withJar(classify(bytes, whole), bytes, whole);
  return 'jar' in content ? content.jar : undefined;
}

const ATTRIBUTES = {
  'Main-Class': 'com.example.Main',
  'Start-Class': 'com.example.App',
  'Implementation-Title': 'app',
  'Implementation-Version': '1.2.3',
  'Class-Path': 'lib/a.jar lib/b.jar',
  'Built-By': 'somebody',
};
const TOLD = {
  mainClass: 'com.example.Main',
  startClass: 'com.example.App',
  title: 'app',
  version: '1.2.3',
  classPath: 'lib/a.jar lib/b.jar',
};
const GAV = 'com.example:app:1.2.3';

describe('JarReader', () => {
  it('reads manifest and coordinates', () => {
    expect(read(jar(ATTRIBUTES, [GAV, 'org.example:dep:4']))).toEqual({
      ...TOLD,
      coordinates: [GAV, 'org.example:dep:4'],
    });
  });

  it('goes on over a comment, zip64, and a script that stands before it', () => {
    const same = { ...TOLD, coordinates: [GAV] };
    expect(read(jar(ATTRIBUTES, [GAV], [], { comment: 'PK\x05\x06 is no end' }))).toEqual(same);
    expect(read(jar(ATTRIBUTES, [GAV], [], { zip64: true }))).toEqual(same);
    expect(read(jar(ATTRIBUTES, [GAV], [], { prefix: '#!/bin/bash\nexec java -jar "$0"\n' }))).toEqual(same);
    expect(read(Buffer.from('#!/bin/bash\nexec java -jar other.jar\n'))).toBeUndefined();
  });

  it('goes by the manifest’s own rules: names without case, lines that go on, the main section only', () => {
    const data = 'MAIN-CLASS: com.exam\r\n ple.Main\r\n\r\nName: x/\r\nStart-Class: no\r\n';
    expect(read(zip([{ name: 'meta-inf/manifest.mf', data }]))).toEqual({
      mainClass: 'com.example.Main',
      coordinates: [],
    });
  });

  it('reads more than 65,535 entries', () => {
    const members = Array.from({ length: 66_000 }, (_, i): ZipMember => ({ name: `c/${i}`, stored: true }));
    expect(read(jar(ATTRIBUTES, [GAV], members))).toEqual({ ...TOLD, coordinates: [GAV] });
    expect(read(jar(ATTRIBUTES, [GAV], members), true, { maxJarEntries: 1000 })).toEqual({
      ...TOLD,
      coordinates: [GAV],
      problem: 'it has more than 1000 entries (maxJarEntries)',
    });
  });

  it('takes the manifest at the front of one that is too large to be held', () => {
    const bytes = jar(ATTRIBUTES, [GAV], [{ name: 'large', data: Buffer.alloc(1000), stored: true }]);
    expect(read(bytes.subarray(0, 400), false)).toEqual({
      ...TOLD,
      coordinates: [],
      problem: expect.stringContaining('maxJarBytes'),
    });
    const later = zip([
      { name: 'first', data: 'x' },
      { name: MANIFEST, data: 'Main-Class: a.B\n', stored: true },
    ]);
    expect(read(later, false)?.mainClass).toBe('a.B');
  });

  it.each<[string, readonly ZipMember[], string]>([
    ['is encrypted', [{ name: MANIFEST, data: 'x', encrypted: true }], 'is encrypted'],
    ['lies elsewhere', [{ name: MANIFEST, data: 'x', offset: 7 }], 'is not where the directory says'],
    ['lies beyond the end', [{ name: MANIFEST, data: 'x', offset: 1e9 }], 'is not where the directory says'],
    [
      'is another file where it lies',
      [
        { name: 'other', data: 'x' },
        { name: MANIFEST, data: 'y', offset: 0 },
      ],
      'is called otherwise',
    ],
    ['is too large', [{ name: MANIFEST, data: Buffer.alloc(2 << 20) }], 'is larger than'],
    [
      'swells when it is unpacked',
      [{ name: MANIFEST, data: Buffer.alloc(2 << 20), size: 10 }],
      'is damaged or larger',
    ],
    [
      'is there twice',
      [
        { name: MANIFEST, data: 'Main-Class: a.A\n' },
        { name: MANIFEST, data: 'Main-Class: a.B\n' },
      ],
      'it has 2 manifests',
    ],
  ])('tells what keeps it from reading: the manifest %s', (_, members, problem) => {
    const found = read(
      zip([
        ...members,
        { name: 'META-INF/maven/g/a/pom.properties', data: 'groupId=g\nartifactId=a\nversion=1\n' },
      ]),
    );
    expect(found?.problem).toContain(problem);
    // The rest goes on.
    expect(found?.coordinates).toEqual(['g:a:1']);
  });

  it('tells a directory that is cut off or damaged', () => {
    const whole = jar(ATTRIBUTES);
    expect(read(whole.subarray(0, -1))?.problem).toContain('no directory');
    const damaged = Buffer.from(whole);
    damaged.writeUInt32LE(0, damaged.indexOf('PK\x01\x02', 0, 'latin1'));
    expect(read(damaged)?.problem).toContain('directory is damaged');
  });

  it('unpacks no more than the layer may', () => {
    const reader = new JarReader({ ...DEFAULT_LIMITS, maxJarTextBytes: 300 });
    const bytes = jar(ATTRIBUTES);
    const problems = Array.from({ length: 3 }, () => {
      const content = reader.withJar(classify(bytes, true), bytes, true);
      return 'jar' in content ? (content.jar?.problem ?? '') : '';
    });
    expect(problems[0]).toBe('');
    expect(problems[2]).toContain('maxJarTextBytes');
  });

  it('keeps fifty coordinates and counts the others', () => {
    const many = Array.from({ length: 60 }, (_, i) => `g:a${i}:1`);
    const found = read(jar({}, many));
    expect(found?.coordinates).toHaveLength(50);
    expect(found?.moreCoordinates).toBe(10);
  });

  it('never throws, whatever bytes are changed', () => {
    const good = jar(ATTRIBUTES, [GAV], [], { zip64: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(good.length),
        (changes, end) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of changes) bytes[at] = value;
          read(bytes);
          read(bytes.subarray(0, end));
          read(bytes.subarray(0, end), false);
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });
});
