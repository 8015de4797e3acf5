import type { EmbeddedCommand } from '../../explain/program-text/program-commands.ts';

/**
 * Those of the commands that somebody worked out of a program which its plain text does not show on the same line.
 *
 * @param shown the commands that the text shows by itself
 */
export function notShown(
  commands: readonly EmbeddedCommand[],
  shown: readonly EmbeddedCommand[],
): readonly EmbeddedCommand[] {
  const known = new Set(shown.map(keyOf));
  return commands.filter((command) => !known.has(keyOf(command)));
}

/** The same command, whatever what is not known in it is called. */
function keyOf({ text, line }: EmbeddedCommand): string {
  return `${line} ${text.replaceAll(/["']?\$\w+["']?|["']/g, '').trim()}`;
}
