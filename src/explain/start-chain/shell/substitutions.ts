import { forEachChild, type ParsedScript, type Redirection, type SyntaxNode } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import type { Stdin } from '../chain.ts';
import { type Frame, placeAt, wordContext } from './frame.ts';
import { cloneApart, scopeSize } from './scope.ts';
import { excerpt, newShellText } from './shell-text.ts';
import { wordValue } from './words.ts';

const MAX_WORD_DEPTH = 64;

/** What command and process substitutions inside a word, an assignment or a redirection run. */
export function substitutionsIn(node: SyntaxNode, frame: Frame, depth = 0): StartStep[] {
  if (depth > MAX_WORD_DEPTH || !spend(frame.chain.budget, 1)) return [];
  const steps: StartStep[] = [];
  forEachChild(node, (child) => {
    if (
      child.type === 'CommandExpansion' ||
      child.type === 'ProcessSubstitution' ||
      child.type === 'ArithmeticCommandExpansion'
    ) {
      // The parser reads what is inside only now, and again at each further level.
      if (!spend(frame.chain.budget, (child.end - child.pos) >> 1)) return;
      if (child.script !== undefined) steps.push(...walkInner(child.script, frame, child.pos));
      return;
    }
    steps.push(...substitutionsIn(child, frame, depth + 1));
  });
  return steps;
}

function walkInner(script: ParsedScript, frame: Frame, offset: number): StartStep[] {
  spend(frame.chain.budget, scopeSize(frame.scope));
  const scope = cloneApart(frame.scope);
  // Inside escaped backquotes offsets count in a text of their own.
  const text =
    script.source === undefined
      ? frame.text
      : newShellText(script.source, placeAt(frame, offset), frame.text.holes);
  if (frame.chain.budget.nesting > 400) return [];
  frame.chain.budget.nesting++;
  const steps = frame.walker.statements(script.commands, { ...frame, scope, text });
  frame.chain.budget.nesting--;
  return steps;
}

/** What redirections put onto standard input; the last one counts. */
export function inputOf(redirects: readonly Redirection[], frame: Frame): Stdin | undefined {
  let stdin: Stdin | undefined;
  for (const redirect of redirects) {
    const { descriptor } = redirect;
    if (descriptor !== undefined && !(descriptor.type === 'FileDescriptor' && descriptor.value === 0))
      continue;
    if (redirect.type === 'HereDoc') {
      const text =
        redirect.operator === '<<-' ? redirect.body.text.replace(/^\t+/gm, '') : redirect.body.text;
      const { line } = placeAt(frame, redirect.body.pos);
      stdin = { kind: 'text', text, ...(line === undefined ? {} : { line }) };
    } else if (redirect.type === 'HereString') {
      const text = redirect.target === undefined ? undefined : wordValue(redirect.target, wordContext(frame));
      const { line } = placeAt(frame, redirect.pos);
      stdin =
        text === undefined
          ? { kind: 'unknown', from: excerpt(frame.text, redirect.pos, redirect.end, 200) }
          : { kind: 'text', text, ...(line === undefined ? {} : { line }) };
    } else if (redirect.operator === '<' && redirect.target !== undefined) {
      const path = wordValue(redirect.target, wordContext(frame));
      stdin =
        path === undefined
          ? { kind: 'unknown', from: excerpt(frame.text, redirect.pos, redirect.end, 200) }
          : { kind: 'file', path };
    }
  }
  return stdin;
}
