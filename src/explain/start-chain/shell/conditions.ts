import type { AndOr, CompoundList, PipelineNode, TestExpression, Word } from 'unbash';
import { absolutePath } from '../../path-lookup.ts';
import { plainWords, programNamed } from './command-values.ts';
import { calculated } from './parameters.ts';
import { matchesPattern } from './pattern.ts';
import type { WordContext } from './word-context.ts';
import { wordValue } from './words.ts';

const WRITTEN = /^\/(?:tmp|var|run|dev|mnt|home|root|data)(?:\/|$)/;

/**
 * Whether a condition holds with the image's own ENV, CMD and USER; undefined where those do not decide it.
 * Tests of files are never decided, because a container may have mounts, but for whether one is a link,
 * and where what is likely is asked for.
 */
export function holds(list: CompoundList, context: WordContext): boolean | undefined {
  const [only, ...more] = list.commands;
  if (only === undefined || more.length > 0 || only.background) return undefined;
  return nodeHolds(only.command, context, 0);
}

/** The same for one command, or several joined by operators. */
export function nodeHolds(
  node: PipelineNode | AndOr,
  context: WordContext,
  depth: number,
): boolean | undefined {
  if (depth > 50) return undefined;
  switch (node.type) {
    case 'Command': {
      const words = node.prefix.length === 0 ? plainWords(node, context) : undefined;
      return words === undefined ? undefined : commandHolds(words, context);
    }
    case 'TestCommand':
      return testHolds(node.expression, context, 0);
    case 'Pipeline': {
      const [only, ...more] = node.commands;
      if (only === undefined || more.length > 0) return undefined;
      const inner = nodeHolds(only, context, depth + 1);
      const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
      return inner === undefined ? undefined : inner !== negated;
    }
    case 'AndOr': {
      const first = node.commands[0];
      let value = first === undefined ? undefined : nodeHolds(first, context, depth + 1);
      for (const [index, operator] of node.operators.entries()) {
        const right = node.commands[index + 1];
        if (right === undefined) return undefined;
        if (operator === '&&' && value === false) continue;
        if (operator === '||' && value === true) continue;
        const next = nodeHolds(right, context, depth + 1);
        // An unknown left side leaves the whole unknown unless the right side decides it alone.
        if (value === undefined) value = next === (operator === '||') ? next : undefined;
        else value = next;
      }
      return value;
    }
    case 'ArithmeticCommand': {
      const value = node.expression === undefined ? undefined : calculated(node.expression, context);
      return value === undefined ? undefined : value !== 0;
    }
    default:
      return undefined;
  }
}

/** `true`, `false`, `[ … ]` and `test …` with words that are all known. */
function commandHolds(words: readonly string[], context: WordContext): boolean | undefined {
  const [name = ''] = words;
  if (name === 'true' || name === ':') return true;
  if (name === 'false') return false;
  if (name === '[') return words.at(-1) === ']' ? testWords(words.slice(1, -1), context) : undefined;
  if (name === 'test') return testWords(words.slice(1), context);
  return context.unsetIsEmpty === true ? likelyFound(words, context) : undefined;
}

/** `command -v NAME` and the like hold where the image has the program, unless PATH is set to another. */
function likelyFound([name = '', ...args]: readonly string[], context: WordContext): boolean | undefined {
  const asks = name === 'command' ? /^-[vV]$/.test(args[0] ?? '') : /^(?:type|which|hash)$/.test(name);
  const names = args.filter((word) => !word.startsWith('-'));
  const [wanted = ''] = names;
  if (!asks || names.length !== 1) return undefined;
  if (context.scope.functions.has(wanted)) return true;
  const found = programNamed(wanted, context);
  return found === undefined ? undefined : found.kind === 'found';
}

/** POSIX test(1) by the number of words. */
function testWords(words: readonly string[], context: WordContext): boolean | undefined {
  const [a = '', b = '', c = ''] = words;
  if (words[0] === '!' && words.length > 1) {
    const inner = testWords(words.slice(1), context);
    return inner === undefined ? undefined : !inner;
  }
  if (words.length === 0) return false;
  if (words.length === 1) return a !== '';
  if (words.length === 2) return unary(a, b, context);
  return words.length === 3 ? binary(a, b, c) : undefined;
}

function unary(operator: string, operand: string, context: WordContext): boolean | undefined {
  if (operator === '-n') return operand !== '';
  if (operator === '-z') return operand === '';
  // What is mounted in place of a file of the image is no link.
  if (operator === '-h' || operator === '-L') return isLink(operand, context);
  if (context.unsetIsEmpty === true && /^-[defrsx]$/.test(operator))
    return likelyThere(operator, operand, context);
  return undefined;
}

/**
 * What a test of a file comes to unless whoever starts the container mounts something there: what is in the image is
 * there, and a program that is not in the image is not, but where programs put files while they run.
 */
function likelyThere(operator: string, path: string, { tree, scope }: WordContext): boolean | undefined {
  const at = absolutePath(path, scope.cwd);
  const found = tree.resolve(at.slice(1));
  if (found.kind !== 'found') return operator === '-x' && !WRITTEN.test(at) ? false : undefined;
  const { kind, mode } = found.node.entry;
  if (operator === '-d') return kind === 'directory';
  if (operator === '-f') return kind === 'file';
  return operator === '-x' && kind === 'file' ? (mode & 0o111) !== 0 : true;
}

function isLink(path: string, { tree, scope }: WordContext): boolean | undefined {
  const kind = tree.get(absolutePath(path, scope.cwd).slice(1))?.entry.kind;
  return kind === undefined ? undefined : kind === 'symlink';
}

function binary(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (!/^-?\d{1,15}$/.test(left) || !/^-?\d{1,15}$/.test(right)) return undefined;
  const difference = Number(left) - Number(right);
  switch (operator) {
    case '-eq':
      return difference === 0;
    case '-ne':
      return difference !== 0;
    case '-gt':
      return difference > 0;
    case '-ge':
      return difference >= 0;
    case '-lt':
      return difference < 0;
    case '-le':
      return difference <= 0;
    default:
      return undefined;
  }
}

function testHolds(test: TestExpression, context: WordContext, depth: number): boolean | undefined {
  if (depth > 50) return undefined;
  switch (test.type) {
    case 'TestUnary': {
      const operand = wordValue(test.operand, context);
      return operand === undefined ? undefined : unary(test.operator, operand, context);
    }
    case 'TestBinary':
      return testBinary(test.operator, test.left, test.right, context);
    case 'TestNot': {
      const inner = testHolds(test.operand, context, depth + 1);
      return inner === undefined ? undefined : inner !== (test.negations.length % 2 === 1);
    }
    case 'TestGroup':
      return testHolds(test.expression, context, depth + 1);
    case 'TestLogical': {
      const values = test.operands.map((operand) => testHolds(operand, context, depth + 1));
      const deciding = test.operator === '||';
      if (values.includes(deciding)) return deciding;
      return values.includes(undefined) ? undefined : !deciding;
    }
  }
}

function testBinary(operator: string, left: Word, right: Word, context: WordContext): boolean | undefined {
  const value = wordValue(left, context);
  if (value === undefined) return undefined;
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = wordValue(right, context, true);
    const matches = pattern === undefined ? undefined : matchesPattern(pattern, value);
    return matches === undefined ? undefined : matches === (operator !== '!=');
  }
  const other = wordValue(right, context);
  return other === undefined ? undefined : binary(value, operator, other);
}
