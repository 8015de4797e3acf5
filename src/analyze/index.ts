export { type AnalyzeOptions, analyzeLayer, type LayerAnalysis } from './analyze-layer.ts';
export { classify } from './content/classify.ts';
export type { LayerMarks } from './marked-texts.ts';
export { ruleNeed } from './rules/condition-need.ts';
export {
  type LayerRule,
  RULE_FILES,
  type RuleAnswer,
  type RuleCandidate,
  type RuleFiles,
  type RulePlace,
  type RuleResult,
  type TryRules,
} from './rules/layer-rule.ts';
export { CLOSE_LOOK, type LiteralChoice, searched } from './rules/literal.ts';
export { isMet, literalsOf, type Need } from './rules/need.ts';
export { RuleCollector } from './rules/rule-collector.ts';
export { type ParsedRule, type ParsedRuleFile, parseRuleFile } from './rules/rule-file.ts';
export { RuleFilter } from './rules/rule-filter.ts';
export { RuleSyntaxError } from './rules/rule-tokens.ts';
export { compileTriggers, LONG_LITERAL, MarkCollector } from './scan/mark-collector.ts';
export { isLibraryModule, mayBeLibraryModule } from './texts/library-module.ts';
export { mayRunAtOnce } from './texts/runs-at-once.ts';
export { TextPack } from './texts/text-pack.ts';
