import type { StartStep } from '../../explanation.ts';
import { spend } from '../budget.ts';
import type { BuiltinCall } from './builtin-call.ts';
import { wordContext } from './frame.ts';
import { isOpen } from './parameters.ts';
import { expandWord } from './words.ts';

/** Words that `set --` may come to: `set -- "$@" "$@"` doubles them. */
const MAX_ARGUMENTS = 1000;

/** `set -- a b` changes the positional parameters, in each case on its own. */
export function setArguments(call: BuiltinCall): StartStep[] {
  const { frame, node } = call;
  const words = node.args.map((word) => word.text);
  const dashes = words.indexOf('--');
  for (const word of words.slice(0, dashes === -1 ? undefined : dashes)) {
    if (/^[-+][a-z]{0,9}a/.test(word) || word === 'allexport')
      frame.scope.exportsAll = !word.startsWith('+') && !words.includes('+o');
  }
  const from = dashes === -1 ? words.findIndex((word) => !/^[-+]/.test(word)) : dashes + 1;
  if (dashes === -1 && (from === -1 || /^[-+]\w*o$/.test(words[from - 1] ?? ''))) return [];
  frame.scope.positional = frame.scope.positional.map((positional) => {
    const context = wordContext(frame, positional);
    const args = node.args
      .slice(from)
      .flatMap((word) => (word.type === 'Word' ? expandWord(word, context) : [{ text: word.text }]));
    if (args.length > MAX_ARGUMENTS || !spend(frame.chain.budget, args.length)) {
      return { ...positional, args: undefined };
    }
    // Arguments that are not known, and nothing before them, say nothing.
    const [first] = args;
    const saysNothing = first?.value === undefined && /\$[@*]/.test(first?.text ?? '');
    return { ...positional, args: saysNothing ? undefined : args };
  });
  return [];
}

/** `shift N` takes the first away. */
export function shift(call: BuiltinCall): StartStep[] {
  const { scope } = call.frame;
  const count = call.argv[1] === undefined ? 1 : Number(call.argv[1].value);
  scope.positional = scope.positional.map((positional) => ({
    ...positional,
    args:
      Number.isInteger(count) && count >= 0 && positional.args?.slice(0, count).some(isOpen) === false
        ? positional.args.slice(count)
        : undefined,
  }));
  return [];
}
