export { type AssessInput, assess } from './assess.ts';
export * from './assessment.ts';
export { type LayerResult, limitsReached } from './coverage.ts';
export { decisionRank } from './policy/decide.ts';
export { DEFAULT_POLICY } from './policy/default-policy.ts';
export { loadPolicy } from './policy/load-policy.ts';
export type { Policy, PolicyCondition, PolicyRule } from './policy/policy.ts';
