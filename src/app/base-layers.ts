import type { BaseLayers } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { openTarget, parseTarget, type SourceOptions } from '../source/index.ts';

/**
 * The layers of an image that the user named as the base, for each platform asked for: its manifest and
 * configuration are read and verified, none of its layers is.
 *
 * @throws ClearpullError when it cannot be opened
 */
export async function baseLayersOf(name: string, options: SourceOptions): Promise<readonly BaseLayers[]> {
  try {
    const source = await openTarget(parseTarget(name), options);
    try {
      return source.images.map(({ reference, platform, config }) => ({
        name: reference,
        platform,
        diffIds: config.rootfs.diff_ids ?? [],
      }));
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof ClearpullError) || error.code === 'interrupted') throw error;
    throw new ClearpullError(error.code, `The base image could not be compared: ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}
