import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ClearpullError } from '../../base/errors.ts';
import { BLOCK, parseHeader } from '../../base/tar/header.ts';
import { type ScratchOptions, writeScratchFile } from '../scratch-file.ts';
import { readZstdFile } from './zstd-file.ts';

/** zlib's default of 16 KiB halves its speed. */
const CHUNK_BYTES = 1024 * 1024;

export type OuterCompression = 'gzip' | 'zstd';

/**
 * Writes the tar inside a compressed archive to a file in the scratch folder and returns its path; the caller
 * removes it. Undefined when what is inside is no tar. Nothing is left behind then, nor when it throws. `shown`
 * names the archive in messages.
 */
export async function unpackArchive(
  path: string,
  shown: string,
  compression: OuterCompression,
  options: ScratchOptions,
): Promise<string | undefined> {
  try {
    return await writeScratchFile(
      compression === 'gzip'
        ? createReadStream(path, { highWaterMark: CHUNK_BYTES })
        : readZstdFile(path, CHUNK_BYTES),
      compression === 'gzip' ? [createGunzip({ chunkSize: CHUNK_BYTES }), tarOnly()] : [tarOnly()],
      `what is inside ${shown}`,
      options,
    );
  } catch (cause) {
    if (cause instanceof NotATar) return undefined;
    if (cause instanceof ClearpullError) throw cause;
    throw new ClearpullError('target-invalid', `the ${compression} data of ${shown} is damaged or cut off`, {
      hint: 'Make or copy it again.',
      cause,
    });
  }
}

class NotATar extends Error {}

/** Passes bytes on, and stops at once when they do not begin as a tar does. */
function tarOnly(): Transform {
  let head: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head !== undefined) {
        head = Buffer.concat([head, chunk.subarray(0, BLOCK)]);
        if (head.length >= BLOCK) {
          if (parseHeader(head.subarray(0, BLOCK)) === undefined) {
            done(new NotATar());
            return;
          }
          head = undefined;
        }
      }
      done(null, chunk);
    },
    flush(done) {
      done(head === undefined ? null : new NotATar());
    },
  });
}
