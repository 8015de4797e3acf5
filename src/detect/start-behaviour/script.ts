import { ownPipelines, type TextUnit } from '../text/units.ts';
import type { Script } from './behaviour.ts';

/** A unit with its commands laid out one by one; what files that it sources do is shown with those. */
export function scriptOf(unit: TextUnit): Script {
  const commands = ownPipelines(unit).flatMap((pipeline) =>
    pipeline.commands
      .filter(({ name }) => name !== '')
      .map((command) => ({
        command,
        pipeline,
        args: command.args.map(({ text }) => text),
        line: unit.line ?? pipeline.line,
      })),
  );
  return { unit, commands };
}
