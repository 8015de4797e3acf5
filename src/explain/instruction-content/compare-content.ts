import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { Accounting } from '../accounting/accounting.ts';
import type { Instruction } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import { destinationsOf } from './destination.ts';
import { FileList } from './file-list.ts';
import type { InstructionMismatch, MismatchWeight } from './mismatch.ts';
import { programsWithoutPackage } from './programs-without-package.ts';
import { SymlinksBelow } from './symlinks.ts';
import { WorkingFolder } from './working-folder.ts';

export interface ContentInput {
  /** With their layers, as the history gives them. */
  readonly instructions: readonly Instruction[];
  /** By layer index; undefined for one that was not read. */
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly accounting?: Accounting;
}

/**
 * Each instruction with what of its layer does not fit it. Where rows and layers differ in number, which row made which
 * layer is a guess, and nothing is compared. Times are not looked at: builders fill them in.
 */
export function compareContent({ instructions, layers, accounting }: ContentInput): readonly Instruction[] {
  if (instructions.filter(madeLayer).length !== layers.length) return instructions;
  const below = new SymlinksBelow();
  const folder = new WorkingFolder();
  /** Of instructions since the last layer: they may have written into the next. */
  let sharing: Claim[] = [];
  return instructions.map((instruction) => {
    const claim: Claim = { instruction, folder: folder.current };
    folder.enter(instruction);
    if (!madeLayer(instruction)) {
      if (!changesFiles(instruction)) return instruction;
      sharing.push(claim);
      return instruction.builder === 'buildah' ? instruction : withMismatches(instruction, [MADE_NO_LAYER]);
    }
    const facts = layers[instruction.layer ?? -1];
    const claims = changesFiles(instruction) || sharing.length === 0 ? [...sharing, claim] : sharing;
    sharing = [];
    if (facts === undefined) return instruction;
    const found = [
      ...unclaimedFiles(facts, claims, instruction, below),
      ...programsWithoutPackage(
        claims.map((one) => one.instruction),
        instruction.layer ?? -1,
        accounting,
      ),
    ];
    // Nothing lies above the last one that would ask.
    if ((instruction.layer ?? 0) < layers.length - 1) below.enter(facts);
    return withMismatches(instruction, found);
  });
}

/** An instruction, and the working directory that it began in. */
interface Claim {
  readonly instruction: Instruction;
  readonly folder: string | undefined;
}

const MADE_NO_LAYER: InstructionMismatch = {
  kind: 'made-no-layer',
  weight: 'information',
  text: 'made no layer, the history says: it changed nothing, or layers were squashed or the history was rewritten',
  count: 0,
  paths: [],
};

function withMismatches(instruction: Instruction, mismatches: readonly InstructionMismatch[]): Instruction {
  return mismatches.length === 0 ? instruction : { ...instruction, mismatches };
}

function madeLayer({ source }: Instruction): boolean {
  return source !== undefined && source.empty_layer !== true;
}

function changesFiles({ keyword }: Instruction): boolean {
  return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
}

/** Instructions that only set something. VOLUME and WORKDIR make folders, which are not counted. */
const METADATA =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;
/** Files that engines put into every container, and that some builders leave in a layer. */
const OF_ENGINES =
  /^(?:\.dockerenv|run\/\.containerenv|etc\/(?:hosts|hostname|resolv\.conf|mtab)|(?:dev|proc|sys)\/.*)$/s;

function unclaimedFiles(
  { entries }: LayerFacts,
  claims: readonly Claim[],
  last: Instruction,
  below: SymlinksBelow,
): readonly InstructionMismatch[] {
  const [first] = claims;
  const weight: MismatchWeight =
    claims.length === 1 && (last.builder === 'buildkit' || last.builder === 'classic')
      ? 'contradiction'
      : 'unusual';
  if (first !== undefined && claims.length === 1 && METADATA.test(last.keyword)) {
    const files = filesOf(entries, () => true);
    if (files.count === 0) return [];
    const text = `holds ${files.words}, though ${last.keyword} only sets something${reasonOf(last, weight)}`;
    return [{ kind: 'metadata-with-files', weight, text, count: files.count, paths: files.paths }];
  }
  const destinations: string[] = [];
  for (const { instruction, folder } of claims) {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
    const own = destinationsOf(instruction, folder);
    if (own === undefined) return [];
    for (const destination of own) destinations.push(destination);
  }
  const places = [...new Set(destinations.flatMap((one) => [one, below.follow(one) ?? one]))];
  if (places.length === 0 || places.includes('')) return [];
  const files = filesOf(entries, ({ path }) => !places.some((place) => isAtOrBelow(path, place)));
  if (files.count === 0) return [];
  // Of several readings of one destination, the plainest is named.
  const where =
    claims.length === 1
      ? `outside /${oneLine(destinations.at(-1) ?? '', 200)}`
      : 'outside of where it copied to';
  const text = `holds ${files.words} ${where}${reasonOf(last, weight)}`;
  return [{ kind: 'files-outside-destination', weight, text, count: files.count, paths: files.paths }];
}

/** All but folders, which a layer repeats above what it holds. */
function filesOf(entries: readonly LayerEntry[], counts: (entry: LayerEntry) => boolean): FileList {
  const files = new FileList();
  for (const entry of entries) {
    // What lies inside of an archive came with the archive.
    if (
      entry.kind === 'directory' ||
      entry.host !== undefined ||
      (entry.size === 0 && OF_ENGINES.test(entry.path))
    )
      continue;
    if (counts(entry)) files.add(entry);
  }
  return files;
}

function isAtOrBelow(path: string, place: string): boolean {
  return path.startsWith(place) && (path.length === place.length || path[place.length] === '/');
}

/** Where a plain reason is known, it is said. */
function reasonOf({ builder }: Instruction, weight: MismatchWeight): string {
  if (weight === 'contradiction') return '';
  if (builder === 'kaniko') return ' (kaniko may write one row for several instructions)';
  return builder === 'buildah' ? ' (buildah may write several instructions into one layer)' : '';
}
