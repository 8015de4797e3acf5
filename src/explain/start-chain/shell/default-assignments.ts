import { type Command, forEachChild, type SyntaxNode } from 'unbash';
import { spend } from '../budget.ts';
import { type Frame, wordContext } from './frame.ts';
import { isUnset } from './parameters.ts';
import { variable } from './scope.ts';
import { wordText } from './words.ts';

const MAX_DEPTH = 20;
const DEFAULT = /\$\{\w{1,200}:?=/;

/** `: "${X:=a}"` sets X to what the expansion comes to (POSIX 2.6.2); commands do so in any of their words. */
export function assignDefaults(node: Command, frame: Frame): void {
  if (!DEFAULT.test(frame.text.source.slice(node.pos, node.end))) return;
  assignIn(node, frame, 0);
}

function assignIn(node: SyntaxNode, frame: Frame, depth: number): void {
  if (depth > MAX_DEPTH || !spend(frame.chain.budget, 1)) return;
  forEachChild(node, (child) => {
    // What a substitution sets stays in it.
    if (child.type === 'CommandExpansion' || child.type === 'ProcessSubstitution') return;
    if (child.type === 'ParameterExpansion' && child.operation?.type === 'Default') {
      const { operation, parameter, index } = child;
      if (
        operation.operator.endsWith('=') &&
        index === undefined &&
        isEmptyOrUnset(parameter, frame, operation.operator)
      )
        frame.scope.variables.set(parameter, wordText(operation.operand, wordContext(frame)) ?? null);
    }
    assignIn(child, frame, depth + 1);
  });
}

function isEmptyOrUnset(name: string, frame: Frame, operator: string): boolean {
  if (!/^[A-Za-z_]/.test(name)) return false;
  if (isUnset(name, wordContext(frame))) return true;
  return operator === ':=' && variable(frame.scope, name) === '';
}
