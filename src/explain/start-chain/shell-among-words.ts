import { baseName } from '../../base/base-name.ts';
import type { Argument, Follower } from './chain.ts';
import { isShell } from './shell/shell-names.ts';

const MAX_WORDS = 64;

/**
 * A shell and a text for it among the words of a program that nothing else knows: `ttyd sh -c TEXT`, `spawn-fcgi … -- /bin/sh -c TEXT`.
 * Whatever the program is, nothing but to be run is such a text for.
 */
export const followShellAmongWords: Follower = (invocation, _program, chain) => {
  const words = invocation.argv.slice(0, MAX_WORDS);
  const at = words.findIndex((word, index) => index > 0 && isShellName(word) && takesText(words[index + 1]));
  if (at === -1 || words[at + 2] === undefined) return undefined;
  const { stdin: _stdin, ...rest } = invocation;
  const argv = invocation.argv.slice(at);
  return { children: chain.run({ ...rest, argv, command: argv.map(({ text }) => text).join(' ') }) };
};

function isShellName({ value = '' }: Argument): boolean {
  return value.length < 100 && isShell(baseName(value));
}

function takesText(option: Argument | undefined): boolean {
  return /^-[a-z]{0,5}c$/.test(option?.value ?? '');
}
