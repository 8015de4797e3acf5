import type { Environment } from './settings.ts';

/**
 * Whether to colour. `--color always` and `never` decide; for `auto` FORCE_COLOR, then NO_COLOR (any value
 * but an empty one), then TERM=dumb, and last whether it goes to a terminal. The order is Node's own.
 */
export function wantsColor(
  choice: 'auto' | 'always' | 'never',
  env: Environment,
  isTerminal: boolean,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return isTerminal && env['TERM'] !== 'dumb';
}

/** A bar redraws a line: only for a person at a terminal that can do that. */
export function wantsProgress(env: Environment, isTerminal: boolean): boolean {
  const ci = env['CI'];
  return (
    isTerminal && env['TERM'] !== 'dumb' && (ci === undefined || ci === '' || ci === 'false' || ci === '0')
  );
}
