import { baseName } from '../../base/base-name.ts';
import { digestHex, digestOf } from '../../base/digest.ts';
import { normalisePath } from '../../base/tar/path.ts';
import type { AlignedPair } from '../../explain/source/align.ts';
import { resolveFolder } from '../../explain/source/canonical.ts';
import type { SourceInstruction } from '../../explain/source/parse-dockerfile.ts';
import type { BuildContext } from './build-context.ts';

/** What a file of the image should be. */
export type Expected =
  | { readonly from: 'source'; readonly path: string }
  /** A here-document, or ADD with `--checksum`. */
  | { readonly from: 'dockerfile'; readonly sha256: string };

/** What a COPY or ADD should have put into its layer. */
export interface PlannedCopy {
  readonly source: SourceInstruction;
  /** Index of its layer; undefined when it is not known which one it made. */
  readonly layer?: number;
  /**
   * By path in the image, without leading slash. A file copied without a slash behind the destination lies at the
   * destination or, where that is a folder, in it: then the second stands in `orBelow`.
   */
  readonly files: ReadonlyMap<string, Expected>;
  readonly orBelow: ReadonlyMap<string, string>;
  /** Words that name nothing in the build context. */
  readonly absent: readonly string[];
  /** Why what it copies, or some of it, cannot be compared with the source. */
  readonly unknown?: string;
}

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz|zst|lzma))$/i;
const REMOTE = /^(?:https?|git|ssh):\/\/|^git@/i;

/** Works out what one COPY or ADD copies. `stageOf` says whether a name is a stage of the Dockerfile. */
export function planCopy(
  pair: AlignedPair & { readonly source: SourceInstruction },
  context: BuildContext,
  stageOf: (name: string) => string | undefined,
): PlannedCopy {
  const { source, row } = pair;
  const files = new Map<string, Expected>();
  const orBelow = new Map<string, string>();
  const absent: string[] = [];
  const layer = row?.layer === undefined ? {} : { layer: row.layer };
  const plan = (unknown?: string): PlannedCopy => ({
    source,
    ...layer,
    files,
    orBelow,
    absent,
    ...(unknown === undefined ? {} : { unknown }),
  });
  const from = flag(source, 'from');
  if (from !== undefined) {
    const stage = stageOf(from);
    return plan(
      stage === undefined
        ? `it comes from the image ${from}, which is not followed`
        : `it comes from the stage "${stage}": what that stage made is not in the source`,
    );
  }
  const words = pair.words ?? [];
  const sources = words.slice(0, -1);
  const destination = words.at(-1);
  if (destination === undefined || sources.length === 0) return plan('it does not say what it copies');
  const target = resolveFolder(destination, pair.workdir);
  const below = (name: string): string => normalisePath(`${target}/${name}`).path;
  const parents = source.flags.includes('--parents') || source.flags.includes('--parents=true');
  let unknown: string | undefined;
  let heredoc = 0;
  for (const word of sources) {
    if (/^<<-?/.test(word)) {
      const body = source.heredocs[heredoc++] ?? '';
      const name = word.replace(/^<<-?/, '');
      if (/[$\\]/.test(body)) unknown = 'a here-document has variables in it';
      else files.set(namesFolder(destination) ? below(name) : normalisePath(target).path, literal(body));
      continue;
    }
    if (source.keyword === 'ADD' && REMOTE.test(word)) {
      const checksum = /^sha256:([0-9a-f]{64})$/.exec(flag(source, 'checksum') ?? '')?.[1];
      const name = /([^/?#]+)(?:[?#].*)?$/.exec(word)?.[1] ?? '';
      if (checksum === undefined) unknown = 'it comes from the network, without a checksum';
      else {
        const place = namesFolder(destination) ? below(name) : normalisePath(target).path;
        files.set(place, { from: 'dockerfile', sha256: checksum });
      }
      continue;
    }
    const named = context.named(word);
    if (named.length === 0) absent.push(word);
    const single = sources.length === 1 && !namesFolder(destination);
    for (const { path, kind } of named) {
      if (kind === 'folder') {
        const cut = parents ? 0 : path === '' ? 0 : path.length + 1;
        for (const file of context.below(path)) {
          files.set(below(file.slice(cut)), inSource(context, file));
        }
        continue;
      }
      if (source.keyword === 'ADD' && ARCHIVE.test(path)) {
        unknown = `${path} is unpacked, which is not followed`;
        continue;
      }
      const name = parents ? path : baseName(path);
      if (!single) files.set(below(name), inSource(context, path));
      else {
        const place = normalisePath(target).path;
        files.set(place, inSource(context, path));
        orBelow.set(place, below(name));
      }
    }
  }
  return plan(unknown);
}

function namesFolder(destination: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(destination);
}

function inSource(context: BuildContext, path: string): Expected {
  return { from: 'source', path: context.folder === '' ? path : `${context.folder}/${path}` };
}

function literal(text: string): Expected {
  return { from: 'dockerfile', sha256: digestHex(digestOf(Buffer.from(text))) };
}

function flag({ flags }: SourceInstruction, name: string): string | undefined {
  const found = flags.find((one) => one.startsWith(`--${name}=`));
  return found?.slice(name.length + 3);
}
