import { at, listAt, textAt } from '../fields.ts';
import { type PurlPackage, packageOfPurl } from './purl.ts';

/** A list of contents, as far as it can be compared. */
export interface Contents {
  readonly format: 'SPDX' | 'CycloneDX';
  readonly version: string;
  readonly packages: readonly PurlPackage[];
  /** Packages of other kinds, and those without a purl. */
  readonly others: number;
  readonly files: readonly ListedFile[];
  /** False where it lists more packages than are read. */
  readonly whole: boolean;
  /** False where it lists more files than are read. */
  readonly wholeFiles: boolean;
}

/** A file that it lists with digests. */
export interface ListedFile {
  /** Without leading slash. */
  readonly path: string;
  /** Lower-case hex, by `sha256`, `sha1` or `md5`. */
  readonly digests: ReadonlyMap<string, string>;
}

export interface ContentsLimits {
  readonly maxListedPackages: number;
  readonly maxListedFiles: number;
}

const MAX_REFS = 32;
const MAX_DEPTH = 16;
/** As SPDX and CycloneDX call them. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['SHA256', 'sha256'],
  ['SHA-256', 'sha256'],
  ['SHA1', 'sha1'],
  ['SHA-1', 'sha1'],
  ['MD5', 'md5'],
]);

/**
 * The packages and files that an SPDX document (2.x) or a CycloneDX document lists; undefined for anything else, among it
 * SPDX 3, which has another shape. Never throws.
 */
export function readContents(document: unknown, limits: ContentsLimits): Contents | undefined {
  const spdx = textAt(document, 'spdxVersion');
  const list = new Listed(limits);
  if (spdx !== undefined) {
    for (const one of listAt(document, limits.maxListedPackages + 1, 'packages')) {
      const refs = listAt(one, MAX_REFS, 'externalRefs');
      const purl = refs.find((ref) => textAt(ref, 'referenceType') === 'purl');
      list.package(textAt(purl, 'referenceLocator'));
    }
    for (const one of listAt(document, limits.maxListedFiles + 1, 'files')) {
      list.file(textAt(one, 'fileName'), listAt(one, MAX_REFS, 'checksums'), 'algorithm', 'checksumValue');
    }
    return list.contents('SPDX', spdx);
  }
  if (at(document, 'bomFormat') !== 'CycloneDX') return undefined;
  takeComponents(document, list, MAX_DEPTH);
  return list.contents('CycloneDX', textAt(document, 'specVersion') ?? '');
}

/** Components may hold components. */
function takeComponents(of: unknown, list: Listed, depth: number): void {
  for (const component of listAt(of, list.room, 'components')) {
    if (list.full) return;
    const type = textAt(component, 'type');
    if (type === 'file')
      list.file(textAt(component, 'name'), listAt(component, MAX_REFS, 'hashes'), 'alg', 'content');
    // A distribution is no package.
    else if (type !== 'operating-system') list.package(textAt(component, 'purl'));
    if (depth > 0) takeComponents(component, list, depth - 1);
  }
}

class Listed {
  readonly #limits: ContentsLimits;
  readonly #packages: PurlPackage[] = [];
  readonly #files: ListedFile[] = [];
  #seenPackages = 0;
  #seenFiles = 0;

  constructor(limits: ContentsLimits) {
    this.#limits = limits;
  }

  get room(): number {
    return this.#limits.maxListedPackages + this.#limits.maxListedFiles + 2;
  }

  get full(): boolean {
    return (
      this.#seenPackages > this.#limits.maxListedPackages && this.#seenFiles > this.#limits.maxListedFiles
    );
  }

  package(purl: string | undefined): void {
    if (this.#seenPackages++ >= this.#limits.maxListedPackages) return;
    const one = purl === undefined ? undefined : packageOfPurl(purl);
    if (one !== undefined) this.#packages.push(one);
  }

  file(name: string | undefined, hashes: readonly unknown[], algorithmKey: string, valueKey: string): void {
    if (this.#seenFiles++ >= this.#limits.maxListedFiles || name === undefined) return;
    const digests = new Map<string, string>();
    for (const hash of hashes) {
      const algorithm = ALGORITHMS.get(textAt(hash, algorithmKey) ?? '');
      const value = textAt(hash, valueKey)?.toLowerCase();
      // syft writes zeros for what it did not hash.
      if (algorithm !== undefined && value !== undefined && !/^0*$/.test(value))
        digests.set(algorithm, value);
    }
    if (digests.size > 0) this.#files.push({ path: name.replace(/^\.?\/+/, ''), digests });
  }

  contents(format: Contents['format'], version: string): Contents {
    const { maxListedPackages, maxListedFiles } = this.#limits;
    return {
      format,
      version,
      packages: this.#packages,
      others: Math.min(this.#seenPackages, maxListedPackages) - this.#packages.length,
      files: this.#files,
      whole: this.#seenPackages <= maxListedPackages,
      wholeFiles: this.#seenFiles <= maxListedFiles,
    };
  }
}
