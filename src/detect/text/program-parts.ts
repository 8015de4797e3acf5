import { LineIndex } from '../../explain/program-text/line-index.ts';
import { functionsOf } from '../flow/functions-of.ts';
import { NODE_SYNTAX } from '../flow/node-syntax.ts';
import type { Language } from './language.ts';

/** A stretch of a program that is a program of its own, as far as its variables go. */
export interface ProgramPart {
  readonly text: string;
  /** The line of the whole program on which it begins, from 1. */
  readonly firstLine: number;
}

/** Nobody writes programs of that length by hand; characters. */
export const LONG_PROGRAM: number = 64 * 1024;
/** Fewer functions side by side are no bundle. */
const MIN_MODULES = 8;
/** The part of the text that modules make of a bundle, at least. */
const MIN_SHARE = 1 / 3;
/** Smaller functions are what programs hand to one another. */
const MIN_MODULE = 1024;
/** Of what stands before a function, as far as a statement begins there, the call that it is given to. */
const MAX_CALL = 200;
/** Small modules that follow one another are looked at together up to that length. */
const GROUP = 4 * 1024;
/** What bundlers put between two modules, at most. */
const MAX_BETWEEN = 400;

/**
 * The modules of a bundle: tools that put a program and its libraries into one file (webpack, esbuild, Rollup, browserify) wrap
 * most modules in functions, so that what one calls `data` is nothing to the next. Read as one, a decoder here and a command
 * there look like a program that runs what it decodes. What stands outside of the functions is a part, too, the first.
 *
 * @returns the whole program as one part where it is no bundle
 */
export function partsOf(text: string, language: Language): readonly ProgramPart[] {
  const modules = language === 'node' && text.length >= LONG_PROGRAM ? modulesIn(text) : [];
  if (modules.length === 0) return [{ text, firstLine: 1 }];
  const index = new LineIndex(text);
  const outside: string[] = [];
  let end = 0;
  const parts = modules.map((module) => {
    const inside = text.slice(module.start, module.end);
    outside.push(text.slice(end, module.start), inside.replaceAll(/[^\n]+/g, ''));
    end = module.end;
    return { text: inside, firstLine: index.lineAt(module.start) };
  });
  outside.push(text.slice(end));
  return [{ text: outside.join(''), firstLine: 1 }, ...parts];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where a bundle's modules lie, small neighbours together, in order; none where it is no bundle. */
function modulesIn(text: string): readonly Range[] {
  const modules = outermostValues(text);
  const length = modules.reduce((sum, { start, end }) => sum + end - start, 0);
  if (modules.length < MIN_MODULES || length < text.length * MIN_SHARE) return [];
  const groups: { start: number; end: number }[] = [];
  for (const { start, end } of modules) {
    const last = groups.at(-1);
    if (last !== undefined && start - last.end <= MAX_BETWEEN && end - last.start <= GROUP) last.end = end;
    else groups.push({ start, end });
  }
  return groups;
}

/** The outermost functions that are values. One that holds more than half of the text counts as what it holds. */
function outermostValues(text: string): readonly Range[] {
  const found: Range[] = [];
  let passed = 0;
  for (const { start, end, isValue } of functionsOf(text, NODE_SYNTAX)) {
    if (start < passed || end - start > text.length / 2) continue;
    passed = end;
    if (isValue && end - start >= MIN_MODULE) found.push({ start: callBefore(text, start), end });
  }
  return found;
}

/** `https.get(url, ` before the function that gets what it fetches. */
function callBefore(text: string, start: number): number {
  let at = start;
  while (at > 0 && start - at < MAX_CALL && text[at - 1] !== ';' && text[at - 1] !== '}') at--;
  return at;
}
