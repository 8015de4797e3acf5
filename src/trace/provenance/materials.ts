import { at, listAt, textAt, textsAt } from '../fields.ts';
import type { Material } from './provenance.ts';

const MAX_ALGORITHMS = 16;

/** Materials of 0.2, and resource descriptors of 1.x; those without an address are named by what they are called. */
export function readMaterials(list: unknown, most: number): readonly Material[] {
  return listAt({ list }, most, 'list').map((one) => ({
    uri: textAt(one, 'uri') ?? textAt(one, 'name') ?? '',
    digests: textsAt(at(one), MAX_ALGORITHMS, 'digest'),
  }));
}

/** A git commit among digests: as `gitCommit` or `sha1`, or, as GitLab writes it, forty digits called sha256. */
export function revisionIn(digests: ReadonlyMap<string, string>): string | undefined {
  for (const algorithm of ['gitCommit', 'sha1', 'sha256']) {
    const hex = digests.get(algorithm)?.toLowerCase();
    if (hex === undefined || !/^[0-9a-f]+$/.test(hex)) continue;
    if (hex.length === 40 || (algorithm === 'gitCommit' && hex.length === 64)) return hex;
  }
  return undefined;
}

/** The first material that is a git checkout. */
export function gitMaterial(materials: readonly Material[]): { uri: string; revision: string } | undefined {
  for (const { uri, digests } of materials) {
    const revision = revisionIn(digests);
    if (revision !== undefined) return { uri, revision };
  }
  return undefined;
}
