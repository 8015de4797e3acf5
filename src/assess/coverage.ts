import { limitFlag } from '../base/limit-reached.ts';
import type { LimitName } from '../base/limits.ts';
import { plural } from '../base/quantities.ts';
import type { Unknown, UnknownReason } from '../base/unknown.ts';
import type { RuleInfo } from '../detect/detector.ts';
import type { Evidence, Finding } from '../detect/finding.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import { outermost } from '../image/nested-facts.ts';
import { programKind } from '../image/program-files.ts';
import type { Coverage, OpaqueAt, Unread, UnreadPart } from './assessment.ts';

export const NOT_FULLY_READ = 'coverage/not-fully-read';

export const COVERAGE_RULE: RuleInfo = {
  id: NOT_FULLY_READ,
  title: 'Not everything could be read',
  category: 'coverage',
  severity: ['medium', 'medium'],
  description:
    'A layer or file was missing, damaged, encrypted, or larger than a limit, so nothing can be said about what ' +
    'it holds. A verdict on the rest must not be taken for one on the whole image.',
};

/** Problems that say "these are not the bytes that were promised"; `integrity.ts` speaks about them. */
export const INTEGRITY_REASONS: ReadonlySet<UnknownReason> = new Set([
  'digest-mismatch',
  'size-mismatch',
  'diff-id-mismatch',
]);

const MAX_EVIDENCE = 50;
const MAX_EXAMPLES = 5;
const MAX_OPAQUE = 1000;

export interface LayerResult {
  readonly facts?: LayerFacts;
  /** How its bytes are compressed, where that was seen: `gzip`, `zstd`, `none`. */
  readonly compression?: string;
  readonly unread: readonly Unknown[];
}

/** What was read, and all that was not: of the layers, of their files, and of the image as a whole. */
export function coverageOf(layers: readonly LayerResult[], unknowns: readonly Unread[]): Coverage {
  const unread = collectUnread(layers, unknowns);
  let files = 0;
  for (const { facts } of layers) {
    for (const { kind, host } of facts?.entries ?? []) if (kind === 'file' && host === undefined) files++;
  }
  return {
    complete: unread.length === 0,
    layers: layers.length,
    layersRead: layers.filter((layer) => layer.facts !== undefined).length,
    files,
    bytes: layers.reduce((sum, layer) => sum + (layer.facts?.size ?? 0), 0),
    unread,
    ...archivesIn(layers),
  };
}

function archivesIn(layers: readonly LayerResult[]): Pick<Coverage, 'unopened' | 'nested' | 'opaque'> {
  const nested = { archives: 0, files: 0, bytes: 0 };
  const listed: OpaqueAt[] = [];
  let count = 0;
  let bytes = 0;
  for (const [layer, { facts }] of layers.entries()) {
    if (facts?.nested === undefined) continue;
    const { archives, opaque, unlisted } = facts.nested;
    nested.archives += archives;
    nested.files += facts.nested.files;
    nested.bytes += facts.nested.bytes;
    count += opaque.length + unlisted.count;
    bytes += unlisted.bytes;
    for (const one of opaque) {
      bytes += one.bytes;
      if (listed.length < MAX_OPAQUE) listed.push({ layer, ...one });
    }
  }
  const examples = listed.slice(0, MAX_EXAMPLES).map(({ path }) => `/${path}`);
  return {
    unopened: { count, examples },
    nested,
    ...(count === 0 ? {} : { opaque: { bytes, listed } }),
  };
}

/** The finding that says so; none when everything was read, or when only the integrity is in question. */
export function notFullyRead(coverage: Coverage): Finding | undefined {
  const unread = coverage.unread.filter((item) => !INTEGRITY_REASONS.has(item.reason));
  const [first, ...rest] = unread.slice(0, MAX_EVIDENCE).map(evidenceOf);
  if (first === undefined) return undefined;
  return {
    rule: NOT_FULLY_READ,
    title: COVERAGE_RULE.title,
    category: 'coverage',
    severity: 'medium',
    confidence: 'certain',
    why: `${plural(unread.length, 'part')} of the image could not be read to the end, so anything may be in there.`,
    fix: fixOf(unread),
    evidence: [first, ...rest],
  };
}

function fixOf(unread: readonly Unread[]): string {
  const limits = limitsReached(unread);
  if (limits.length === 0) return 'Look at what is named here, get what is missing, then check again.';
  const flags = limits.map((limit) => limitFlag(limit)).join(' ');
  return `Look at what is named here; raise the limit (${flags}) or get what is missing, then check again.`;
}

/** The limits that kept something from being read, each once. */
export function limitsReached(unread: readonly Unread[]): readonly LimitName[] {
  return [...new Set(unread.flatMap(({ limit }) => (limit === undefined ? [] : [limit])))];
}

/** Where something could not be read, as evidence. A whole layer has the path `/`. */
export function evidenceOf(item: Unread): Evidence {
  return {
    path: `/${item.path ?? ''}`,
    ...(item.layer === undefined ? {} : { layer: item.layer }),
    excerpt: item.detail,
  };
}

function collectUnread(layers: readonly LayerResult[], unknowns: readonly Unread[]): readonly Unread[] {
  const all = new Map<string, Unread>();
  const partOf = partFinder(layers);
  const add = (item: Unread): void => {
    all.set(JSON.stringify([item.layer, item.reason, item.path, item.detail]), {
      ...item,
      part: partOf(item),
    });
  };
  for (const [layer, result] of layers.entries()) {
    for (const item of [...result.unread, ...(result.facts?.unknowns ?? [])]) add({ ...item, layer });
    if (result.facts === undefined && result.unread.length === 0) {
      add({ layer, reason: 'layer-missing', detail: 'The layer was not read.' });
    }
  }
  for (const item of unknowns) add(item);
  return [...all.values()];
}

/** Tells what was not read: where no file is named, it can be any; a file of which nothing is known can be a program. */
function partFinder(layers: readonly LayerResult[]): (item: Unread) => UnreadPart {
  const byPath = new Map<number, ReadonlyMap<string, LayerEntry>>();
  return ({ layer, path }) => {
    if (path === undefined) return 'layers';
    if (layer === undefined) return 'rest';
    const entries =
      byPath.get(layer) ?? new Map((layers[layer]?.facts?.entries ?? []).map((entry) => [entry.path, entry]));
    byPath.set(layer, entries);
    const entry = entries.get(outermost(path));
    if (entry === undefined || entry.content === undefined) return 'programs';
    return (entry.mode & 0o111) !== 0 || programKind(entry) !== undefined ? 'programs' : 'rest';
  };
}
