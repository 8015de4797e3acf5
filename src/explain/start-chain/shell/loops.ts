import { type ArithmeticFor, type For, forEachChild, type Select, type SyntaxNode, type While } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import type { Argument } from '../chain.ts';
import { holds } from './conditions.ts';
import { behind, type Frame, type Surroundings, wordContext } from './frame.ts';
import { linesOf } from './pipelines.ts';
import { cloneScope, mergeScopes, type Scope, scopeSize } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { substitutionsIn } from './substitutions.ts';
import { expandWord } from './words.ts';

/** Rounds of a `for` that are followed one by one when its words are known. */
const MAX_ROUNDS = 16;

/** `for NAME in WORDS`: with known words each round is followed, and what differs from earlier rounds listed. */
export function walkFor(node: For | Select, frame: Frame): StartStep[] {
  const name = node.name.value;
  const list = node.wordlist?.map((word) => excerpt(frame.text, word.pos, word.end, 60)).join(' ');
  const steps = (node.wordlist ?? []).flatMap((word) => substitutionsIn(word, frame));
  const words = node.type === 'For' ? loopWords(node, frame)?.map((word) => word.value) : undefined;
  const when = `for ${name}${list === undefined ? '' : ` in ${list}`}`;
  const taken = words === undefined ? undefined : words.length > 0;
  return [...steps, ...walkRounds(node.body, frame, { name, values: words, when, taken })];
}

interface Rounds {
  readonly name: string;
  readonly values: readonly (string | undefined)[] | undefined;
  readonly when: string;
  readonly taken: boolean | undefined;
}

function walkRounds(body: For['body'], frame: Frame, { name, values, when, taken }: Rounds): StartStep[] {
  const few = values !== undefined && values.length > 0 && values.length <= MAX_ROUNDS;
  const rounds = few ? values : [undefined];
  forgetAssigned(body, frame);
  const steps: StartStep[] = [];
  const ends: { scope: Scope; when?: string }[] = [];
  const seen = new Set<string>();
  for (const value of rounds) {
    if (!spend(frame.chain.budget, scopeSize(frame.scope))) break;
    const scope = cloneScope(frame.scope);
    scope.variables.set(name, value ?? null);
    if (value !== undefined) scope.loopNames = [...scope.loopNames, name];
    for (const step of frame.walker.node(body, behind(frame, when, taken, scope))) {
      const key = `${step.line}\0${step.what}\0${step.path}\0${step.command}\0${step.taken}`;
      if (rounds.length > 1 && seen.has(key)) continue;
      seen.add(key);
      steps.push(step);
    }
    ends.push({ scope, when });
  }
  if (taken !== true) ends.push({ scope: cloneScope(frame.scope) });
  mergeScopes(frame.scope, ends);
  return steps;
}

function loopWords(node: For, frame: Frame): readonly Argument[] | undefined {
  const context = wordContext(frame);
  if (node.wordlist === undefined) return context.positional.args;
  const words = node.wordlist.flatMap((word) => expandWord(word, context));
  return words.every((word) => word.value !== undefined) ? words : undefined;
}

/** `while` and `until`: the body is followed once, with all that it assigns taken as unknown. */
export function walkWhile(node: While, frame: Frame, around: Surroundings): StartStep[] {
  const condition = excerpt(frame.text, node.clause.pos, node.clause.end, 160);
  const when = `${node.kind} ${condition}`;
  const reading = readLoop(node, around);
  if (reading !== undefined) return walkRounds(node.body, frame, { ...reading, when, taken: undefined });
  const value = holds(node.clause, wordContext(frame));
  const taken = value === undefined ? undefined : value === (node.kind === 'while');
  if (taken === false) {
    const scope = cloneScope(frame.scope);
    const before = frame.walker.node(node.clause, frame);
    return [...before, ...frame.walker.node(node.body, behind(frame, when, false, scope))];
  }
  forgetAssigned(node, frame);
  const steps = frame.walker.node(node.clause, frame);
  return [...steps, ...walkBody(node.body, behind(frame, when, taken, frame.scope))];
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
  return names.length === 1 && name !== undefined ? { name, values } : undefined;
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
    if (child.type === 'Assignment') frame.scope.variables.set(child.name, null);
    if (child.type === 'Command' && child.name?.value === 'read') {
      for (const word of child.args) if (/^\w+$/.test(word.text)) frame.scope.variables.set(word.text, null);
    }
    if (child.type === 'Command' && (child.name?.value === 'set' || child.name?.value === 'shift')) {
      frame.scope.positional = [{ args: undefined }];
    }
    forgetAssigned(child, frame, depth + 1);
  });
}
