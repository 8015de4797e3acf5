import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import { isElf } from '../../content/elf.ts';
import type { ArchiveFormat } from '../archive-format.ts';
import { passOn } from './pass-on.ts';

const MAGIC = '!<arch>\n';
const HEADER_BYTES = 60;
const MAX_NAME = 4096;
/** Enough of an ELF file to see that it is an object file. */
const ELF_BYTES = 18;
/** How Go's objects begin (cmd/internal/archive), and Go's summary of what a package exports. */
const GO_OBJECT = Buffer.from('go object ');

/*
 * ar(5): a header of blanks and digits, the data, a newline where its length is odd. Names longer than 15 characters
 * stand in a member called `//` (GNU), or before the data (BSD).
 */
export const ar: ArchiveFormat = {
  name: 'ar',
  about: 'packages of Debian (`.deb`), static libraries',
  first: '!',
  begins: (head) => head.toString('latin1', 0, MAGIC.length) === MAGIC,
  *read(feed, sink) {
    yield* feed.skip(MAGIC.length);
    let longNames = Buffer.alloc(0);
    for (;;) {
      const head = yield* feed.peek(HEADER_BYTES);
      if (head.length === 0) return;
      const { name, size, mode } = headerOf(yield* feed.take(HEADER_BYTES));
      if (name === '//') {
        longNames = Buffer.from(yield* feed.take(Math.min(size, 1024 * 1024)));
        yield* feed.skip(size - longNames.length);
      } else {
        const member = yield* nameOf(feed, name, size, longNames);
        // What a linker reads lies there as it is, and was searched with the archive.
        if (member.name === '/' || (yield* isObject(feed, member.size))) yield* feed.skip(member.size);
        else {
          sink.begin({ name: member.name, mode });
          yield* passOn(feed, sink, member.size);
          sink.end();
        }
      }
      if (size % 2 === 1 && (yield* feed.peek(1)).length > 0) yield* feed.skip(1);
    }
  },
};

function headerOf(header: Buffer): { readonly name: string; readonly size: number; readonly mode: number } {
  const text = header.toString('latin1');
  const size = Number(text.slice(48, 58).trim());
  if (text.slice(58) !== '`\n' || !/^\d+ *$/.test(text.slice(48, 58)))
    throw new Damaged('a header is not in order');
  return {
    name: text.slice(0, 16).trimEnd(),
    size,
    mode: Number.parseInt(text.slice(40, 48).trim(), 8) & 0o7777 || 0o644,
  };
}

function* nameOf(
  feed: Feed,
  name: string,
  size: number,
  longNames: Buffer,
): Reading<{ readonly name: string; readonly size: number }> {
  const bsd = /^#1\/(\d{1,9})$/.exec(name);
  if (bsd !== null) {
    const length = Math.min(Number(bsd[1]), size, MAX_NAME);
    const bytes = yield* feed.take(length);
    return { name: bytes.toString('utf8').replace(/\0+$/, ''), size: size - length };
  }
  const gnu = /^\/(\d{1,9})$/.exec(name);
  if (gnu !== null) {
    const at = Number(gnu[1]);
    const end = longNames.indexOf(0x0a, at);
    return {
      name: longNames.toString('utf8', at, end === -1 ? at + MAX_NAME : end).replace(/\/$/, ''),
      size,
    };
  }
  return { name: name === '/' || name === '/SYM64/' ? '/' : name.replace(/\/$/, ''), size };
}

/** Whether what comes next is read by linkers only: an object file of ELF, or one of Go. */
function* isObject(feed: Feed, size: number): Reading<boolean> {
  if (size < ELF_BYTES) return false;
  const head = yield* feed.peek(ELF_BYTES);
  if (head.length < ELF_BYTES) return false;
  if (head.subarray(0, GO_OBJECT.length).equals(GO_OBJECT)) return true;
  if (!isElf(head)) return false;
  return (head[5] === 2 ? head.readUInt16BE(16) : head.readUInt16LE(16)) === 1;
}
