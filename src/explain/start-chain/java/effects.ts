import type { StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Invocation, shellWords } from '../chain.ts';
import { findFile } from '../program.ts';
import { makeStep } from '../step.ts';
import type { OptionWord } from './java-options.ts';

const MAX_EFFECTS = 50;

/** What options run beside the program itself: agents, a debugger's door, commands for when it fails. */
export function effectSteps(
  chain: Chain,
  words: readonly OptionWord[],
  invocation: Invocation,
): readonly StartStep[] {
  return words.slice(0, MAX_EFFECTS).flatMap((word) => effect(chain, word, invocation));
}

function effect(chain: Chain, word: OptionWord, invocation: Invocation): readonly StartStep[] {
  if (chain.budget.stepsLeft <= 0) return [];
  const { place, environment } = invocation;
  const value = word.value ?? '';
  const command = oneLine(word.from === undefined ? value : `${word.from}: ${value}`, 300);
  const agent = /^-(?:javaagent|agentpath):([^=]{1,1000})/.exec(value)?.[1];
  if (agent !== undefined) {
    const program = findFile(chain, agent, environment.cwd);
    chain.budget.stepsLeft--;
    const unknown = program.unknown ?? 'an agent, which can change every class: not read';
    return [makeStep(chain, { what: program.what, command, kind: program.kind, place, program, unknown })];
  }
  if (/^-(?:agentlib:jdwp|Xrunjdwp)/.test(value)) {
    chain.budget.stepsLeft--;
    const address = /[=:,]address=([^,\s]{1,200})/.exec(value)?.[1] ?? 'a port that the system chooses';
    const what = `${/[=:,]server=y/.test(value) ? 'listen on' : 'connect to'} ${oneLine(address, 200)}`;
    return [makeStep(chain, { what, command, kind: 'builtin', place })];
  }
  const [, kind, text = ''] = /^-XX:On(OutOfMemory)?Error=([\s\S]{1,4000})/.exec(value) ?? [];
  const when = kind === undefined ? 'when it crashes' : 'when it runs out of memory';
  const { stdin: _stdin, ...rest } = invocation;
  return chain.run({
    ...rest,
    argv: shellWords(text),
    command,
    place: { ...place, when },
  });
}
