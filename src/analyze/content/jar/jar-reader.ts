import type { Limits } from '../../../base/limits.ts';
import { type JarFacts, MAX_COORDINATES } from '../../../image/jar-facts.ts';
import type { Content } from '../../../image/layer-facts.ts';
import { readCoordinates, readManifest } from './manifest.ts';
import { contentOf, earlyContent, type ZipContent } from './zip-content.ts';
import { LOCAL_MARK, readDirectory, type ZipEntry } from './zip-entries.ts';

const MANIFEST = 'META-INF/MANIFEST.MF';
const POM = /^META-INF\/maven\/[^/]{1,300}\/[^/]{1,300}\/pom\.properties$/;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_POM_BYTES = 64 * 1024;

/** Reads what one layer's Java archives say of themselves. */
export class JarReader {
  readonly #limits: Limits;
  /** Bytes that may still be unpacked: small archives may hold large manifests. */
  #left: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#left = limits.maxJarTextBytes;
  }

  /**
   * The content of a file that is called like a Java archive, with what the archive says of itself where it is one.
   * Never throws.
   *
   * @param bytes the file, or its beginning where not `whole`
   */
  withJar(content: Content, bytes: Buffer, whole: boolean): Content {
    const isZip = content.kind === 'archive' && content.format === 'zip';
    if (!isZip && content.kind !== 'script') return content;
    const jar = whole ? this.#readWhole(bytes, isZip) : this.#readBeginning(bytes, isZip);
    return jar === undefined ? content : { ...content, jar };
  }

  /** Undefined for a script that is merely called so. */
  #readWhole(bytes: Buffer, isZip: boolean): JarFacts | undefined {
    const wanted = (name: string): boolean => isManifest(name) || POM.test(name);
    const directory = readDirectory(bytes, this.#limits.maxJarEntries, wanted);
    if (directory === undefined) {
      return isZip
        ? { coordinates: [], problem: 'it has no directory: it is cut off or damaged' }
        : undefined;
    }
    const { entries } = directory;
    const problems = directory.problem === undefined ? [] : [directory.problem];
    const read = (entry: ZipEntry | undefined, max: number): string => {
      if (entry === undefined) return '';
      const found = this.#spend(max, (room) => contentOf(bytes, entry, room));
      if ('bytes' in found) return found.bytes.toString('utf8');
      problems.push(found.problem);
      return '';
    };
    const manifests = entries.filter(({ name }) => isManifest(name));
    if (manifests.length > 1)
      problems.push(`it has ${manifests.length} manifests: which one counts depends on the reader`);
    const manifest = readManifest(read(manifests.at(-1), MAX_MANIFEST_BYTES));
    const poms = entries.filter(({ name }) => POM.test(name));
    const coordinates = poms
      .slice(0, MAX_COORDINATES)
      .map((entry) => readCoordinates(read(entry, MAX_POM_BYTES)))
      .filter((one) => one !== undefined);
    const more = poms.length - Math.min(poms.length, MAX_COORDINATES);
    return {
      ...manifest,
      coordinates: [...new Set(coordinates)],
      ...(more === 0 ? {} : { moreCoordinates: more }),
      ...(problems.length === 0 ? {} : { problem: problems.slice(0, 3).join('; ') }),
    };
  }

  /** Of an archive that is not held: the manifest, where it is in front, which is what Java's own tools do. */
  #readBeginning(bytes: Buffer, isZip: boolean): JarFacts | undefined {
    if (!isZip && !bytes.includes(LOCAL_MARK)) return undefined;
    const found = this.#spend(MAX_MANIFEST_BYTES, (room) => earlyContent(bytes, MANIFEST, room));
    const manifest = 'bytes' in found ? readManifest(found.bytes.toString('utf8')) : {};
    const problem = `only its beginning was read: it is larger than maxJarBytes (${this.#limits.maxJarBytes})`;
    return { ...manifest, coordinates: [], problem };
  }

  /** What could not be read is taken for all that it may have cost. */
  #spend(max: number, read: (room: number) => ZipContent): ZipContent {
    const room = Math.min(max, this.#left);
    if (room === 0) return { problem: "the layer's archives hold more than maxJarTextBytes" };
    const found = read(room);
    this.#left -= 'bytes' in found ? found.bytes.length : room;
    return found;
  }
}

/** Java looks for it without regard to case. */
function isManifest(name: string): boolean {
  return name.length === MANIFEST.length && name.toUpperCase() === MANIFEST;
}
