/** Two words beside each other, or a pipe: what no sum has. */
const COMMANDS = /\w\s+["'$\w/]|\|/;

/** Whether what stands in `((…))` may be commands: dash knows no such arithmetic, and reads two subshells. */
export function mayBeSubshells(body: string): boolean {
  return COMMANDS.test(body);
}
