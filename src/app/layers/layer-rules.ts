import { hash } from 'node:crypto';
import type { LayerRule, RuleResult } from '../../analyze/index.ts';
import type { Unknown } from '../../base/unknown.ts';
import { CONTENT_RULES, type JsonObject, type Observation } from '../../detect/index.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { LayerObservations, LayerOutcome, RuleRecord, RulesJob } from './layer-job.ts';

export const NO_RECORD: RuleRecord = { results: {}, candidates: {} };

/** What of a rule set has to be done for a layer, given what is stored of it. */
export interface RulePlan {
  /** What is known: what is stored, and of each other rule whose strings no file has that it matches nothing. */
  readonly known: RuleRecord;
  /** Rules without a result. */
  readonly missing: readonly LayerRule[];
  /** For each of them the entries that can match it; absent when the layer's bytes have to be read for that. */
  readonly candidates?: readonly (readonly number[])[];
}

/**
 * Says which rules have to be tried anew. A rule that needs what was looked for before needs no byte of the layer when no
 * file has it, or when the text of each file that has it is kept.
 */
export function planRules({ rules }: RuleSet, record: RuleRecord, facts: () => LayerFacts): RulePlan {
  const results: Record<string, RuleResult> = { ...record.results };
  const missing: LayerRule[] = [];
  const candidates: (readonly number[])[] = [];
  let needsBytes = false;
  for (const { layer: rule } of rules) {
    if (results[rule.digest] !== undefined) continue;
    const entries = record.candidates[needKey(rule)];
    if (entries?.length === 0) {
      results[rule.digest] = { hits: [], unknowns: [] };
      continue;
    }
    missing.push(rule);
    if (entries === undefined || !entries.every((index) => isKept(facts(), index))) needsBytes = true;
    else candidates.push(entries);
  }
  const known = { results, candidates: record.candidates };
  return { known, missing, ...(needsBytes ? {} : { candidates }) };
}

function isKept({ entries }: LayerFacts, index: number): boolean {
  const entry = entries[index];
  // Of a script before an archive, only the script is kept.
  return entry?.text !== undefined && entry.text[1] === entry.size;
}

/** What a worker is given to try rules. */
export function rulesJob({ sources }: RuleSet, rules: readonly LayerRule[]): RulesJob {
  return { sources: sources.map(({ text }) => text), rules };
}

/** What is known once rules were tried. */
export function joinRecord(
  record: RuleRecord,
  rules: readonly LayerRule[],
  { results, candidates }: NonNullable<LayerOutcome['ruled']>,
): RuleRecord {
  const joined = { results: { ...record.results }, candidates: { ...record.candidates } };
  for (const [index, rule] of rules.entries()) {
    const result = results[index];
    if (result !== undefined) joined.results[rule.digest] = result;
    const entries = candidates?.[index];
    if (entries !== undefined) joined.candidates[needKey(rule)] = entries;
  }
  return joined;
}

/** Results that are kept of rules that are not there now: the next check may have them again. */
const MAX_KEPT = 1000;

/** What of it is worth keeping: of rules that came to an end. */
export function recordToStore(record: RuleRecord, { rules }: RuleSet): RuleRecord {
  const all = Object.entries(record.results);
  const finished = all.filter(([, { unfinished }]) => unfinished !== true);
  if (all.length <= rules.length + MAX_KEPT) {
    return { results: Object.fromEntries(finished), candidates: record.candidates };
  }
  const digests = new Set(rules.map(({ layer }) => layer.digest));
  const needs = new Set(rules.map(({ layer }) => needKey(layer)));
  return {
    results: Object.fromEntries(finished.filter(([digest]) => digests.has(digest))),
    candidates: Object.fromEntries(Object.entries(record.candidates).filter(([key]) => needs.has(key))),
  };
}

/** What the rules matched, as the detector that judges it takes it. */
export function ruleObservations(
  { rules }: RuleSet,
  { results }: RuleRecord,
): ReadonlyMap<string, LayerObservations> {
  const observations: Observation<JsonObject>[] = [];
  const unknowns = new Map<string, Unknown>();
  let unfinished = false;
  for (const { id, layer } of rules) {
    const result = results[layer.digest];
    unfinished ||= result?.unfinished === true;
    for (const unknown of result?.unknowns ?? []) {
      // A file on which no rule can be tried is told of once.
      unknowns.set(JSON.stringify(unknown), unknown);
    }
    for (const { entry, places } of result?.hits ?? []) {
      // A condition may hold without any string.
      const shown = places.length > 0 ? places : [{ string: '', offset: 0, excerpt: 'the file as a whole' }];
      for (const { string, offset, excerpt } of shown) {
        observations.push({ entry, offset, excerpt, data: { rule: id, string } });
      }
    }
  }
  const seen = { observations, unknowns: [...unknowns.values()], ...(unfinished && { unfinished }) };
  return new Map([[CONTENT_RULES, seen]]);
}

function needKey({ need, closely, files }: LayerRule): string {
  return hash('sha256', JSON.stringify([need, files, closely]), 'hex').slice(0, 32);
}
