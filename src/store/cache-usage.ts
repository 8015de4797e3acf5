import { cacheFiles } from './cache-files.ts';

export interface CacheUsage {
  /** Layers of which everything that was found is kept. */
  readonly layers: number;
  readonly files: number;
  readonly bytes: number;
  readonly kinds: readonly KindUsage[];
  /** When the oldest record was made, milliseconds since 1970; undefined for an empty cache. */
  readonly oldest?: number;
}

export interface KindUsage {
  /** `blob`, `facts`, `texts`, `marks`, `seen`, `left`, `compiled`. */
  readonly kind: string;
  readonly files: number;
  readonly bytes: number;
}

/** How much a cache folder holds. `now`: milliseconds since 1970. */
export async function cacheUsage(folder: string, now: number): Promise<CacheUsage> {
  const kinds = new Map<string, { files: number; bytes: number }>();
  let oldest: number | undefined;
  for await (const file of cacheFiles(folder, now)) {
    const kind = file.role === 'record' ? file.kind : file.role;
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0 };
    kinds.set(kind, { files: sum.files + 1, bytes: sum.bytes + file.bytes });
    if (file.role === 'record') oldest = Math.min(oldest ?? file.made, file.made);
  }
  const list = [...kinds].map(([kind, sum]) => ({ kind, ...sum }));
  return {
    layers: kinds.get('facts')?.files ?? 0,
    files: list.reduce((sum, { files }) => sum + files, 0),
    bytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
    kinds: list,
    ...(oldest === undefined ? {} : { oldest }),
  };
}
