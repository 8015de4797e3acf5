import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import { tar } from '../../../testkit/tar.ts';
import { classify, HEAD_BYTES } from './classify.ts';

const of = (content: string | Buffer, whole = true): unknown => classify(Buffer.from(content), whole);
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('classify', () => {
  it.each<[string, string | Buffer, object]>([
    ['nothing', '', { kind: 'empty' }],
    ['a text', 'listen 80;\n', { kind: 'text', encoding: 'utf-8' }],
    ['UTF-8', 'größe = 日本\n', { kind: 'text', encoding: 'utf-8' }],
    ['Latin-1', bytes('gr\xf6\xdfe und mehr Text dazu\n'), { kind: 'text', encoding: 'latin-1' }],
    [
      'a text in Cyrillic eight-bit letters',
      bytes(`# ${'\xd0\xd1\xd2 '.repeat(300)}`),
      { kind: 'text', encoding: 'latin-1' },
    ],
    [
      'UTF-16, little end first',
      Buffer.from('\ufeffhello', 'utf16le'),
      { kind: 'text', encoding: 'utf-16le' },
    ],
    [
      'UTF-16, big end first',
      Buffer.from('\ufeffhello', 'utf16le').swap16(),
      { kind: 'text', encoding: 'utf-16be' },
    ],
    ['bytes that begin like UTF-16', Buffer.from('fffe0000010002000300', 'hex'), { kind: 'data' }],
    ['a program', elf(), { kind: 'elf' }],
    ['gzip', gzipSync('x'), { kind: 'archive', format: 'gzip' }],
    ['zip', bytes('PK\x03\x04\x14\0\0\0'), { kind: 'archive', format: 'zip' }],
    ['bzip2', bytes('BZh91AY&SY\x8a\0\x01'), { kind: 'archive', format: 'bzip2' }],
    ['a static library', bytes('!<arch>\nx.o/   0  \0\0\0\x7fELF'), { kind: 'archive', format: 'ar' }],
    ['a tar', tar([{ path: 'a', data: 'b' }]), { kind: 'archive', format: 'tar' }],
    ['PNG', bytes('\x89PNG\r\n\x1a\n\0\0'), { kind: 'data', format: 'png' }],
    ['a Windows program', bytes('MZ\x90\0\x03\0'), { kind: 'data', format: 'pe' }],
    ['a Java class', bytes('\xca\xfe\xba\xbe\0\0\0\x34'), { kind: 'data', format: 'java-class' }],
    ['SQLite', bytes('SQLite format 3\0\x10\0\x01\x01'), { kind: 'data', format: 'sqlite' }],
    ['other bytes', bytes('\0\x01\x02\x03\x80\x90'), { kind: 'data' }],
    ['half of a magic number', bytes('\x89'), { kind: 'data' }],
  ])('knows %s', (_, content, expected) => {
    expect(of(content)).toMatchObject(expected);
  });

  it.each([
    ['#!/bin/sh\necho', '/bin/sh'],
    ['#! /usr/bin/env  bash\n', '/usr/bin/env  bash'],
    ['#!/bin/sh\r\necho\r\n', '/bin/sh'],
    ['#!/bin/sh', '/bin/sh'],
    ['#!\t/bin/sh -e \n', '/bin/sh -e'],
    [`#!/bin/${'x'.repeat(400)}\n`, `/bin/${'x'.repeat(249)}`],
    ['#!/bin/sh\0hidden\n', '/bin/sh'],
  ])('finds the interpreter of %j', (content, interpreter) => {
    expect(of(content)).toMatchObject({ kind: 'script', interpreter });
  });

  it('takes a marker without an interpreter for text', () => {
    expect(of('#!\n/bin/sh\n')).toMatchObject({ kind: 'text' });
    expect(of(' #!/bin/sh\n')).toMatchObject({ kind: 'text' });
  });

  it('is not led astray from what a shell would run', () => {
    const payload = Buffer.concat([bytes('#!/bin/sh\ntail -n+3 $0 | gunzip | sh\n'), gzipSync('echo')]);
    expect(of(payload)).toMatchObject({ kind: 'script', interpreter: '/bin/sh', encoding: 'latin-1' });
    const asTar = `#!/bin/sh\n#${'x'.repeat(246)}ustar\necho\n`;
    expect(asTar.indexOf('ustar')).toBe(257);
    expect(of(asTar)).toMatchObject({ kind: 'script' });
    for (const start of ['BZh=1', '070701=x', 'hsqs', '!<arch>\n']) {
      expect(of(`${start}\necho hello\n`), start).toEqual({ kind: 'text', encoding: 'utf-8' });
    }
    expect(of(`${'echo hello\n'.repeat(20)}\0`)).toEqual({ kind: 'text', encoding: 'latin-1' });
  });

  it('does not mind a character cut in two at the end of a head', () => {
    for (const character of ['é', '日', '😀']) {
      const full = Buffer.from(character.repeat(30));
      for (let length = 20; length < full.length; length++) {
        expect(of(full.subarray(0, length), false), `${character} ${length}`).toMatchObject({
          encoding: 'utf-8',
        });
      }
      expect(of(full.subarray(0, full.length - 1), true)).not.toMatchObject({ encoding: 'utf-8' });
    }
  });

  it('takes random bytes for neither text nor script', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 1500 }), (random) => {
        if (random[0] === 0x23 && random[1] === 0x21) return;
        expect(['text', 'script']).not.toContain(classify(Buffer.from(random), true).kind);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (random, whole) => {
        classify(Buffer.from(random), whole);
      }),
      { seed: 7, numRuns: 2000 },
    );
    expect(HEAD_BYTES).toBeGreaterThan(4096);
  });
});
