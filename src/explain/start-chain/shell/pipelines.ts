import type { CommandNode, Pipeline } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import { absolutePath } from '../../path-lookup.ts';
import { spend } from '../budget.ts';
import type { Stdin } from '../chain.ts';
import { filesPrinted } from '../found-files.ts';
import { makeStep } from '../step.ts';
import { textIn } from '../text-in.ts';
import { plainWords } from './command-values.ts';
import { type Frame, placeAt, type Surroundings, wordContext } from './frame.ts';
import { cloneApart, scopeSize } from './scope.ts';
import { excerpt } from './shell-text.ts';
import { inputOf } from './substitutions.ts';

/** `a | b | c`: one step with a child for each command; what one prints is what the next reads. */
export function walkPipeline(node: Pipeline, frame: Frame, around: Surroundings): StartStep[] {
  const [first] = node.commands;
  if (node.commands.length === 1 && first !== undefined) return frame.walker.node(first, frame, around);
  const { budget } = frame.chain;
  const place = placeAt(frame, node.pos);
  if (budget.stepsLeft <= 0)
    return [...frame.chain.run({ argv: [], command: '', place, environment: EMPTY })];
  budget.stepsLeft--;
  const children: StartStep[] = [];
  let stdin = around.stdin;
  for (const [index, command] of node.commands.entries()) {
    if (!spend(budget, scopeSize(frame.scope))) break;
    const { when: _when, ...bare } = frame;
    // Each command of a pipeline runs in a process of its own.
    const inner: Frame = { ...bare, scope: cloneApart(frame.scope) };
    const piped = index < node.commands.length - 1;
    for (const step of frame.walker.node(command, inner, {
      piped,
      ...(stdin === undefined ? {} : { stdin }),
    })) {
      children.push(step);
    }
    stdin = outputOf(command, inner, stdin);
  }
  const text = excerpt(frame.text, node.pos, node.end);
  const command = around.background ? `${text} &` : text;
  return [makeStep(frame.chain, { what: 'pipeline', command, kind: 'pipeline', place, children })];
}

const EMPTY = { variables: new Map<string, string>(), cwd: '/' };

/** What a command prints, where that is plain to see: `echo TEXT`, `cat <<EOF`, `cat FILE`, `base64 -d` of them. */
function outputOf(command: CommandNode, frame: Frame, input: Stdin | undefined): Stdin {
  const unknown: Stdin = { kind: 'unknown', from: excerpt(frame.text, command.pos, command.end, 200) };
  if (command.type !== 'Command') return unknown;
  const name = command.name?.value;
  if (name === 'cat' && command.args.length === 0) return inputOf(command.redirects, frame) ?? unknown;
  const words = plainWords(command, wordContext(frame));
  if (words === undefined) return unknown;
  const printed = filesPrinted(words, frame.chain, frame.scope.cwd);
  if (printed !== undefined) return withLines(unknown, printed);
  if (name === 'sort')
    return withLines(unknown, input === undefined ? undefined : linesOf(input)?.toSorted());
  const { line } = placeAt(frame, command.pos);
  const at = line === undefined ? {} : { line };
  if (name === 'echo' && !words.some((word) => word.includes('\\'))) {
    return { kind: 'text', text: words.slice(words[1] === '-n' ? 2 : 1).join(' '), ...at };
  }
  if (name === 'printf' && words.length === 2) {
    const text = words[1] ?? '';
    return text.includes('%') ? unknown : { kind: 'text', text: text.replaceAll('\\n', '\n'), ...at };
  }
  if (name === 'base64' && words.length === 2 && /^(?:-d|-D|--decode)$/.test(words[1] ?? '')) {
    const coded =
      input?.kind === 'file' ? fileText(frame, input.path) : input?.kind === 'text' ? input.text : '';
    const text = fromBase64(coded ?? '');
    return text === undefined ? unknown : { kind: 'text', text, ...at };
  }
  const file = words[1];
  return name === 'cat' && words.length === 2 && file !== undefined ? { kind: 'file', path: file } : unknown;
}

const MAX_CODED = 64 * 1024;

/** The text behind a code; undefined for none, and for what is no text. */
function fromBase64(coded: string): string | undefined {
  if (coded === '' || coded.length > MAX_CODED || !/^[A-Za-z0-9+/=\s]+$/.test(coded)) return undefined;
  return textIn(Buffer.from(coded, 'base64'));
}

function fileText({ chain, scope }: Frame, path: string): string | undefined {
  const found = chain.tree.resolve(absolutePath(path, scope.cwd).slice(1));
  return found.kind === 'found' ? chain.text(found.node.path) : undefined;
}

/** The lines of an input where they are known. */
export function linesOf(input: Stdin): readonly string[] | undefined {
  if (input.kind === 'unknown') return input.lines;
  return input.kind === 'text' ? input.text.split('\n').filter((line) => line !== '') : undefined;
}

function withLines(input: Stdin, lines: readonly string[] | undefined): Stdin {
  return lines === undefined || input.kind !== 'unknown' ? input : { ...input, lines };
}
