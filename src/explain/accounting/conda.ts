import type { DatabaseReader } from './database-reader.ts';

const META = /^(?:(.*)\/)?conda-meta\/([^/]+)\.json$/s;

/**
 * conda: a JSON file a package, `paths_data.paths` with the sha256 of each file, and `sha256_in_prefix` where the
 * path of the environment was written into it (conda's "paths.json").
 */
export const CONDA: DatabaseReader = {
  kind: 'conda',
  read(view) {
    for (const file of view.files) {
      const match = META.exec(file);
      if (match === null) continue;
      const [, prefix = '', owner = ''] = match;
      const meta = parsed(view.text(file));
      if (meta === undefined) {
        view.note(`/${file} could not be read.`);
        continue;
      }
      view.addPackage(owner);
      const paths = (meta as { paths_data?: { paths?: unknown } }).paths_data?.paths;
      if (!Array.isArray(paths)) continue;
      for (const item of paths as readonly unknown[]) {
        const { _path: path, sha256, sha256_in_prefix: inPrefix } = (item ?? {}) as Record<string, unknown>;
        if (typeof path !== 'string') continue;
        const hex = typeof inPrefix === 'string' ? inPrefix : sha256;
        const digest = typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex) ? hex : undefined;
        view.claim(
          prefix === '' ? path : `${prefix}/${path}`,
          owner,
          digest === undefined ? undefined : { algorithm: 'sha256', hex: digest },
        );
      }
    }
  },
};

function parsed(text: string | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
