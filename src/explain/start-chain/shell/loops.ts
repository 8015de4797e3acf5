import { type ArithmeticFor, type For, forEachChild, type Select, type SyntaxNode, type While } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { isQuarterSpent, spend } from '../budget.ts';
import type { Argument } from '../chain.ts';
import { needsValue, RoundSteps } from '../round-steps.ts';
import { nodeHolds } from './conditions.ts';
import { behind, type Frame, placeAt, type Surroundings, wordContext } from './frame.ts';
import { linesOf, printedLines } from './pipelines.ts';
import { type BranchEnd, cloneScope, mergeScopes, type Scope, scopeSize } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { substitutionsIn } from './substitutions.ts';
import { expandWord } from './words.ts';

/** Commands that set the variables whose names they are given. */
const SETTING = new Set(['read', 'unset', 'mapfile', 'readarray', 'getopts']);
/** Rounds of a `for` that are followed one by one when its words are known; of more, only where what runs depends on them. */
const MAX_ROUNDS = 16;

/** `for NAME in WORDS`: with known words each round is followed, and what differs from earlier rounds listed. */
export function walkFor(node: For | Select, frame: Frame): StartStep[] {
  const name = node.name.value;
  const list = node.wordlist?.map((word) => excerpt(frame.text, word.pos, word.end, 60)).join(' ');
  const steps = (node.wordlist ?? []).flatMap((word) => substitutionsIn(word, frame));
  const words = node.type === 'For' ? loopWords(node, frame)?.map((word) => word.value) : undefined;
  const when = `for ${name}${list === undefined ? '' : ` in ${list}`}`;
  const taken = words === undefined ? undefined : words.length > 0;
  const values = words ?? linesListed(node, frame);
  return [...steps, ...walkRounds(node.body, frame, { name, values, when, taken })];
}

interface Rounds {
  readonly name: string;
  readonly values: readonly (string | undefined)[] | undefined;
  readonly when: string;
  readonly taken: boolean | undefined;
}

function walkRounds(body: For['body'], frame: Frame, { name, values, when, taken }: Rounds): StartStep[] {
  const few = values !== undefined && values.length > 0 && values.length <= MAX_ROUNDS;
  const rounds = new RoundSteps();
  const outer = frame.scope.leaving;
  // Rounds follow one another, each with what the one before left, for as long as none perhaps ends the loop.
  const running = cloneScope(frame.scope);
  const ends: BranchEnd[] = [];
  let inTurn = few;
  if (!inTurn) forgetAssigned(body, frame);
  for (const value of few ? values : [undefined]) {
    if (!spend(frame.chain.budget, scopeSize(frame.scope))) {
      inTurn = false;
      break;
    }
    const scope = inTurn ? running : cloneScope(frame.scope);
    scope.leaving = (inTurn ? 'nothing' : undefined) as Scope['leaving'];
    setLoopVariable(scope, frame.scope, name, value);
    rounds.add(frame.walker.node(body, behind(frame, when, taken, scope)));
    if (!inTurn) ends.push({ scope, when });
    else if (scope.leaving === 'loop') break;
    else if (scope.leaving === 'perhaps') {
      inTurn = false;
      ends.push({ scope: cloneScope(scope), when });
      forgetAssigned(body, frame);
    }
  }
  if (inTurn) ends.push({ scope: running, when });
  if (taken !== true) ends.push({ scope: cloneScope(frame.scope) });
  for (const end of ends) end.scope.leaving = outer;
  const steps =
    values !== undefined && !few && rounds.steps.some(needsValue)
      ? eachRound(body, frame, { name, values, when, taken }, rounds.steps)
      : rounds.steps;
  mergeScopes(frame.scope, ends.length === 0 ? [{ scope: cloneScope(frame.scope) }] : ends);
  return steps;
}

/** The steps of each of many rounds, as far as a quarter of the steps that are left; then those of any round as well, and it is told. */
function eachRound(
  body: For['body'],
  frame: Frame,
  { name, values = [], when, taken }: Rounds,
  any: readonly StartStep[],
): StartStep[] {
  const { budget, spoken } = frame.chain;
  const rounds = new RoundSteps();
  const before = budget.stepsLeft;
  for (const value of values) {
    if (isQuarterSpent(budget, before) || !spend(budget, scopeSize(frame.scope))) {
      spoken.leaveOut(placeAt(frame, body.pos));
      return [...any, ...rounds.steps];
    }
    const scope = cloneScope(frame.scope);
    setLoopVariable(scope, frame.scope, name, value);
    rounds.add(frame.walker.node(body, behind(frame, when, taken, scope)));
  }
  return rounds.steps;
}

function setLoopVariable(scope: Scope, outer: Scope, name: string, value: string | undefined): void {
  scope.variables.set(name, value ?? null);
  scope.arrays.delete(name);
  if (value !== undefined) scope.loopNames = [...outer.loopNames, name];
}

function loopWords(node: For, frame: Frame): readonly Argument[] | undefined {
  const context = wordContext(frame);
  if (node.wordlist === undefined) return context.positional.args;
  const words = node.wordlist.flatMap((word) => expandWord(word, context));
  return words.every((word) => word.value !== undefined) ? words : undefined;
}

/** `for f in $(ls FOLDER)`, `$(find … | sort)`: what there is in the image, and one that is not known: there may be more. */
function linesListed(node: For | Select, frame: Frame): readonly (string | undefined)[] | undefined {
  const [word, ...more] = node.wordlist ?? [];
  const [part, ...others] = word?.parts ?? [];
  if (more.length > 0 || others.length > 0 || part?.type !== 'CommandExpansion') return undefined;
  const lines = part.script === undefined ? undefined : printedLines(part.script.commands, frame);
  if (lines === undefined || lines.length === 0) return undefined;
  return [...lines.flatMap((line) => line.split(/\s+/).filter(Boolean)), undefined];
}

