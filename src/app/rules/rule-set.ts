import { hash } from 'node:crypto';
import {
  CLOSE_LOOK,
  type LayerRule,
  type LiteralChoice,
  LONG_LITERAL,
  literalsOf,
  type Need,
  type ParsedRule,
  type ParsedRuleFile,
  parseRuleFile,
  RuleSyntaxError,
  ruleNeed,
  searched,
} from '../../analyze/index.ts';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { type ContentRule, readContentRule } from '../../detect/yara/content-rule.ts';
import { ENGINE_VERSION } from './engine-version.ts';

/** A file of rules, read. */
export interface RuleSource {
  /** As a person would find it: a path, or `BUNDLE!/FILE`. */
  readonly name: string;
  readonly text: string;
  /** Ships with clearpull. */
  readonly shipped: boolean;
}

/** One rule that findings can have. */
export interface SetRule extends ContentRule {
  readonly from: RuleSource;
  readonly layer: LayerRule;
  /** `none`: it has no literal, so every file that it is for has to meet it; `short`: it slows the search down. */
  readonly speed: 'none' | 'short' | 'fast';
}

/** Every rule of a check. */
export interface RuleSet {
  readonly sources: readonly RuleSource[];
  readonly rules: readonly SetRule[];
}

export const NO_RULES: RuleSet = { sources: [], rules: [] };

/** Modules that look at the file alone. Others know the time, the network, or print. */
const MODULES: ReadonlySet<string> = new Set([
  'elf',
  'hash',
  'math',
  'string',
  'pe',
  'macho',
  'dotnet',
  'lnk',
  'zip',
]);
/** Literals of fewer bytes lie in every file. */
const LEAST_LITERAL = 4;
/** Literals of one rule that are worth a close look: each is looked for by itself. */
const MAX_CLOSE_LITERALS = 40;

/**
 * The rules of all files, each with what a file must hold to meet it.
 *
 * @throws ClearpullError `usage` for a rule that cannot be taken, naming file, line and what to do; `limit-reached`
 */
export function ruleSet(sources: readonly RuleSource[], limits: Limits): RuleSet {
  const rules = sources.flatMap((source, index) => rulesOf(source, index));
  if (rules.length > limits.maxRules) throw limitError('maxRules', `There are ${rules.length} rules`);
  const literals = new Set(rules.flatMap(({ layer }) => [...literalsOf(layer.need)]));
  if (literals.size > limits.maxRuleLiterals) {
    throw limitError('maxRuleLiterals', `The rules need ${literals.size} literals`);
  }
  const byId = new Map<string, SetRule>();
  for (const rule of rules) {
    const other = byId.get(rule.id);
    if (other !== undefined) {
      throw new ClearpullError('usage', `Two rules have the id "${rule.id.slice('yara/'.length)}".`, {
        hint: `One is in ${visible(other.from.name)}, one in ${visible(rule.from.name)}: give one of them another id.`,
      });
    }
    byId.set(rule.id, rule);
  }
  return { sources, rules };
}

function rulesOf(source: RuleSource, index: number): readonly SetRule[] {
  const file = parsed(source);
  for (const name of file.imports) {
    if (MODULES.has(name)) continue;
    throw refused(
      source,
      1,
      `imports "${name.slice(0, 40)}", which is not taken`,
      `Rules may import ${[...MODULES].join(', ')}.`,
    );
  }
  const digests = digestsOf(file);
  const long = needsOf(file, searched(LONG_LITERAL));
  const close = needsOf(file, CLOSE_LOOK);
  let short: ReadonlyMap<string, Need> | undefined;
  return file.rules.flatMap((rule): readonly SetRule[] => {
    if (rule.isPrivate) return [];
    const about = described(source, rule);
    let need = long.get(rule.name) ?? true;
    const isLong = need !== true;
    if (!isLong) {
      short ??= needsOf(file, searched(LEAST_LITERAL));
      need = short.get(rule.name) ?? true;
    }
    if (need === true && about.files === 'all') {
      throw refused(
        source,
        rule.line,
        `rule ${rule.name} has no text to look for first`,
        `Let its condition need a string with at least ${LEAST_LITERAL} fixed bytes ("and any of them"), or say by the metadata files = "elf", "script" or "text" which files have to meet it; that is slow.`,
      );
    }
    const layer: LayerRule = {
      digest: digests.get(rule.name) ?? '',
      name: rule.name,
      source: index,
      files: about.files,
      need,
      ...closely(close.get(rule.name) ?? true, need),
    };
    const speed = need === true ? 'none' : isLong ? 'fast' : 'short';
    return [{ ...about, from: source, layer, speed }];
  });
}

function parsed(source: RuleSource): ParsedRuleFile {
  try {
    const file = parseRuleFile(source.text);
    const names = new Set<string>();
    for (const { name, line } of file.rules) {
      if (names.has(name)) throw new RuleSyntaxError(`there are two rules ${name}`, line);
      names.add(name);
    }
    return file;
  } catch (error) {
    if (!(error instanceof RuleSyntaxError)) throw error;
    throw refused(
      source,
      error.line,
      error.message,
      'It has to be written as YARA-X reads it: virustotal.github.io/yara-x',
    );
  }
}

function described(source: RuleSource, rule: ParsedRule): ContentRule {
  try {
    return readContentRule(rule.meta);
  } catch (error) {
    throw refused(
      source,
      rule.line,
      `rule ${rule.name}: ${(error as Error).message}`,
      'docs/writing-rules.md says what a rule has to tell of itself.',
    );
  }
}

function refused({ name }: RuleSource, line: number, why: string, hint: string): ClearpullError {
  return new ClearpullError('usage', `${visible(name)}, line ${line}: ${visible(why)}.`, { hint });
}

function closely(close: Need, need: Need): Pick<LayerRule, 'closely'> {
  const literals = literalsOf(close).size;
  const saysMore = literals > literalsOf(need).size && literals <= MAX_CLOSE_LITERALS;
  return saysMore ? { closely: close } : {};
}

function needsOf({ rules }: ParsedRuleFile, choice: LiteralChoice): ReadonlyMap<string, Need> {
  const needs = new Map<string, Need>();
  for (const rule of rules) needs.set(rule.name, ruleNeed(rule, needs, choice));
  return needs;
}

/**
 * For each rule a digest of everything that decides what it matches, and of nothing else: with other words about it, or
 * beside other rules, it is the same rule.
 */
function digestsOf({ imports, rules }: ParsedRuleFile): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { name, meta, strings, condition } of rules) {
    const words = new Set(condition.filter(({ kind }) => kind === 'word').map(({ text }) => text));
    // `any of (rule*)` means rules by the beginning of their names.
    const before = [...digests].filter(([other]) => [...words].some((word) => other.startsWith(word)));
    const parts = [
      ENGINE_VERSION,
      [...imports].sort(),
      meta.find(([key]) => key === 'files')?.[1] ?? 'all',
      strings.map(({ name: string, value, modifiers }) => [
        string,
        ...shape(value),
        [...modifiers].map(([key, inside]) => [key, inside.map(shape)]),
      ]),
      condition.map(shape),
      before,
    ];
    digests.set(name, hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32));
  }
  return digests;
}

function shape({ kind, text, flags }: ParsedRule['condition'][number]): readonly string[] {
  return [kind, text, flags ?? ''];
}
