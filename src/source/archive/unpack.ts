import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import { formatBytes } from '../../base/quantities.ts';
import { BLOCK, parseHeader } from '../../base/tar/header.ts';
import { interruptedError } from '../interrupted.ts';
import { makeFolder } from '../make-folder.ts';
import type { SourceOptions } from '../provider.ts';

/** zlib's default of 16 KiB halves its speed. */
const CHUNK_BYTES = 1024 * 1024;

export type OuterCompression = 'gzip' | 'zstd';

/**
 * Writes the tar inside a compressed archive to a file in the scratch folder and returns its path; the caller
 * removes it. Undefined when what is inside is no tar. Nothing is left behind then, nor when it throws.
 */
export async function unpackArchive(
  path: string,
  compression: OuterCompression,
  options: Pick<SourceOptions, 'limits' | 'scratchFolder' | 'signal'>,
): Promise<string | undefined> {
  await makeFolder(options.scratchFolder);
  const target = join(options.scratchFolder, `archive-${randomUUID()}.tar`);
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: CHUNK_BYTES }),
      compression === 'gzip'
        ? createGunzip({ chunkSize: CHUNK_BYTES })
        : createZstdDecompress({ chunkSize: CHUNK_BYTES }),
      guard(path, options.limits.maxArchiveBytes),
      createWriteStream(target, { flags: 'wx', mode: 0o600 }),
      options.signal === undefined ? {} : { signal: options.signal },
    );
    return target;
  } catch (cause) {
    await rm(target, { force: true });
    if (cause instanceof NotATar) return undefined;
    if (cause instanceof ClearpullError) throw cause;
    if (options.signal?.aborted) throw interruptedError(cause);
    const problem = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    if (['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(problem)) {
      throw new ClearpullError(
        'output-failed',
        `${path} could not be decompressed into ${target}: ${problem}`,
        {
          hint: 'clearpull needs room for the decompressed archive; decompress it yourself, or free some space.',
          cause,
        },
      );
    }
    throw new ClearpullError('target-invalid', `the ${compression} data of ${path} is damaged or cut off`, {
      cause,
    });
  }
}

class NotATar extends Error {}

/** Passes bytes on, counts them, and stops at once when they do not begin as a tar does. */
function guard(path: string, maxBytes: number): Transform {
  let total = 0;
  let head: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > maxBytes) {
        const limit = `maxArchiveBytes, ${formatBytes(maxBytes)}`;
        done(limitError('maxArchiveBytes', `${path} is larger than ${limit} when decompressed`));
        return;
      }
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
