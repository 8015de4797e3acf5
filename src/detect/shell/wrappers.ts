import { baseName } from '../../base/base-name.ts';
import { WRAPPERS as START_WRAPPERS } from '../../explain/start-chain/wrapper-table.ts';
import type { ShellWord } from './model.ts';

/** Options of a wrapper that take the next word with them. */
interface Wrapper {
  readonly valued?: { test(word: string): boolean };
  /** Words without dash in front of the command: the duration of `timeout`, the user of `gosu`. */
  readonly operands?: number;
  /** The option behind which the command stands, as far as `;` or `+`: find's `-exec`. */
  readonly after?: RegExp;
  /** `NAME=value` words stand in front of the command. */
  readonly assignments?: boolean;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['sudo', { valued: /^-(?:[ugphCrtTUD]|-user|-group|-prompt|-host)$/, assignments: true }],
  ['doas', { valued: /^-[uC]$/ }],
  ['env', { valued: /^-(?:[uCS]|-unset|-chdir)$/, assignments: true }],
  ['nohup', {}],
  ['exec', { valued: /^-[cl]*a$/ }],
  ['setsid', {}],
  ['nice', { valued: /^-(?:n|-adjustment)$/ }],
  ['ionice', { valued: /^-[cnp]$/ }],
  ['chrt', { valued: /^-[TPD]$/, operands: 1 }],
  ['taskset', { operands: 1 }],
  ['timeout', { valued: /^-(?:[ks]|-signal|-kill-after)$/, operands: 1 }],
  ['time', {}],
  ['command', {}],
  ['builtin', {}],
  ['stdbuf', { valued: /^-[ioe]$/ }],
  ['chroot', { operands: 1 }],
  ['busybox', {}],
  ['toybox', {}],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['s6-setuidgid', { operands: 1 }],
  ['setuidgid', { operands: 1 }],
  ['setpriv', {}],
  ['tini', { valued: /^-[pe]$/ }],
  ['dumb-init', { valued: /^-(?:r|-rewrite)$/ }],
  ['catatonit', {}],
  ['proxychains', { valued: /^-f$/ }],
  ['proxychains4', { valued: /^-f$/ }],
  ['torsocks', { valued: /^-[uap]$/ }],
  ['torify', {}],
  ['unshare', {}],
  ['cpulimit', { valued: /^-(?:[lpePc]|-limit)$/ }],
  ['flock', { valued: /^-[wE]$/, operands: 1 }],
  ['find', { after: /^-(?:exec|execdir|ok|okdir)$/ }],
  ['xargs', { valued: /^-[aEILnPsd]$/ }],
  ['watch', { valued: /^-(?:n|-interval)$/ }],
  ['ld-linux-x86-64.so.2', {}],
  ['ld-linux-aarch64.so.1', {}],
  ['ld-linux.so.2', {}],
  ['ld-musl-x86_64.so.1', {}],
]);

/** Those that only the start chain knows: what runs the words behind it counts for nothing here, too. */
function wrapperOf(name: string): Wrapper | undefined {
  const own = WRAPPERS.get(name);
  // Whose namespaces it enters says its own words, which `start/escapes` reads.
  if (name === 'nsenter') return undefined;
  const other = own === undefined && Object.hasOwn(START_WRAPPERS, name) ? START_WRAPPERS[name] : undefined;
  if (other === undefined) return own;
  const { valued = [], operands, assignments, shellText, joinsToText, startsShell, program } = other;
  const takesText = shellText ?? joinsToText ?? startsShell ?? program;
  if (takesText !== undefined) return undefined;
  return {
    valued: { test: (word) => valued.includes(word) },
    ...(operands !== undefined && { operands }),
    ...(assignments !== undefined && { assignments }),
  };
}

/** Words of `flock` among which its `-c` is looked for: so many wrappers in one another cost no more than their words. */
const MAX_FLOCK = 100;

export interface Unwrapped {
  readonly words: readonly ShellWord[];
  readonly wrappers: readonly string[];
  /** The name that `exec -a` gives. */
  readonly calledAs?: string;
}

/** Takes off what only decides how a command is run, so that the command itself comes first. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const wrappers: string[] = [];
  let calledAs: string | undefined;
  let start = 0;
  let stop = words.length;
  for (;;) {
    const name = baseName(words[start]?.text ?? '');
    const wrapper = wrapperOf(name);
    if (wrapper === undefined || stop - start < 2) break;
    // `flock FILE -c 'command line'` is a shell's affair.
    if (
      name === 'flock' &&
      words.slice(start, Math.min(stop, start + MAX_FLOCK)).some(({ text }) => text === '-c')
    )
      break;
    const next = behind(words, start, stop, wrapper);
    if (next >= stop) break;
    wrappers.push(name);
    if (name === 'exec') {
      const named = words.slice(start, next).findIndex(({ text }) => /^-[cl]*a$/.test(text));
      if (named > 0) calledAs = words[start + named + 1]?.text;
    }
    if (wrapper.after !== undefined) {
      const end = words.slice(next + 1, stop).findIndex(({ text }) => /^[;+]$/.test(text));
      if (end >= 0) stop = next + 1 + end;
    }
    start = next;
  }
  const rest = words.slice(start, stop);
  return { words: rest, wrappers, ...(calledAs !== undefined && { calledAs }) };
}

/** Where the command stands that a wrapper runs, which begins at `start`; `stop` where it has none. */
function behind(words: readonly ShellWord[], start: number, stop: number, wrapper: Wrapper): number {
  const { after } = wrapper;
  let at = start + 1;
  if (after !== undefined) {
    while (at < stop && !after.test(words[at]?.text ?? '')) at++;
    return Math.min(stop, at + 1);
  }
  let operands = wrapper.operands ?? 0;
  while (at < stop) {
    const text = words[at]?.text ?? '';
    if (text === '--') {
      at++;
      if (operands === 0) return at;
    } else if (text.startsWith('-') && text !== '-') {
      at += wrapper.valued?.test(text) === true ? 2 : 1;
    } else if (wrapper.assignments === true && /^\w+=/.test(text)) {
      at++;
    } else if (operands > 0) {
      operands--;
      at++;
    } else {
      return at;
    }
  }
  return at;
}
