import { createHash } from 'node:crypto';

type ReadFile = (path: string) => string | undefined;

/** What a search goes through. */
export interface Searched {
  /** With the text and the files that are read, all that the answer depends on; no other may have the same name. */
  readonly question: string;
  readonly text: string;
  /** Other files, by what the text says of them. */
  readonly readFile?: ReadFile;
}

/** A text in which nothing was found, with the files that were read for it: digests, for what they hold is not kept. */
interface Nothing {
  readonly digest: string;
  /** What the search was: what comes out must not depend on whether it was done again. */
  readonly work: number;
  readonly files: readonly (readonly [path: string, digest: string | null])[];
}

/** Characters of a text that is sooner gone through again than remembered. */
const SMALLEST = 2000;
/** Texts that are remembered together, about 200 bytes each. */
const MOST = 50_000;
/** Files that are read for one of them, and characters of all their paths. */
const MOST_FILES = 50;
const MOST_PATHS = 2000;

const known = new Map<string, Nothing>();
let fresh: Nothing[] = [];

/**
 * The same as `search`, which goes through a text for something that few have and takes long: not again where it has found
 * nothing. Detectors look at what starts a second time, with the image in mind, and by then another thread has gone through it.
 *
 * @param nothing what the search comes to where there is nothing, by the work that it was
 * @param search says what work it was where it found nothing
 */
export function unlessNothing<T>(
  { question, text, readFile }: Searched,
  nothing: (work: number) => T,
  search: (readFile: ReadFile | undefined) => { readonly found: T; readonly nothing?: number },
): T {
  if (text.length < SMALLEST) return search(readFile).found;
  const digest = digestOf(`${question}\0${text}`);
  const before = known.get(digest);
  if (before?.files.every(([path, own]) => fileDigest(readFile?.(path)) === own) === true)
    return nothing(before.work);
  const files = new Map<string, string | null>();
  const reading: ReadFile | undefined =
    readFile &&
    ((path) => {
      const file = readFile(path);
      if (files.size <= MOST_FILES) files.set(path, fileDigest(file));
      return file;
    });
  const { found, nothing: work } = search(reading);
  const paths = [...files.keys()].reduce((sum, { length }) => sum + length, 0);
  if (work !== undefined && files.size <= MOST_FILES && paths <= MOST_PATHS) {
    const one: Nothing = { digest, work, files: [...files] };
    remember(one);
    fresh.push(one);
  }
  return found;
}

/** What this thread found nothing in since it was asked last, for another thread. */
export function takeNothingFound(): Uint8Array {
  const taken = Buffer.from(JSON.stringify(fresh));
  fresh = [];
  return taken;
}

/** Takes over what another thread of the same process has found nothing in. */
export function learnNothingFound(bytes: Uint8Array): void {
  const found = JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
  ) as readonly Nothing[];
  for (const one of found) remember(one);
}

function remember(one: Nothing): void {
  if (known.size >= MOST) {
    known.clear();
    fresh = [];
  }
  known.set(one.digest, one);
}

function fileDigest(text: string | undefined): string | null {
  return text === undefined ? null : digestOf(text);
}

/** Of every unit as it is: UTF-8 has one sequence for all that stand alone of a pair. */
function digestOf(text: string): string {
  return createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('base64');
}
