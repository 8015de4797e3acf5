import { normalisePath } from '../../base/tar/path.ts';

/** One row of an eStargz layer's table of contents that says what a file is (stargz-snapshotter, docs/estargz.md). */
export interface TableRow {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  /** Of a symlink or hard link. */
  readonly target: string;
  readonly mode: number;
  /** `sha256:…` of the whole file. */
  readonly digest: string;
  /** Of the first piece; what a mounting engine verifies. */
  readonly chunkDigest: string;
  /** Whether further pieces follow. */
  readonly pieces: boolean;
}

/** The rows of a table of contents in order; undefined when it is none. */
export function parseTable(text: string): readonly TableRow[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const entries = isObject(json) ? json['entries'] : undefined;
  if (!Array.isArray(entries)) return undefined;
  const rows: TableRow[] = [];
  for (const [i, entry] of (entries as unknown[]).entries()) {
    if (!isObject(entry) || entry['type'] === 'chunk') continue;
    const next: unknown = entries[i + 1];
    rows.push({
      path: normalisePath(textOf(entry['name'])).path,
      type: textOf(entry['type']),
      size: numberOf(entry['size']),
      target: textOf(entry['linkName']),
      mode: numberOf(entry['mode']),
      digest: textOf(entry['digest']),
      chunkDigest: textOf(entry['chunkDigest']),
      pieces: isObject(next) && next['type'] === 'chunk',
    });
  }
  return rows;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}
