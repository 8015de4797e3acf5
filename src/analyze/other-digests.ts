import { createHash, type Hash, hash } from 'node:crypto';
import type { Content, ElfFacts } from '../image/layer-facts.ts';

/** Digests besides sha256, hex: dpkg notes md5 of its files, apk sha1. */
export interface OtherDigests {
  readonly md5?: string;
  readonly sha1?: string;
}

const MUSL = /(?:^|[/.-])musl/;

/**
 * The further digests of a program that is held whole. Hashing everything thrice would cost a third of the whole
 * pass, so it is done for programs only, and for those that show which C library they are made for, with the one
 * digest that the distributions of that library have: musl's (apk) sha1, glibc's (dpkg) md5.
 */
export function otherDigestsOf(bytes: Buffer, content: Content): OtherDigests {
  const libc = content.kind === 'elf' ? libcOf(content.elf) : undefined;
  return {
    ...(libc === 'musl' ? {} : { md5: hash('md5', bytes, 'hex') }),
    ...(libc === 'glibc' ? {} : { sha1: hash('sha1', bytes, 'hex') }),
  };
}

function libcOf({ interpreter, needed, soname }: ElfFacts): 'musl' | 'glibc' | undefined {
  const names = [interpreter ?? '', soname ?? '', ...needed];
  if (names.some((name) => MUSL.test(name))) return 'musl';
  return needed.includes('libc.so.6') ? 'glibc' : undefined;
}

/** The same for bytes that pass in pieces; only their head is known, so both are made. */
export class OtherHashes {
  readonly #md5: Hash = createHash('md5');
  readonly #sha1: Hash = createHash('sha1');

  update(piece: Buffer): void {
    this.#md5.update(piece);
    this.#sha1.update(piece);
  }

  digests(): OtherDigests {
    return { md5: this.#md5.digest('hex'), sha1: this.#sha1.digest('hex') };
  }
}
