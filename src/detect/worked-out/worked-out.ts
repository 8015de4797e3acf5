import { MAX_TOKENS, tokensOf } from '../flow/tokens.ts';
import type { Around, Handed, HandedFile, WorkedLanguage } from './around.ts';
import { Budget } from './budget.ts';
import { called } from './calls.ts';
import { expression } from './expressions.ts';
import { call, define, make, params, readToItsEnd, readUncalled } from './functions.ts';
import { Machine } from './machine.ts';
import { exportsOf } from './modules.ts';
import { postfix } from './postfixes.ts';
import { argument, codeIn, items, primary } from './primaries.ts';
import { run, statement } from './statements.ts';
import { syntaxOf } from './syntax.ts';
import { Dict, UNKNOWN, type Value } from './value.ts';

/** What a program hands to a shell, to its own language and to files, worked out of its text. */
export interface WorkedOut {
  readonly commands: readonly Handed[];
  readonly codes: readonly Handed[];
  readonly files: readonly HandedFile[];
  /** Lines on which it runs what came from the network. */
  readonly fetched: readonly number[];
  /** There was more to work out than is followed, and something is handed on that comes of it. */
  readonly unfollowed: boolean;
  /** About how many tokens were read again, or as much other work done. */
  readonly repeated: number;
}

/** Words of what hands something on, behind what is read of a program. */
const STARTS = /\b(?:os\.system|subprocess|Popen|child_process|execSync|eval\s{0,5}\()/;
/** Tokens that loops and calls of one program may read again. */
export const MAX_REPEATED = 60_000;
/** The same at first, which is enough wherever nothing that it leaves out is handed on. */
const QUICKLY = 6000;
/** Tokens of a program that is read twice. */
const MAX_TWICE = 20_000;
/** Functions that nothing was seen to call. */
const MAX_UNCALLED = 5000;

/**
 * What a program of Python or JavaScript puts together and hands on: `cmd = "cu"; cmd += "rl …"; os.system(cmd)`. Its tokens are
 * read as statements, with what its names hold; texts, lists and numbers are worked out, everything else is not known. Functions
 * are read where they are called, and once at the end where nothing calls them; loops go round. Nothing of it is run, and what
 * repeats is bounded.
 */
export function workOut(text: string, language: WorkedLanguage, around: Around = {}): WorkedOut {
  const tokens = tokensOf(text, syntaxOf(language));
  let repeated = 0;
  const readWith = (
    most: number,
    how: { readonly isQuick?: boolean; readonly firstOnly: boolean },
  ): Machine => {
    const machine = readOnce(text, language, tokens, around, { budget: new Budget(most), ...how });
    // What is read but once, as functions are that nothing calls, is no more than the program is long.
    repeated += Math.max(0, machine.budget.taken - tokens.length) + machine.modules.budget.taken;
    return machine;
  };
  const read = (firstOnly: boolean): Machine => {
    const quick = readWith(QUICKLY, { isQuick: true, firstOnly });
    const isEnough = !quick.budget.isCut || !(quick.unfollowed || quick.isMissed);
    return isEnough ? quick : readWith(MAX_REPEATED, { firstOnly });
  };
  const first = read(false);
  const unread = tokens.length >= MAX_TOKENS ? tokens.at(-1)?.at : first.tooDeepAt;
  if (unread !== undefined && STARTS.test(text.slice(unread))) first.unfollowed = true;
  // Of conditions that are not known, only the first branch is taken the second time.
  const readsTwice = first.handsOn && tokens.length <= MAX_TWICE && /\b(?:else|elif)\b/.test(text);
  const second = readsTwice ? read(true) : undefined;
  const machines = second === undefined ? [first] : [first, second];
  const files = new Map(machines.flatMap((machine) => [...machine.files]));
  return {
    commands: unlike(machines.flatMap((machine) => withEnvironment(machine))),
    codes: unlike(machines.flatMap(({ codes }) => codes)),
    files: [...files.values()],
    fetched: [...new Set(machines.flatMap(({ fetched }) => [...fetched]))],
    unfollowed: machines.some(({ unfollowed }) => unfollowed),
    repeated,
  };
}

function readOnce(
  text: string,
  language: WorkedLanguage,
  tokens: Machine['tokens'],
  around: Around,
  {
    budget,
    isQuick = false,
    firstOnly = false,
  }: { readonly budget: Budget; readonly isQuick?: boolean; readonly firstOnly?: boolean },
): Machine {
  const machine = new Machine(text, language, tokens, around, budget);
  machine.firstOnly = firstOnly;
  machine.isQuick = isQuick;
  machine.parts = {
    expression: (least) => expression(machine, least),
    primary: () => primary(machine),
    postfix: (value) => postfix(machine, value),
    items: (close) => items(machine, close),
    argument: () => argument(machine),
    statement: () => statement(machine),
    run: (start, end, indent) => run(machine, start, end, indent),
    define: (own, body) => define(machine, own, body),
    call: (own, args, named, self) => call(machine, own, args, named, self),
    make: (of, args, named) => make(machine, of, args, named),
    called: (one) => called(machine, one),
    code: (inner) => codeIn(machine, inner),
    params: (close) => params(machine, close),
    module: (inner, path) => moduleValue(machine, inner, path),
  };
  run(machine, 0, tokens.length, 0);
  readRest(machine);
  return machine;
}

/** Reads functions that nothing has called, and those that every call has left before their end. */
function readRest(machine: Machine): void {
  for (let count = 0; count < MAX_UNCALLED; count++) {
    const [waiting] = machine.waiting;
    const [cut] = machine.cutShort;
    if (waiting !== undefined) {
      const [start, { own, self }] = waiting;
      machine.waiting.delete(start);
      readUncalled(machine, own, self instanceof Dict ? machine.parts.make(self, [], new Map()) : self);
    } else if (cut !== undefined) {
      const [start, { own, self }] = cut;
      machine.cutShort.delete(start);
      if (!machine.whole.has(start)) readToItsEnd(machine, own, self);
      machine.whole.add(start);
    } else return;
  }
}

/** Files that import one another are not followed without an end. */
const MAX_IMPORTED = 4;

function moduleValue(machine: Machine, text: string, path: string): Value {
  const { language, readFile, imported, modules, budget } = machine;
  if (imported >= MAX_IMPORTED) return UNKNOWN;
  const tokens = tokensOf(text, syntaxOf(language));
  const around = { readFile, path, imported: imported + 1, modules };
  const module = readOnce(text, language, tokens, around, { budget: modules.budget });
  budget.isCut ||= modules.budget.isCut;
  return exportsOf(module);
}

function withEnvironment({ commands, environment }: Machine): readonly Handed[] {
  if (environment.size === 0) return commands;
  return commands.map(({ text, line }) => {
    const used = [...environment].filter(([name]) =>
      new RegExp(`\\$\\{?${name.replaceAll(/\W/g, '')}\\b`).test(text),
    );
    const set = used.map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'; `);
    return { text: set.join('') + text, line };
  });
}

function unlike(handed: readonly Handed[]): readonly Handed[] {
  return [...new Map(handed.map((one) => [`${one.line} ${one.text}`, one])).values()];
}
