const KEYS =
  '(?:fsmonitor|sshcommand|pager|editor|askpass|gitproxy|smudge|clean|process|textconv|cmd|command|external|driver|program|helper|difftool|diffFilter)';

/** A line of git's settings that runs its value (git-config(1)); an alias only behind `!`. */
export const GIT_SETTING = new RegExp(
  String.raw`^[ \t]{0,40}${KEYS}[ \t]{0,40}=[ \t]{0,40}"?!?((?:[^\n"\\]|\\.){1,2000})|^[ \t]{0,40}[\w-]{1,60}[ \t]{0,40}=[ \t]{0,40}"?!((?:[^\n"\\]|\\.){1,2000})`,
  'gim',
);

/** The same in one word: `core.pager=…` behind `-c`, in the variables of git and where a helper is told. */
export const GIT_WORD = new RegExp(
  String.raw`^(?:[\w-]{1,60}\.)(?:.{0,200}\.)?(?:${KEYS}=!?|[\w-]{1,60}=!)([^]+)$`,
  'i',
);
