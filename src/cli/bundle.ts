import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { BundleFile } from '../report/campaign/index.ts';
import { padding, TAR_END, tarHeader } from '../source/root-file-system/tar-header.ts';
import { checkWritable, writeOutput } from './outputs.ts';

/**
 * Fails before the work is done where a bundle cannot be written, or where something is there already and is not to be
 * overwritten. Throws `usage`, `output-failed`.
 */
export async function checkBundle(path: string, overwrite: boolean): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (isTar(path)) {
    if (there !== undefined && !overwrite) throw exists(path);
    await checkWritable({ file: path });
    return;
  }
  if (there === undefined) {
    const parent = await stat(dirname(path)).catch(() => undefined);
    if (parent?.isDirectory()) return;
    throw new ClearpullError('output-failed', `There is no folder ${visible(dirname(path))} to write to.`, {
      hint: `Make it first: mkdir -p ${visible(dirname(path))}`,
    });
  }
  if (!there.isDirectory()) {
    throw new ClearpullError('usage', `${visible(path)} of --bundle is a file.`, {
      hint: 'Name a folder, or a file whose name ends in .tar.',
    });
  }
  if ((await readdir(path)).length > 0 && !overwrite) throw exists(path);
}

/** Writes a bundle into a folder, or as one tar archive where the name ends so. Throws `output-failed`. */
export async function writeBundle(
  path: string,
  files: readonly BundleFile[],
  overwrite: boolean,
): Promise<void> {
  if (isTar(path)) {
    await writeOutput({ file: path }, tarOf(files));
    return;
  }
  try {
    await mkdir(path, { recursive: true });
    for (const { name, text } of files) {
      // `wx` follows no link that somebody put there meanwhile.
      await writeFile(join(path, name), text, { flag: overwrite ? 'w' : 'wx' });
    }
  } catch (cause) {
    throw new ClearpullError('output-failed', `The bundle could not be written to ${visible(path)}.`, {
      hint: 'Check that the folder can be written to and has room.',
      cause,
    });
  }
}

function isTar(path: string): boolean {
  return path.endsWith('.tar');
}

/** Without times and owners: the same bundle has the same bytes. */
function tarOf(files: readonly BundleFile[]): Uint8Array {
  const parts = files.flatMap(({ name, text }) => {
    const data = Buffer.from(text);
    const path = Buffer.from(`takedown/${name}`);
    return [
      tarHeader({ type: '0', path, mode: 0o644, uid: 0, gid: 0, size: data.length }),
      data,
      padding(data.length),
    ];
  });
  return Buffer.concat([...parts, TAR_END]);
}

function exists(path: string): ClearpullError {
  return new ClearpullError('usage', `${visible(path)} of --bundle is there already.`, {
    hint: 'Name another place, or add --overwrite.',
  });
}
