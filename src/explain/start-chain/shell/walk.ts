import type { ArithmeticCommand, Statement } from 'unbash';
import { type StartStep, TOO_DEEP } from '../../explanation.ts';
import { flatPieces, mayBeSubshells } from '../../shell-reading/index.ts';
import { MAX_NESTING, spend } from '../budget.ts';
import { makeStep } from '../step.ts';
import { walkAndOr, walkCase, walkIf } from './branches.ts';
import { endsList } from './ends-list.ts';
import { behind, type Frame, placeAt, type ShellNode, type Surroundings, type Walker } from './frame.ts';
import { walkArithmeticFor, walkFor, walkWhile } from './loops.ts';
import { walkPipeline } from './pipelines.ts';
import { cloneApart, scopeSize } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { walkCommand } from './simple-command.ts';
import { inputOf, substitutionsIn } from './substitutions.ts';
import { PIECE_NESTING, walkPieces } from './walk-pieces.ts';

/** The walk through a parsed script: each kind of syntax has a file of its own. */
export const walker: Omit<Walker, 'text'> = { statements, node: walkNode };

function statements(list: readonly Statement[], frame: Frame): StartStep[] {
  const steps: StartStep[] = [];
  for (const statement of list) {
    if (!spend(frame.chain.budget, 1)) break;
    for (const step of walkNode(statement.command, frame, { background: statement.background === true })) {
      steps.push(step);
    }
    const { leaving } = frame.scope;
    if (endsList(statement) || leaving === 'loop' || leaving === 'round') break;
  }
  return steps;
}

function walkNode(node: ShellNode, frame: Frame, around: Surroundings = {}): StartStep[] {
  const { budget } = frame.chain;
  if (budget.nesting >= MAX_NESTING && !frame.isPiece) {
    budget.nesting -= PIECE_NESTING;
    const source = frame.text.source.slice(0, node.end);
    const steps = walkPieces(flatPieces(source, node.pos), frame);
    budget.nesting += PIECE_NESTING;
    return steps;
  }
  if (budget.nesting >= MAX_NESTING) {
    if (budget.stepsLeft-- <= 0) return [];
    const command = excerpt(frame.text, node.pos, node.end, 200);
    const parts = {
      what: command.slice(0, 40),
      command,
      kind: 'program' as const,
      place: placeAt(frame, node.pos),
    };
    return [makeStep(frame.chain, { ...parts, unknown: TOO_DEEP })];
  }
  budget.nesting++;
  const steps = dispatch(node, frame, around);
  budget.nesting--;
  return steps;
}

function dispatch(node: ShellNode, frame: Frame, around: Surroundings): StartStep[] {
  const { walker: walk } = frame;
  if (node.type === 'Command') return walkCommand(node, frame, around);
  if (node.type === 'Pipeline') return walkPipeline(node, frame, around);
  if (node.type === 'Function') {
    frame.scope.functions.set(node.name.value, { body: node.body, text: frame.text });
    return [];
  }
  // A compound command in the background knows nothing that it could hand back.
  const inner = around.background ? behind(frame, 'in the background', true, ownScope(frame)) : frame;
  switch (node.type) {
    case 'CompoundList':
      return walk.statements(node.commands, inner);
    case 'AndOr':
      return walkAndOr(node, inner);
    case 'If':
      return walkIf(node, inner);
    case 'Case':
      return walkCase(node, inner);
    case 'For':
    case 'Select':
      return walkFor(node, inner);
    case 'While':
      return walkWhile(node, inner, around);
    case 'ArithmeticFor':
      return walkArithmeticFor(node, inner);
    case 'Subshell':
      return walk.statements(node.body.commands, { ...inner, scope: ownScope(inner) });
    case 'BraceGroup':
      return walk.statements(node.body.commands, inner);
    case 'Redirected': {
      const stdin = inputOf(node.redirects, inner) ?? around.stdin;
      const steps = node.redirects.flatMap((redirect) => substitutionsIn(redirect, inner));
      return [...steps, ...walkNode(node.command, inner, stdin === undefined ? {} : { stdin })];
    }
    case 'Coproc':
      return walkNode(node.body, behind(inner, 'in the background', true, ownScope(inner)));
    case 'ArithmeticCommand':
      return [...substitutionsIn(node, inner), ...walkSubshells(node, inner)];
    case 'TestCommand':
      return substitutionsIn(node, inner);
  }
}

/** dash knows no `((…))`: two subshells. */
function walkSubshells({ body, pos }: ArithmeticCommand, frame: Frame): StartStep[] {
  if (!mayBeSubshells(body)) return [];
  const pieces = flatPieces(body).map((piece) => ({ ...piece, at: pos + piece.at }));
  return walkPieces(pieces, { ...frame, scope: ownScope(frame) });
}

function ownScope(frame: Frame): Frame['scope'] {
  spend(frame.chain.budget, scopeSize(frame.scope));
  return cloneApart(frame.scope);
}
