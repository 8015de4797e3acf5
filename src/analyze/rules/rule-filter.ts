import type { Content } from '../../image/layer-facts.ts';
import { isFor, type LayerRule } from './layer-rule.ts';
import { isMet, literalsOf } from './need.ts';

/** Says by the literals found in a file which rules can match it. Stateless: one serves many layers. */
export class RuleFilter {
  readonly rules: readonly LayerRule[];
  /** Every literal that any rule needs, latin1, ASCII letters in lower case. */
  readonly literals: readonly string[];
  /** For each literal, the indexes of the rules that it may make possible. */
  readonly #rulesOf: ReadonlyMap<string, readonly number[]>;
  /** Rules without a literal: every file of their kind has to meet them. */
  readonly #always: readonly number[];
  /** Of those, the ones for each kind of content: all that most files, which hold no literal, have to meet. */
  readonly #alwaysOf = new Map<Content['kind'], readonly number[]>();

  constructor(rules: readonly LayerRule[]) {
    this.rules = rules;
    const rulesOf = new Map<string, number[]>();
    for (const [index, { need }] of rules.entries()) {
      for (const literal of literalsOf(need)) {
        const users = rulesOf.get(literal);
        if (users === undefined) rulesOf.set(literal, [index]);
        else users.push(index);
      }
    }
    this.#rulesOf = rulesOf;
    this.literals = [...rulesOf.keys()];
    this.#always = [...rules.keys()].filter((index) => rules[index]?.need === true);
  }

  /** Indexes of the rules that can match a file, in order. */
  possible(found: ReadonlySet<string>, content: Content): readonly number[] {
    if (found.size === 0) return this.#alwaysFor(content);
    const asked = new Set(this.#always);
    for (const literal of found) for (const index of this.#rulesOf.get(literal) ?? []) asked.add(index);
    if (asked.size === 0) return NONE;
    return [...asked]
      .filter((index) => {
        const rule = this.rules[index];
        return (
          rule !== undefined &&
          isFor(rule.files, content) &&
          isMet(rule.need, (literal) => found.has(literal))
        );
      })
      .sort((a, b) => a - b);
  }

  #alwaysFor(content: Content): readonly number[] {
    let rules = this.#alwaysOf.get(content.kind);
    if (rules === undefined) {
      rules = this.#always.filter((index) => isFor(this.rules[index]?.files ?? 'all', content));
      this.#alwaysOf.set(content.kind, rules);
    }
    return rules;
  }
}

const NONE: readonly number[] = [];
