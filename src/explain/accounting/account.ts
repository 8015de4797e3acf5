import type { LayerEntry } from '../../image/layer-facts.ts';
import { programKind } from '../../image/program-files.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { StartStep } from '../explanation.ts';
import { saysOf } from '../says.ts';
import { filesOfChain } from '../start-paths.ts';
import {
  type Accounting,
  LISTED_BY_NONE,
  MAX_LISTED,
  type PackageDatabase,
  type ProgramToLookAt,
} from './accounting.ts';
import { type BaseLayersKnown, liesInBase } from './base-layers.ts';
import type { DatabaseReader, DatabaseView } from './database-reader.ts';
import { DATABASES } from './databases.ts';
import { type FormerClaim, formerClaims } from './former.ts';
import { Ledger, type Program } from './ledger.ts';
import { heaviest } from './order.ts';
import { folderOwnerOf } from './owners.ts';
import { removedDatabases } from './removed-databases.ts';
import { type KnownSource, SourceClaims } from './source-claims.ts';
import { standingOf } from './verdict-on.ts';

export interface AccountingInput {
  readonly tree: ImageTree;
  readonly startChain: readonly StartStep[];
  readonly source?: KnownSource;
  /** The bytes kept of a text or of a file of a package database, by layer index. */
  bytes(layer: number, entry: LayerEntry): Buffer | undefined;
  /** The known image whose layers are the lowest ones, and how many those are. */
  readonly base?: BaseLayersKnown;
}

/** Says of every program of an image which package accounts for it. Pure; never throws for what an image holds. */
export function accountFor(input: AccountingInput): Accounting {
  const { tree } = input;
  const atStart = filesOfChain(input.startChain);
  const ledger = new Ledger(tree);
  const files: string[] = [];
  for (const node of tree.nodes.values()) {
    if (node.entry.kind !== 'file') continue;
    if (node.entry.database !== undefined) files.push(node.path);
    const kind = programKind(node.entry) ?? (atStart.has(node.path) ? 'script' : undefined);
    if (kind !== undefined) ledger.add(node, kind);
  }
  const notes: string[] = removedDatabases(tree);
  for (const reader of DATABASES) readDatabase(reader, { input, ledger, files, notes });
  claimByFolder(tree, ledger);
  const unlisted = ledger.programs.filter(({ claims }) => claims.length === 0);
  const former = formerClaims(tree, unlisted, (layer, entry) => input.bytes(layer, entry));
  if (input.source !== undefined) notes.push(...input.source.notes);
  return tally(ledger, {
    atStart,
    former,
    notes,
    ...(input.base && { base: input.base }),
    ...(input.source && { source: new SourceClaims(input.source) }),
  });
}

interface Reading {
  readonly input: AccountingInput;
  readonly ledger: Ledger;
  readonly files: readonly string[];
  readonly notes: string[];
}

function readDatabase(reader: DatabaseReader, { input, ledger, files, notes }: Reading): void {
  const { kind } = reader;
  const bytes = (path: string): Buffer | undefined => {
    const node = input.tree.get(path);
    return node?.entry.kind === 'file' ? input.bytes(node.contentLayer, node.entry) : undefined;
  };
  const view: DatabaseView = {
    tree: input.tree,
    files,
    bytes,
    text: (path) => bytes(path)?.toString('utf8'),
    addPackage: (owner) => ledger.addPackage(kind, owner),
    claim: (path, owner, digest) =>
      ledger.claim(path, { database: kind, owner, ...(digest === undefined ? {} : { digest }) }),
    note: (text) => {
      if (notes.length < MAX_NOTES) notes.push(text);
    },
  };
  reader.read(view);
}

const MAX_NOTES = 100;

/** Only what nothing lists file by file: a folder's owner says less. */
function claimByFolder(tree: ImageTree, ledger: Ledger): void {
  for (const { node, claims } of ledger.programs) {
    if (claims.length > 0) continue;
    const found = folderOwnerOf(tree, node.path);
    if (found === undefined) continue;
    ledger.addPackage(found.database, found.owner);
    claims.push(found);
  }
}

interface Told {
  readonly atStart: ReadonlySet<string>;
  readonly former: ReadonlyMap<string, FormerClaim>;
  readonly notes: readonly string[];
  readonly base?: BaseLayersKnown;
  readonly source?: SourceClaims;
}

function tally(ledger: Ledger, { atStart, former, notes, base, source }: Told): Accounting {
  const changed = new Map<Program, string>();
  const unlisted: Program[] = [];
  const perDatabase = new Map<string, number>();
  let withoutDigest = 0;
  let inBase = 0;
  let byBaseAlone = 0;
  for (const program of ledger.programs) {
    for (const database of new Set(program.claims.map((claim) => claim.database))) {
      perDatabase.set(database, (perDatabase.get(database) ?? 0) + 1);
    }
    const standing = standingOf(program);
    const inSource = source?.claim(program, standing);
    // Its bytes are those of the known image, whatever lists say of them.
    if (liesInBase(program, base)) {
      inBase++;
      if (standing.kind === 'unlisted' || standing.kind === 'changed') byBaseAlone++;
    } else if (standing.kind === 'without-digest') withoutDigest += inSource === undefined ? 1 : 0;
    else if (standing.kind === 'unlisted') {
      if (inSource === undefined) unlisted.push(program);
    } else if (standing.kind === 'changed') {
      const { owner, database } = standing.claim;
      const same = inSource === undefined ? '' : ` The source tree has these bytes as ${inSource}.`;
      changed.set(
        program,
        `Package ${owner} (${database}) lists it with another ${standing.algorithm}.${same}`,
      );
    }
  }
  const total = ledger.programs.length;
  return {
    total,
    accounted: total - changed.size - unlisted.length,
    withoutDigest,
    changed: changed.size,
    unlisted: unlisted.length,
    databases: KINDS.map(
      (kind): PackageDatabase => ({
        kind,
        packages: ledger.packagesOf(kind),
        programs: perDatabase.get(kind) ?? 0,
      }),
    ).filter(({ packages }) => packages > 0),
    ...(base === undefined ? {} : { base: { ...base, programs: inBase, alone: byBaseAlone } }),
    changedFiles: heaviest([...changed.keys()], atStart, MAX_LISTED).map((program) =>
      toLookAt(program, atStart, changed.get(program) ?? ''),
    ),
    unaccounted: heaviest(unlisted, atStart, MAX_LISTED).map((program) =>
      toLookAt(program, atStart, whyUnlisted(former.get(program.node.path))),
    ),
    ...(source === undefined ? {} : { source: source.account() }),
    notes,
  };
}

function whyUnlisted(former: FormerClaim | undefined): string {
  if (former === undefined) return LISTED_BY_NONE;
  const { owner, database, until } = former;
  return `No package of the image lists it any more: ${owner} (${database}) did until layer ${until + 1} changed its database.`;
}

const KINDS = [...new Set(DATABASES.map(({ kind }) => kind)), 'npm', 'gem'];

function toLookAt({ node, kind }: Program, atStart: ReadonlySet<string>, why: string): ProgramToLookAt {
  const says = saysOf(node.entry.content);
  return {
    path: `/${node.path}`,
    kind,
    size: node.entry.size,
    layer: node.layer,
    atStart: atStart.has(node.path),
    why,
    ...(says === undefined ? {} : { says }),
  };
}
