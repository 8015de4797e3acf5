import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Content, ElfFacts } from '../image/layer-facts.ts';
import { OtherHasher } from './other-digests.ts';

const elf = (facts: Partial<ElfFacts>): Content => ({
  kind: 'elf',
  elf: { bits: 64, machine: 'x86-64', type: 'executable', needed: [], ...facts },
});
const GLIBC = elf({ needed: ['libc.so.6'] });
const MUSL = elf({ needed: ['libc.musl-x86_64.so.1'] });
const SCRIPT: Content = { kind: 'script', interpreter: '/bin/sh', encoding: 'utf-8' };
const BYTES = Buffer.from('inert');
const of = (algorithm: string): string => createHash(algorithm).update(BYTES).digest('hex');

it('makes the digest of the C library that a program is for, both where none was seen or two were', () => {
  const hasher = new OtherHasher();
  const made = (content: Content): string[] => Object.keys(hasher.digestsOf(BYTES, content));
  expect(hasher.digestsOf(BYTES, SCRIPT)).toEqual({ md5: of('md5'), sha1: of('sha1') });
  expect(made(GLIBC)).toEqual(['md5']);
  expect(made(SCRIPT)).toEqual(['md5']);
  expect(made(elf({ interpreter: '/lib/ld-musl-x86_64.so.1' }))).toEqual(['sha1']);
  expect(made(SCRIPT)).toEqual(['md5', 'sha1']);
});

it('makes the same in pieces', () => {
  for (const content of [GLIBC, MUSL, SCRIPT]) {
    const inPieces = new OtherHasher().start();
    for (const byte of BYTES) inPieces.update(Buffer.from([byte]));
    expect(inPieces.digestsOf(content)).toEqual(new OtherHasher().digestsOf(BYTES, content));
  }
});
