import { ownPipelines, type TextUnit } from '../text/text-unit.ts';
import type { Script } from './behaviour.ts';

/** Commands of one pipeline that are looked at: each is held against all others, and people write a handful. */
const MAX_COMMANDS = 64;

/** A unit with its commands laid out one by one; what files that it sources do is shown with those. */
export function scriptOf(unit: TextUnit): Script {
  const commands = ownPipelines(unit).flatMap((whole) => {
    const pipeline = { ...whole, commands: whole.commands.slice(0, MAX_COMMANDS) };
    return pipeline.commands
      .filter(({ name }) => name !== '')
      .map((command) => ({
        command,
        pipeline,
        args: command.args.map(({ text }) => text),
        line: unit.line ?? pipeline.line,
      }));
  });
  return { unit, commands };
}
