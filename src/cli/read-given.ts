import { open } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import { formatBytes } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * A text file that the user named, never more of it than `limit` bytes. Throws `usage`. `option` says where the name
 * came from (`--policy`), undefined for an argument.
 */
export async function readGiven(
  file: string,
  option: string | undefined,
  limit = MAX_FILE_BYTES,
): Promise<string> {
  const what = `The file ${visible(file)}${option === undefined ? '' : ` of ${option}`}`;
  let bytes: Buffer;
  try {
    const handle = await open(file);
    try {
      const parts: Buffer[] = [];
      let size = 0;
      // A pipe has no size that could be asked for beforehand.
      for await (const part of handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) {
        parts.push(part as Buffer);
        size += (part as Buffer).length;
        if (size > limit) break;
      }
      bytes = Buffer.concat(parts);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EISDIR') {
      throw new ClearpullError('usage', `${what} is a folder.`, {
        hint: 'Name the file in it that is meant.',
      });
    }
    throw new ClearpullError('usage', `${what} could not be read.`, {
      hint: 'Check that it exists and that you may read it.',
      cause,
    });
  }
  if (bytes.length <= limit) return bytes.toString('utf8');
  throw new ClearpullError('usage', `${what} is larger than ${formatBytes(limit)}.`, {
    hint: 'Check that it is the file that you meant.',
  });
}
