import assert from 'node:assert/strict';
import { visible } from '../../src/base/visible.ts';

/** Throws when the text holds anything that a terminal would obey or a reader could not see. */
export function checkShowable(text: string, what: string): void {
  const shown = visible(text);
  if (shown === text) return;
  let at = 0;
  while (shown[at] === text[at]) at++;
  assert.fail(`${what} lets through ${JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))}`);
}

/** The same for a report: line ends are its own, and nothing else is. */
export function checkReport(text: string, what: string): void {
  for (const line of text.split('\n')) checkShowable(line, what);
}
