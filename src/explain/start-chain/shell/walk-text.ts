import { NOT_FURTHER, type StartStep, TOO_MUCH } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { shellParts } from '../../shell-reading/index.ts';
import { spend } from '../budget.ts';
import type { Chain, Following, Place } from '../chain.ts';
import type { Frame } from './frame.ts';
import { hasHole } from './holes.ts';
import type { Scope } from './scope.ts';
import { lineAt, newShellText, type ShellText } from './shell-text.ts';
import { walker } from './walk.ts';
import { walkPieces } from './walk-pieces.ts';

/** Characters of one script that are read, and of one line of it: what loops over more may find no room to note them. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_LINE = 2 * 1024 * 1024;

export interface TextPlace {
  readonly place: Place;
  readonly scope: Scope;
}

/** The commands that a shell runs of a text, in order. Never throws: what cannot be read is said in `unknown`. */
export function walkText(chain: Chain, source: string, { place, scope }: TextPlace): Following {
  const problems = hasHole(source) ? ['part of the text comes from a variable'] : [];
  const kept = source.slice(0, readableTo(source));
  if (kept.length < source.length)
    problems.push(`only its first ${Math.floor(kept.length / 1024)} KiB were read: ${NOT_FURTHER}`);
  if (!spend(chain.budget, parseCost(kept))) return done([], [...problems, TOO_MUCH]);
  const { when: _when, taken: _taken, ...bare } = place;
  const children: StartStep[] = [];
  for (const part of shellParts(kept)) {
    const line = bare.line === undefined ? {} : { line: bare.line + part.linesBefore };
    const text = newShellText(part.source, { ...bare, ...line }, chain.holes);
    const frame: Frame = { chain, text, scope, taken: true, walker: walkerOf(chain) };
    for (const step of walker.statements(part.statements, { ...frame })) children.push(step);
    if (part.error !== undefined) {
      const message = oneLine(part.error.message, 200);
      problems.push(`the shell parser stopped${onLine(text, part.error.pos)}: ${message}`);
    }
    if (part.isFlat) problems.push('its commands are listed one after another');
    for (const step of walkPieces(part.pieces, frame)) children.push(step);
  }
  return done(children, problems);
}

/** How far a script is read: to its bound, or to that of the first line that is longer. */
function readableTo(source: string): number {
  const limit = Math.min(source.length, MAX_TEXT);
  for (let start = 0; start < limit; ) {
    const newline = source.indexOf('\n', start);
    const end = newline < 0 ? source.length : newline;
    if (end - start > MAX_LINE) return Math.min(limit, start + MAX_LINE);
    start = end + 1;
  }
  return limit;
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
