import { limitReached } from '../../base/limit-reached.ts';
import type { LimitName, Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { closeLook } from './close-look.ts';
import type {
  LayerRule,
  RuleAnswer,
  RuleCandidate,
  RuleHit,
  RulePlace,
  RuleResult,
  TryRules,
} from './layer-rule.ts';

/** Bytes of files that are handed over together; each hand-over wakes another thread. */
const BATCH_BYTES = 16 * 1024 * 1024;
const BATCH_FILES = 256;
/** Places shown of one rule in one file. */
const MAX_PLACES = 8;
const EXCERPT_BEFORE = 40;
const EXCERPT_AFTER = 120;

/** What all rules came to in one layer. */
export interface RuleOutcome {
  /** For each rule. */
  readonly results: readonly RuleResult[];
  /** For each rule, the entries that it could match by their literals. */
  readonly candidates: readonly (readonly number[])[];
}

/** A file of the layer, once its last byte has passed. */
export interface RuleFile {
  readonly entry: number;
  readonly path: string;
  readonly size: number;
  /** Undefined when it was too large to be held. */
  readonly bytes: Buffer | undefined;
  /** The limit past which it is not held, where that is not `maxRuleTargetBytes`. */
  readonly unheld?: LimitName;
}

interface Waiting {
  readonly entry: number;
  readonly path: string;
  readonly candidate: RuleCandidate;
}

/** Gathers the files of one layer that rules have to be tried on, and what comes of it. */
export class RuleCollector {
  readonly #rules: readonly LayerRule[];
  readonly #limits: Limits;
  readonly #tryRules: TryRules;
  readonly #hits: RuleHit[][];
  readonly #unknowns: Unknown[][];
  readonly #candidates: number[][];
  readonly #unfinished = new Set<number>();
  /** For each rule, files that were not tried because there were too many, and hits that are not told. */
  readonly #untried: number[];
  readonly #untold: number[];
  readonly #unlisted: number[];
  /** Counted for each rule by itself: what it comes to must not depend on the others. */
  readonly #tried: number[];
  #waiting: Waiting[] = [];
  #waitingBytes = 0;

  constructor(rules: readonly LayerRule[], limits: Limits, tryRules: TryRules) {
    this.#rules = rules;
    this.#limits = limits;
    this.#tryRules = tryRules;
    this.#hits = rules.map(() => []);
    this.#unknowns = rules.map(() => []);
    this.#candidates = rules.map(() => []);
    this.#untried = rules.map(() => 0);
    this.#untold = rules.map(() => 0);
    this.#unlisted = rules.map(() => 0);
    this.#tried = rules.map(() => 0);
  }

  /** Takes a file that some rules, by their index, can match. Copies its bytes. */
  take({ entry, path, size, bytes, unheld }: RuleFile, possible: readonly number[]): void {
    const isHeld = bytes !== undefined && size <= this.#limits.maxRuleTargetBytes;
    const rules = isHeld ? closeLook(bytes, possible, this.#rules) : possible;
    for (const rule of rules) this.#candidates[rule]?.push(entry);
    if (!isHeld) {
      const limit =
        size > this.#limits.maxRuleTargetBytes ? 'maxRuleTargetBytes' : (unheld ?? 'maxRuleTargetBytes');
      const detail = `a rule may match it, and it is larger than ${limit} (${this.#limits[limit]} of ${size} bytes)`;
      for (const rule of rules) this.#problem(rule, limitReached(limit, detail, path));
      return;
    }
    const tried = rules.filter((rule) => this.#mayTry(rule));
    if (tried.length === 0) return;
    this.#waiting.push({ entry, path, candidate: { bytes: new Uint8Array(bytes), rules: tried } });
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= BATCH_BYTES || this.#waiting.length >= BATCH_FILES) this.#flush();
  }

  finish(): RuleOutcome {
    this.#flush();
    const results = this.#hits.map((hits, rule): RuleResult => {
      const unknowns = [...(this.#unknowns[rule] ?? [])];
      const untried = this.#untried[rule] ?? 0;
      if (untried > 0) {
        const detail = `a rule was not tried on ${untried} files of the layer that it may match (maxRuleTargets ${this.#limits.maxRuleTargets})`;
        unknowns.push(limitReached('maxRuleTargets', detail));
      }
      const unlisted = this.#unlisted[rule] ?? 0;
      if (unlisted > 0) {
        const detail = `${unlisted} further files that a rule was not tried on are not listed (maxLayerProblems)`;
        unknowns.push(limitReached('maxLayerProblems', detail));
      }
      const untold = this.#untold[rule] ?? 0;
      if (untold > 0) {
        const detail = `a rule matches ${untold} files of the layer more than are kept (maxObservations ${this.#limits.maxObservations})`;
        unknowns.push(limitReached('maxObservations', detail));
      }
      return {
        hits,
        unknowns,
        ...(this.#unfinished.has(rule) ? { unfinished: true as const } : {}),
      };
    });
    return { results, candidates: this.#candidates };
  }

  #mayTry(rule: number): boolean {
    const tried = this.#tried[rule] ?? 0;
    if (tried < this.#limits.maxRuleTargets) {
      this.#tried[rule] = tried + 1;
      return true;
    }
    this.#untried[rule] = (this.#untried[rule] ?? 0) + 1;
    return false;
  }

  #problem(rule: number, unknown: Unknown): void {
    const unknowns = this.#unknowns[rule] ?? [];
    if (unknowns.length < this.#limits.maxLayerProblems) unknowns.push(unknown);
    else this.#unlisted[rule] = (this.#unlisted[rule] ?? 0) + 1;
  }

  #flush(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const answers = this.#tryRules(waiting.map(({ candidate }) => candidate));
    for (const [at, file] of waiting.entries()) this.#note(file, answers[at] ?? []);
  }

  #note({ entry, path, candidate }: Waiting, answer: RuleAnswer): void {
    for (const { rule, places, failed } of answer) {
      if (failed !== undefined) {
        this.#problem(rule, { reason: 'unreadable', path, detail: failed.detail });
        if (failed.unfinished) this.#unfinished.add(rule);
      }
      const hits = this.#hits[rule];
      if (places === undefined || hits === undefined) continue;
      if (hits.length >= this.#limits.maxObservations) {
        this.#untold[rule] = (this.#untold[rule] ?? 0) + 1;
        continue;
      }
      hits.push({ entry, places: shownPlaces(places, candidate.bytes) });
    }
  }
}

/** Some of each string, so that a reader sees what came together; in the file's order. */
function shownPlaces(places: readonly Omit<RulePlace, 'excerpt'>[], bytes: Uint8Array): readonly RulePlace[] {
  const firsts = new Map<string, Omit<RulePlace, 'excerpt'>>();
  for (const place of places) if (!firsts.has(place.string)) firsts.set(place.string, place);
  return [...firsts.values()]
    .sort((a, b) => a.offset - b.offset || (a.string < b.string ? -1 : 1))
    .slice(0, MAX_PLACES)
    .map((place) => ({ ...place, excerpt: excerptAround(bytes, place.offset) }));
}

/** The line of a text, or the string of a program, around a place; also where it is UTF-16. */
function excerptAround(bytes: Uint8Array, offset: number): string {
  const step = bytes[offset + 1] === 0 && isPrintable(bytes[offset]) ? 2 : 1;
  let start = offset;
  while (start >= step && start > offset - EXCERPT_BEFORE && isPrintable(bytes[start - step])) start -= step;
  let end = offset;
  const furthest = Math.min(bytes.length, offset + EXCERPT_AFTER * step);
  while (end < furthest && (isPrintable(bytes[end]) || (bytes[end] ?? 0) > 0x7f)) end += step;
  const shown = Buffer.from(bytes.subarray(start, end));
  const text = step === 2 ? shown.toString('utf16le') : shown.toString('latin1');
  // What is found may be no text at all.
  return text === ''
    ? shownAsHex(bytes.subarray(offset, offset + HEX_BYTES))
    : text.replaceAll(/[^\x20-\x7e]+/g, '·');
}

const HEX_BYTES = 16;

function shownAsHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}