/**
 * `while` and `until`: rounds are followed one after the other as long as it is known that there is a next one
 * (`while [ $# -gt 0 ]`); else the body is followed once, with all that it assigns taken as unknown.
 */
export function walkWhile(node: While, frame: Frame, around: Surroundings): StartStep[] {
  const condition = excerpt(frame.text, node.clause.pos, node.clause.end, 160);
  const when = `${node.kind} ${condition}`;
  const reading = readLoop(node, around);
  if (reading !== undefined) return walkRounds(node.body, frame, { ...reading, when, taken: undefined });
  const rounds = new RoundSteps();
  const outer = frame.scope.leaving;
  let first = true;
  // What no parameter decides goes on for ever, or ends by what is not known.
  for (let left = /\$/.test(condition) ? MAX_ROUNDS : 1; ; left--) {
    const perhapsLeft = !first && frame.scope.leaving === 'perhaps';
    const value = perhapsLeft ? undefined : roundFollows(node, frame);
    if (value === false) {
      const scope = cloneScope(frame.scope);
      rounds.add(frame.walker.node(node.clause, frame));
      if (first) rounds.add(frame.walker.node(node.body, behind(frame, when, false, scope)));
      break;
    }
    const cut = left <= 1 || !spend(frame.chain.budget, scopeSize(frame.scope));
    if (value === undefined || cut) {
      forgetAssigned(node, frame);
      frame.scope.leaving = undefined;
      rounds.add(frame.walker.node(node.clause, frame));
      rounds.add(walkBody(node.body, behind(frame, when, first ? value : undefined, frame.scope)));
      break;
    }
    rounds.add(frame.walker.node(node.clause, frame));
    frame.scope.leaving = 'nothing' as Scope['leaving'];
    rounds.add(frame.walker.node(node.body, behind(frame, when, true, frame.scope)));
    first = false;
    if (frame.scope.leaving === 'loop') break;
  }
  frame.scope.leaving = outer;
  return rounds.steps;
}

/** Whether there is a next round. Assignments before the last command of the condition are done. */
function roundFollows(node: While, frame: Frame): boolean | undefined {
  const { commands } = node.clause;
  const before = commands.slice(0, -1).map(({ command }) => command);
  const last = commands.at(-1);
  if (last === undefined || last.background === true) return undefined;
  if (!before.every((command) => command.type === 'Command' && command.name === undefined)) return undefined;
  // What a substitution runs is followed once, in the condition itself.
  if (before.length > 0 && /\$\(|`/.test(frame.text.source.slice(node.clause.pos, last.pos)))
    return undefined;
  const scope = cloneScope(frame.scope);
  for (const command of before) frame.walker.node(command, { ...frame, scope });
  const value = nodeHolds(last.command, wordContext({ ...frame, scope }), 0);
  return value === undefined ? undefined : value === (node.kind === 'while');
}

/** `… | while read NAME`, where the lines that come through the pipe are known. */
function readLoop(node: While, around: Surroundings): Pick<Rounds, 'name' | 'values'> | undefined {
  const values = around.stdin === undefined ? undefined : linesOf(around.stdin);
  const [only, ...more] = node.clause.commands;
  const command = only?.command;
  if (values === undefined || more.length > 0 || node.kind !== 'while') return undefined;
  if (command?.type !== 'Command' || command.name?.value !== 'read') return undefined;
  const names = command.args.map((word) => word.text).filter((word) => !word.startsWith('-'));
  const [name] = names;
  if (names.length !== 1 || name === undefined) return undefined;
  // Of the image's files there may be more.
  return { name, values: around.stdin?.kind === 'unknown' ? [...values, undefined] : values };
}

export function walkArithmeticFor(node: ArithmeticFor, frame: Frame): StartStep[] {
  const when = excerpt(frame.text, node.pos, node.body.pos, 160);
  forgetAssigned(node.body, frame);
  return walkBody(node.body, behind(frame, when, undefined, frame.scope));
}

function walkBody(body: While['body'], frame: Frame): StartStep[] {
  spend(frame.chain.budget, 2 * scopeSize(frame.scope));
  const scope = cloneScope(frame.scope);
  const steps = frame.walker.node(body, { ...frame, scope });
  const end = frame.when === undefined ? { scope } : { scope, when: frame.when };
  mergeScopes(frame.scope, [end, { scope: cloneScope(frame.scope) }]);
  return steps;
}

/** A later round sees what an earlier one assigned, so nothing that a loop assigns is known in it. */
function forgetAssigned(node: SyntaxNode, frame: Frame, depth = 0): void {
  if (depth > 300 || !spend(frame.chain.budget, 1)) return;
  forEachChild(node, (child) => {
    if (child.type === 'Word') return;
    if (child.type === 'Assignment') {
      frame.scope.variables.set(child.name, null);
      frame.scope.arrays.set(child.name, null);
    }
    if (child.type === 'Command' && SETTING.has(child.name?.value ?? '')) {
      for (const { text } of child.args) if (/^\w+$/.test(text)) frame.scope.variables.set(text, null);
    }
    if (child.type === 'Command' && (child.name?.value === 'set' || child.name?.value === 'shift')) {
      frame.scope.positional = [{ args: undefined }];
    }
    forgetAssigned(child, frame, depth + 1);
  });
}
