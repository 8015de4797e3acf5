import { parse } from 'unbash';
import { oneLine } from '../../printable.ts';
import { spend } from '../budget.ts';
import type { Chain, Following, Place } from '../chain.ts';
import type { Frame } from './frame.ts';
import { hasHole } from './holes.ts';
import type { Scope } from './scope.ts';
import { lineAt, newShellText, type ShellText } from './shell-text.ts';
import { splitLines } from './split-lines.ts';
import { walker } from './walk.ts';

/** Characters of one script that are parsed. */
const MAX_TEXT = 256 * 1024;

export interface TextPlace {
  readonly place: Place;
  readonly scope: Scope;
}

/** The commands that a shell runs of a text, in order. Never throws: what cannot be read is said in `unknown`. */
export function walkText(chain: Chain, source: string, { place, scope }: TextPlace): Following {
  const kept = source.length > MAX_TEXT ? cutAtLine(source) : source;
  const partly = hasHole(source) ? ['part of the text comes from a variable'] : [];
  const problems = [...partly];
  if (kept.length < source.length) problems.push(`only its first ${MAX_TEXT / 1024} KiB were read`);
  if (!spend(chain.budget, parseCost(kept))) return done([], [...partly, 'too much to follow: not read']);
  const { when: _when, taken: _taken, ...bare } = place;
  const text = newShellText(kept, bare, chain.holes);
  const frame: Frame = { chain, text, scope, taken: true, walker: walkerOf(chain) };
  try {
    const script = parse(kept);
    const error = script.errors?.[0];
    // A cut text ends in the middle of something; that is said already.
    if (error !== undefined && kept.length === source.length) {
      problems.push(`the shell parser stopped${onLine(text, error.pos)}: ${oneLine(error.message, 200)}`);
    }
    return done(walker.statements(script.commands, { ...frame }), problems);
  } catch (error) {
    problems.push(error instanceof RangeError ? 'nested too deeply to parse' : 'the shell parser failed');
    problems.push('its lines are listed as they stand');
    return done(splitLines(frame), problems);
  }
}

/** The parser is linear but for here-documents, which it looks for again and again. */
function parseCost(source: string): number {
  let hereDocuments = 0;
  for (let at = source.indexOf('<<'); at !== -1; at = source.indexOf('<<', at + 2)) hereDocuments++;
  return Math.ceil(source.length / 16 + hereDocuments ** 2 / 300);
}

function walkerOf(chain: Chain): Frame['walker'] {
  return { ...walker, text: (source, place, scope) => walkText(chain, source, { place, scope }) };
}

function done(children: Following['children'], problems: readonly string[]): Following {
  return problems.length === 0 ? { children } : { children, unknown: problems.join('; ') };
}

function onLine(text: ShellText, offset: number): string {
  const line = lineAt(text, offset);
  return line === undefined ? '' : ` at line ${line}`;
}

function cutAtLine(source: string): string {
  const start = source.slice(0, MAX_TEXT);
  const end = start.lastIndexOf('\n');
  return end > 0 ? start.slice(0, end) : start;
}
