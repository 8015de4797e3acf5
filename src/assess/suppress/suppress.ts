import { plural } from '../../base/quantities.ts';
import type { Finding } from '../../detect/finding.ts';
import type { StartStep } from '../../explain/explanation.ts';
import { isAfter } from '../policy/decide.ts';
import type { FoundBoundary } from './base-boundary.ts';
import { broughtByBase } from './base-findings.ts';
import { type Baseline, compareWithBaseline } from './baseline.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { IgnoreFile } from './ignore-file.ts';
import { type EntryMatcher, entryMatcher } from './match-entry.ts';
import {
  type AssessedFinding,
  type BaselineComparison,
  maySuppress,
  type SuppressedFinding,
} from './suppression.ts';

export interface SuppressInput {
  readonly findings: readonly Finding[];
  readonly reference: string;
  readonly startChain: readonly StartStep[];
  readonly ignore?: IgnoreFile;
  readonly baseline?: Baseline;
  /** Where `--ignore-base` was asked for. */
  readonly boundary?: FoundBoundary;
  /** RFC 3339; without it no entry expires. */
  readonly now?: string;
  /** Whether a finding alone would change the verdict. */
  counts(finding: Finding): boolean;
}

export interface SuppressResult {
  /** Those that count, in their order. */
  readonly findings: readonly AssessedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** What the reader has to know, one sentence each. */
  readonly notes: readonly string[];
  readonly comparison?: BaselineComparison;
}

/**
 * Takes out what does not count. The ignore file is asked first, because it has somebody's reason; then the
 * baseline; then the base image.
 */
export function suppress(input: SuppressInput): SuppressResult {
  const compared = input.baseline && compareWithBaseline(input.findings, input.reference, input.baseline);
  const ignore = input.ignore && ignorer(input.ignore, input);
  const base = input.boundary && baseJudge(input.boundary, input);
  const findings: AssessedFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of compared?.findings ?? input.findings) {
    const found = ignore?.find(finding) ?? inBaseline(finding, input.baseline) ?? base?.find(finding);
    if (found === undefined) findings.push(finding);
    else suppressed.push({ finding, ...found });
  }
  return {
    findings,
    suppressed,
    notes: [...(ignore?.notes() ?? []), ...(compared?.notes ?? []), ...(base?.notes() ?? [])],
    ...(compared === undefined ? {} : { comparison: compared.comparison }),
  };
}

type Found = Omit<SuppressedFinding, 'finding'>;

interface Judge {
  find(finding: AssessedFinding): Found | undefined;
  notes(): readonly string[];
}

/** How many days before the end of an entry the report begins to say so. */
const WARNING_DAYS = 14;

function ignorer({ name, entries }: IgnoreFile, { reference, now }: SuppressInput): Judge {
  const matchers = entries.map(entryMatcher).filter((matcher) => matcher.speaksOf(reference));
  const notes = new Map<number, string>();
  const tell = ({ line, rule, expires }: EntryMatcher['entry'], what: string): void => {
    notes.set(line, `${name}, line ${line} (${rule.join(', ').slice(0, 100)}): ${what} ${expires}.`);
  };
  return {
    find: (finding) => {
      if (!maySuppress(finding, 'ignore-file')) return undefined;
      for (const { entry, covers } of matchers) {
        if (!covers(finding, () => fingerprintOf(finding))) continue;
        const ends = entry.expires === 'never' ? undefined : entry.expires;
        if (ends !== undefined && now !== undefined) {
          if (isAfter(now, ends)) {
            tell(entry, 'no longer counts, because it expired on');
            continue;
          }
          if (isAfter(daysLater(now, WARNING_DAYS), ends)) tell(entry, 'counts only until');
        }
        const { reason, line } = entry;
        const until = ends === undefined ? {} : { until: ends };
        return { by: 'ignore-file', source: `${name}, line ${line}`, reason, ...until };
      }
      return undefined;
    },
    notes: () => [...notes].sort(([a], [b]) => a - b).map(([, text]) => text),
  };
}

function daysLater(now: string, days: number): string {
  const date = new Date(`${now.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString();
}

function inBaseline(finding: AssessedFinding, baseline: Baseline | undefined): Found | undefined {
  if (baseline === undefined || finding.baselineState !== 'unchanged') return undefined;
  if (!maySuppress(finding, 'baseline')) return undefined;
  return { by: 'baseline', source: baseline.source, reason: 'It was there before, and is no worse now.' };
}

function baseJudge({ boundary, note }: FoundBoundary, { startChain, counts }: SuppressInput): Judge {
  const brought = boundary && broughtByBase(boundary, startChain);
  let left = 0;
  return {
    find: (finding) => {
      if (boundary === undefined || brought === undefined) return undefined;
      if (!maySuppress(finding, 'base-image') || !brought(finding)) return undefined;
      // The verdict never rests on what an image says about itself.
      if (!boundary.proven && counts(finding)) {
        left++;
        return undefined;
      }
      const reason = boundary.proven
        ? 'All its evidence lies in layers that this image is known to have as its base.'
        : 'All its evidence lies in layers that the image says are its base.';
      return { by: 'base-image', source: boundary.name ?? 'its history', reason };
    },
    notes: () => {
      const there = left === 0 ? '' : ` ${plural(left, 'such finding')} ${left === 1 ? 'is' : 'are'} left.`;
      return note === undefined ? [] : [`${note}${there}`];
    },
  };
}
