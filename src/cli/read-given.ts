import { open } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import { formatBytes } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * A text file that the user named with an option, never more of it than `limit` bytes. Throws `usage`.
 * `option` says where the name came from: `--policy`.
 */
export async function readGiven(file: string, option: string, limit = MAX_FILE_BYTES): Promise<string> {
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
    throw new ClearpullError('usage', `The file ${visible(file)} of ${option} could not be read.`, {
      hint: 'Check that it exists and that you may read it.',
      cause,
    });
  }
  if (bytes.length <= limit) return bytes.toString('utf8');
  throw new ClearpullError(
    'usage',
    `The file ${visible(file)} of ${option} is larger than ${formatBytes(limit)}.`,
    { hint: 'Check that it is the file that you meant.' },
  );
}
