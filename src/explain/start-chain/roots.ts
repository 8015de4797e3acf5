import { formatArgv, startCommand } from '../command.ts';
import type { Instruction, StartStep } from '../explanation.ts';
import { shellOf } from '../history/config-values.ts';
import { formatDuration, parseQuotedList } from '../history/go-values.ts';
import { oneLine } from '../printable.ts';
import { type Argument, type Chain, type Environment, type Place } from './chain.ts';
import { imageText } from './shell/holes.ts';

/** Docker's interval where the image names none. */
const DEFAULT_INTERVAL = 30e9;
const MAX_TRIGGERS = 100;

/** The commands that the configuration itself names: what starts, the health check, the triggers for children. */
export function rootSteps(
  chain: Chain,
  environment: Environment,
  instructions: readonly Instruction[],
): readonly StartStep[] {
  const textOf = (keyword: string): string | undefined =>
    instructions.findLast((instruction) => instruction.keyword === keyword)?.text;
  const start = (argv: readonly Argument[], command: string, place: Place): readonly StartStep[] =>
    argv.length === 0 ? [] : chain.run({ argv, command, place, environment });
  const steps: StartStep[] = [];
  const told = startCommand(chain.config);
  if (told !== undefined) {
    const place = placeOf(told.origin, textOf(told.origin));
    steps.push(...start(told.argv.map(asArgument), oneLine(formatArgv(told.argv)), place));
  }
  const check = chain.config.Healthcheck?.Test ?? [];
  if (check.length > 1 && check[0] !== 'NONE') {
    const shell = check[0] === 'CMD-SHELL' ? shellOf(chain.config) : [];
    const argv = [...shell, ...check.slice(1)];
    const interval = chain.config.Healthcheck?.Interval;
    const every = formatDuration(interval != null && interval > 0 ? interval : DEFAULT_INTERVAL);
    const place = { ...placeOf('HEALTHCHECK', textOf('HEALTHCHECK')), when: `health check, every ${every}` };
    steps.push(...start(argv.map(asArgument), oneLine(formatArgv(argv)), place));
  }
  for (const trigger of (chain.config.OnBuild ?? []).slice(0, MAX_TRIGGERS)) {
    const place = {
      ...placeOf('ONBUILD', oneLine(`ONBUILD ${trigger}`)),
      when: 'when another image is built on this one',
    };
    steps.push(...start(triggerArgv(trigger, shellOf(chain.config)), oneLine(trigger), place));
  }
  return steps;
}

/** `RUN`, `CMD` and `ENTRYPOINT` run something, now or later; other triggers only copy or set. */
function triggerArgv(trigger: string, shell: readonly string[]): readonly Argument[] {
  const match = /^\s*(?:RUN|CMD|ENTRYPOINT)\s+(?:--\S+\s+)*([^]*)$/i.exec(trigger);
  const text = match?.[1];
  if (text === undefined) return [];
  const list = parseQuotedList(text);
  return (list ?? [...shell, text]).map(asArgument);
}

function asArgument(word: string): Argument {
  const value = imageText(word);
  return { text: oneLine(value, 500), value };
}

function placeOf(file: string, instruction: string | undefined): Place {
  return { file, ...(instruction === undefined ? {} : { instruction }) };
}
