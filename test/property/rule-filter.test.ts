import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOSE_LOOK,
  compileTriggers,
  isMet,
  type LayerRule,
  type LiteralChoice,
  MarkCollector,
  parseRuleFile,
  ruleNeed,
  searched,
} from '../../src/analyze/index.ts';
import { closeLook } from '../../src/analyze/rules/close-look.ts';
import { literalsOf, type Need } from '../../src/analyze/rules/need.ts';
import { CompiledRules, type Matches } from '../../src/app/rules/yara-engine.ts';
import { DEFAULT_LIMITS } from '../../src/base/limits.ts';
import { fileBytes, ruleText } from './random-rules.ts';

function needOf(text: string, choice: LiteralChoice): Need {
  const needs = new Map<string, Need>();
  for (const rule of parseRuleFile(text).rules) needs.set(rule.name, ruleNeed(rule, needs, choice));
  return needs.get('r') ?? true;
}

/** Whether the byte pass would let the file meet the rule, when it comes in pieces of this size. */
function letsThrough(need: Need, bytes: Buffer, piece: number): boolean {
  const marks = new MarkCollector(
    compileTriggers([{ literals: ['donate-level'] }], [...literalsOf(need)]),
    DEFAULT_LIMITS,
  );
  for (let at = 0; at < bytes.length; at += piece) marks.scanPiece(bytes.subarray(at, at + piece));
  const found = marks.takeNoted();
  return isMet(need, (literal) => found.has(literal));
}

/** Whether it passes the close look that follows. */
function looksLike(closely: Need, bytes: Buffer): boolean {
  const rule: LayerRule = { digest: '', name: 'r', source: 0, files: 'all', need: true, closely };
  return closeLook(bytes, [0], [rule]).length > 0;
}

function compiled(text: string): CompiledRules | undefined {
  try {
    return new CompiledRules(text);
  } catch {
    // Some strings and conditions go together badly, such as an empty expression.
    return undefined;
  }
}

describe('the literals that decide which files meet a rule', () => {
  it('never keep a file from it that it matches', () => {
    let matched = 0;
    let keptAway = 0;
    let keptAwayClosely = 0;
    fc.assert(
      fc.property(
        ruleText,
        fc.array(fileBytes, { minLength: 4, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (text, files, piece) => {
          const rules = compiled(text);
          fc.pre(rules !== undefined);
          try {
            const needs = [6, 4].map((least) => needOf(text, searched(least)));
            const closely = needOf(text, CLOSE_LOOK);
            for (const bytes of files) {
              const matches: Matches = rules?.scan(bytes) ?? new Map();
              const isMatch = matches.has('r');
              if (isMatch) matched++;
              const answers = needs.map((need) => letsThrough(need, bytes, piece));
              answers.push(looksLike(closely, bytes));
              if (!answers[2] && answers[1] === true) keptAwayClosely++;
              for (const passes of answers) {
                if (!passes) keptAway++;
                expect(passes || !isMatch, `${text}\n${bytes.toString('latin1')}`).toBe(true);
              }
            }
          } finally {
            rules?.free();
          }
        },
      ),
      { numRuns: 150, seed: 7 },
    );
    // Neither side of it is empty.
    expect(matched).toBeGreaterThan(50);
    expect(keptAway).toBeGreaterThan(50);
    expect(keptAwayClosely).toBeGreaterThan(50);
  });
});
