import { createHash, type Hash, hash } from 'node:crypto';
import type { Content, ElfFacts } from '../image/layer-facts.ts';

/** Digests besides sha256, hex: dpkg notes md5 of its files, apk sha1. */
export interface OtherDigests {
  readonly md5?: string;
  readonly sha1?: string;
}

const MUSL = /(?:^|[/.-])musl/;
const GLIBC = /(?:^|\/)(?:libc\.so\.6|ld-linux[\w.-]*)$/;

type Libc = 'musl' | 'glibc';

/**
 * Makes the further digests of one layer's programs. Hashing everything thrice would cost a third of the whole pass, so
 * it is done for programs only, and with the one digest that the distributions of their C library have: musl's (apk)
 * sha1, glibc's (dpkg) md5. What does not show which it is made for goes by the programs before it in the layer.
 */
export class OtherHasher {
  readonly #seen = new Set<Libc>();

  /** Of a program that is held whole. */
  digestsOf(bytes: Buffer, content: Content): OtherDigests {
    const { md5, sha1 } = this.#wanted(content);
    return {
      ...(md5 ? { md5: hash('md5', bytes, 'hex') } : {}),
      ...(sha1 ? { sha1: hash('sha1', bytes, 'hex') } : {}),
    };
  }

  /** Of one that passes in pieces. */
  start(): OtherHashes {
    return new OtherHashes(this.#wanted(undefined));
  }

  #wanted(content: Content | undefined): { readonly md5: boolean; readonly sha1: boolean } {
    const libc = content?.kind === 'elf' ? libcOf(content.elf) : undefined;
    if (libc !== undefined) this.#seen.add(libc);
    const only = libc ?? (this.#seen.size === 1 ? [...this.#seen][0] : undefined);
    return { md5: only !== 'musl', sha1: only !== 'glibc' };
  }
}

function libcOf({ interpreter, needed, soname }: ElfFacts): Libc | undefined {
  const names = [interpreter ?? '', soname ?? '', ...needed];
  if (names.some((name) => MUSL.test(name))) return 'musl';
  return names.some((name) => GLIBC.test(name)) ? 'glibc' : undefined;
}

/** Digests of bytes that pass in pieces. */
export class OtherHashes {
  readonly #md5: Hash | undefined;
  readonly #sha1: Hash | undefined;

  constructor(wanted: { readonly md5: boolean; readonly sha1: boolean }) {
    if (wanted.md5) this.#md5 = createHash('md5');
    if (wanted.sha1) this.#sha1 = createHash('sha1');
  }

  update(piece: Buffer): void {
    this.#md5?.update(piece);
    this.#sha1?.update(piece);
  }

  /** `content` is what it turned out to be. */
  digestsOf(content: Content): OtherDigests {
    const libc = content.kind === 'elf' ? libcOf(content.elf) : undefined;
    return {
      ...(this.#md5 === undefined || libc === 'musl' ? {} : { md5: this.#md5.digest('hex') }),
      ...(this.#sha1 === undefined || libc === 'glibc' ? {} : { sha1: this.#sha1.digest('hex') }),
    };
  }
}
