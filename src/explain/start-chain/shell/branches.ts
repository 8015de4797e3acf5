import type { AndOr, Case, If } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import { holds, nodeHolds } from './conditions.ts';
import { neverGoesOn } from './ends-list.ts';
import { behind, type Frame, type ShellNode, wordContext } from './frame.ts';
import { matchesPattern } from './pattern.ts';
import { type BranchEnd, cloneScope, mergeScopes, scopeSize } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { substitutionsIn } from './substitutions.ts';
import type { WordContext } from './word-context.ts';
import { wordValue } from './words.ts';

const MAX_CONDITION = 160;

type Truth = boolean | undefined;

/** One way that a branching command may go. */
interface Branch {
  readonly when: string;
  /** Says whether its own condition holds, were it reached; `likely`: by what holds unless the start sets more. */
  readonly decide: (frame: Frame, likely?: boolean) => Truth;
  readonly body: ShellNode;
  /** What evaluating the condition runs. */
  readonly condition?: ShellNode;
}

/** `if`, `elif`, `else`: each branch in a scope of its own, joined afterwards. */
export function walkIf(node: If, frame: Frame): StartStep[] {
  const branches: Branch[] = [node, ...node.elif].map((clause, index) => ({
    when: `${index === 0 ? 'if' : 'elif'} ${excerpt(frame.text, clause.clause.pos, clause.clause.end, MAX_CONDITION)}`,
    decide: (at, likely) => forAllCases(at, (context) => holds(clause.clause, context), likely),
    body: clause.then,
    condition: clause.clause,
  }));
  if (node.else !== undefined) {
    const condition = excerpt(frame.text, node.clause.pos, node.clause.end, MAX_CONDITION);
    branches.push({ when: `else of if ${condition}`, decide: () => true, body: node.else });
  }
  return walkBranches(branches, frame);
}

/** `case WORD in PATTERN)`. */
export function walkCase(node: Case, frame: Frame): StartStep[] {
  const word = excerpt(frame.text, node.word.pos, node.word.end, MAX_CONDITION);
  const branches = node.items.map((item): Branch => {
    const patterns = item.pattern
      .map((pattern) => excerpt(frame.text, pattern.pos, pattern.end, 80))
      .join('|');
    const decide = (at: Frame, likely?: boolean): Truth =>
      forAllCases(
        at,
        (context) => {
          const value = wordValue(node.word, context);
          if (value === undefined) return item.pattern.some((pattern) => pattern.text === '*') || undefined;
          const results = item.pattern.map((pattern) => {
            const text = wordValue(pattern, context, true);
            return text === undefined ? undefined : matchesPattern(text, value);
          });
          if (results.includes(true)) return true;
          return results.includes(undefined) ? undefined : false;
        },
        likely,
      );
    return { when: `case ${word} in ${patterns})`, decide, body: item.body };
  });
  return [...substitutionsIn(node.word, frame), ...walkBranches(branches, frame)];
}

function walkBranches(branches: readonly Branch[], frame: Frame): StartStep[] {
  const steps: StartStep[] = [];
  const ends: BranchEnd[] = [];
  const anyRound = withoutLoopNames(frame);
  let reached: Truth = true;
  let likelyReached: Truth = true;
  let reachedInAnyRound: Truth = true;
  for (const branch of branches) {
    if (!spend(frame.chain.budget, scopeSize(frame.scope))) break;
    const value = branch.decide(frame);
    const taken = both(reached, value);
    const inAnyRound = anyRound === undefined ? value : branch.decide(anyRound);
    // Where it is the loop's own variable that rules a branch out, another round goes there and tells.
    const elsewhere =
      taken === false && both(reachedInAnyRound, inAnyRound) !== false && anyRound !== undefined;
    const likely = value ?? branch.decide(frame, true);
    const unlikely = both(likelyReached, likely) === false;
    reached = both(reached, negate(value));
    likelyReached = both(likelyReached, negate(likely));
    reachedInAnyRound = both(reachedInAnyRound, negate(inAnyRound));
    if (elsewhere) continue;
    if (branch.condition !== undefined) append(steps, frame.walker.node(branch.condition, frame));
    const scope = cloneScope(frame.scope);
    append(steps, frame.walker.node(branch.body, behind(frame, branch.when, taken, scope)));
    if (taken !== false) {
      ends.push({ scope, when: branch.when, unlikely: unlikely || neverGoesOn(branch.body) });
    }
  }
  if (reached !== false) ends.push({ scope: cloneScope(frame.scope), unlikely: likelyReached === false });
  mergeScopes(frame.scope, ends);
  return steps;
}

/** The frame as it would be if the variables of the loops around were not known. */
function withoutLoopNames(frame: Frame): Frame | undefined {
  if (frame.scope.loopNames.length === 0) return undefined;
  const scope = cloneScope(frame.scope);
  for (const name of scope.loopNames) scope.variables.set(name, null);
  return { ...frame, scope };
}

function negate(value: Truth): Truth {
  return value === undefined ? undefined : !value;
}

/** `a && b || c`: what stands behind an operator runs only when what stands before it allows. */
export function walkAndOr(node: AndOr, frame: Frame): StartStep[] {
  const steps: StartStep[] = [];
  let value: Truth;
  let likely: Truth;
  for (const [index, command] of node.commands.entries()) {
    const result = forAllCases(frame, (context) => nodeHolds(command, context, 0));
    const likelyResult = result ?? forAllCases(frame, (context) => nodeHolds(command, context, 0), true);
    const operator = node.operators[index - 1];
    if (operator === undefined) {
      likely = likelyResult;
      append(steps, frame.walker.node(command, frame));
      value = result;
      continue;
    }
    if (!spend(frame.chain.budget, scopeSize(frame.scope))) break;
    const taken: Truth = value === undefined ? undefined : value === (operator === '&&');
    const before = node.commands[index - 1]?.end ?? node.pos;
    const when = `${excerpt(frame.text, node.pos, before, MAX_CONDITION)} ${operator}`;
    const scope = cloneScope(frame.scope);
    append(steps, frame.walker.node(command, behind(frame, when, taken, scope)));
    const likelyTaken: Truth = taken ?? (likely === undefined ? undefined : likely === (operator === '&&'));
    if (taken === true) mergeScopes(frame.scope, [{ scope, when }]);
    else if (taken === undefined) {
      mergeScopes(frame.scope, [
        { scope, when, unlikely: likelyTaken === false },
        { scope: cloneScope(frame.scope), unlikely: likelyTaken === true },
      ]);
    }
    if (likelyTaken !== false) likely = likelyTaken === true ? likelyResult : undefined;
    if (taken === true) value = result;
    // With the left side open, only a right side that forces the result decides it.
    else if (taken === undefined) value = result === (operator === '||') ? result : undefined;
  }
  return steps;
}

function forAllCases(frame: Frame, decide: (context: WordContext) => Truth, unsetIsEmpty = false): Truth {
  const results = frame.scope.positional.map((positional) =>
    decide({ ...wordContext(frame, positional), unsetIsEmpty }),
  );
  return results.every((result) => result === results[0]) ? results[0] : undefined;
}

function both(a: Truth, b: Truth): Truth {
  return a === false || b === false ? false : a && b;
}

function append(steps: StartStep[], more: readonly StartStep[]): void {
  for (const step of more) steps.push(step);
}
