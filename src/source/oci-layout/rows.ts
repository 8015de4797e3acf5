import { type Descriptor, isAttestation } from '../../image/descriptor.ts';
import { formatPlatform } from '../../image/platform.ts';
import { nameMatches } from '../local-target.ts';

/** Rows of a layout's index.json that are one image, perhaps for several platforms. */
export interface RowGroup {
  readonly rows: readonly Descriptor[];
  readonly names: readonly string[];
}

/** The names of a row, the fullest first: containerd's and Docker's, then OCI's, which often is a tag alone. */
export function rowNames(row: Descriptor): readonly string[] {
  const names = [
    row.annotations?.['io.containerd.image.name'],
    row.annotations?.['org.opencontainers.image.ref.name'],
  ];
  return names.filter((name) => name !== undefined && name !== '') as string[];
}

/**
 * The images that an index.json lists. Rows of one name (or none) that are for different platforms are
 * alternatives of one image; all others are images of their own.
 */
export function groupRows(rows: readonly Descriptor[], wantedName: string | undefined): readonly RowGroup[] {
  const statements = rows.filter(isStatement);
  const images = statements.length === rows.length ? rows : rows.filter((row) => !isStatement(row));
  const groups = new Map<string, Descriptor[]>();
  for (const row of images) {
    const names = rowNames(row);
    if (wantedName !== undefined && !names.some((name) => nameMatches(name, wantedName))) continue;
    const key = names[0] ?? '';
    const members = groups.get(key) ?? [];
    members.push(row);
    groups.set(key, members);
  }
  return [...groups].flatMap(([key, members]): RowGroup[] => {
    const names = key === '' ? [] : [key];
    const alternatives = areAlternatives(members) ? [members] : members.map((row) => [row]);
    return alternatives.map((group) => ({ rows: [...group, ...statements], names }));
  });
}

/** Marked as an attestation, and of no platform. A mark alone would be an easy way to hide an image. */
function isStatement(row: Descriptor): boolean {
  const platform = row.platform === undefined ? '' : formatPlatform(row.platform);
  return platform === 'unknown/unknown' || (platform === '' && isAttestation(row));
}

function areAlternatives(rows: readonly Descriptor[]): boolean {
  const platforms = rows.map((row) => (row.platform === undefined ? '' : formatPlatform(row.platform)));
  return !platforms.includes('') && new Set(platforms).size === rows.length;
}
