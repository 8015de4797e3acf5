import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import type { Appended } from '../../image/layer-facts.ts';
import { classify } from './classify.ts';

function appendedIn(bytes: Buffer, whole = true): Appended | undefined {
  const content = classify(bytes, whole);
  if (content.kind === 'elf') return content.elf.appended;
  return content.kind === 'data' ? content.appended : undefined;
}

const PROGRAM = elf({ interpreter: '/lib/ld.so', needed: ['libc.so.6'], extra: 'x'.repeat(500) });
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.alloc(40, 1),
  Buffer.from('\0\0\0\0IEND\xaeB\x60\x82', 'latin1'),
]);
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0]),
  Buffer.alloc(40, 1),
  Buffer.from([0xff, 0xd9]),
]);

describe('behind the end of a file', () => {
  it.each([
    ['a program', elf(), 'elf'],
    ['a script', Buffer.from('#!/bin/sh\nid\n'), 'script'],
    ['an archive', gzipSync('x'), 'gzip'],
  ])('%s is told with where it begins', (_name, payload, what) => {
    for (const file of [PROGRAM, elf({ bits: 32 }), elf({ sections: false, extra: 'abc' }), PNG, JPEG]) {
      expect(appendedIn(Buffer.concat([file, payload]))).toEqual({ what, offset: file.length });
    }
  });

  it('may come after padding', () => {
    expect(appendedIn(Buffer.concat([PROGRAM, Buffer.alloc(100), elf()]))).toEqual({
      what: 'elf',
      offset: PROGRAM.length + 100,
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['bytes that are nothing', Buffer.alloc(300, 7)],
    ['a signature', Buffer.from('~Module signature appended~\n')],
  ])('%s is nothing', (_name, payload) => {
    for (const file of [PROGRAM, PNG, JPEG])
      expect(appendedIn(Buffer.concat([file, payload]))).toBeUndefined();
  });

  it('a file that was not read to its end says nothing', () => {
    expect(appendedIn(Buffer.concat([PROGRAM, elf()]), false)).toBeUndefined();
  });

  it('headers that lie do not matter', () => {
    const bytes = Buffer.concat([PROGRAM, elf()]);
    for (let at = 16; at < 64; at++) {
      const broken = Buffer.from(bytes);
      broken[at] = 0xff;
      expect(() => appendedIn(broken)).not.toThrow();
    }
  });
});
