import { at, listAt, textAt } from '../fields.ts';
import { type PurlPackage, packageOfPurl } from './purl.ts';

/** A list of contents, as far as it can be compared. */
export interface Contents {
  readonly format: 'SPDX' | 'CycloneDX';
  readonly version: string;
  readonly packages: readonly PurlPackage[];
  /** Packages of other kinds, and those without a purl. */
  readonly others: number;
  /** False where it lists more than is read. */
  readonly whole: boolean;
}

const MAX_REFS = 32;
const MAX_DEPTH = 16;

/**
 * The packages that an SPDX document (2.x) or a CycloneDX document lists; undefined for anything else, among it SPDX 3,
 * which has another shape. Never throws.
 */
export function readContents(document: unknown, most: number): Contents | undefined {
  const spdx = textAt(document, 'spdxVersion');
  if (spdx !== undefined) {
    const listed = listAt(document, most + 1, 'packages').map((one) =>
      listAt(one, MAX_REFS, 'externalRefs').find((ref) => textAt(ref, 'referenceType') === 'purl'),
    );
    return contents(
      'SPDX',
      spdx,
      listed.map((ref) => textAt(ref, 'referenceLocator')),
      most,
    );
  }
  if (at(document, 'bomFormat') !== 'CycloneDX') return undefined;
  const purls: (string | undefined)[] = [];
  takeComponents(document, purls, most + 1, MAX_DEPTH);
  return contents('CycloneDX', textAt(document, 'specVersion') ?? '', purls, most);
}

/** Components may hold components. */
function takeComponents(of: unknown, purls: (string | undefined)[], most: number, depth: number): void {
  for (const component of listAt(of, most, 'components')) {
    if (purls.length >= most) return;
    purls.push(textAt(component, 'purl'));
    if (depth > 0) takeComponents(component, purls, most, depth - 1);
  }
}

function contents(
  format: Contents['format'],
  version: string,
  purls: readonly (string | undefined)[],
  most: number,
): Contents {
  const read = purls.slice(0, most).map((purl) => (purl === undefined ? undefined : packageOfPurl(purl)));
  const packages = read.filter((one) => one !== undefined);
  return { format, version, packages, others: read.length - packages.length, whole: purls.length <= most };
}
