import type { ShellCommand, ShellPipeline } from './model.ts';

/** Groups and loops in one another that are looked into. */
const MAX_DEPTH = 64;

/** What `of` makes of the first command that it makes anything of, in a pipeline and in the groups and loops inside it. */
export function firstIn<T>(
  pipeline: ShellPipeline,
  of: (command: ShellCommand) => T | undefined,
  depth = 0,
): T | undefined {
  for (const command of pipeline.commands) {
    const own = of(command);
    if (own !== undefined) return own;
    if (depth >= MAX_DEPTH) continue;
    for (const inner of command.body) {
      const found = firstIn(inner, of, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
