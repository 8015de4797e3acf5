import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FalseAlarm, Measured } from './measure.ts';

/** What the committed table stands for: nothing may become worse than it. */
export interface Committed {
  readonly cases: number;
  readonly honest: number;
  /** Names of the cases that are not found. */
  readonly missed: readonly string[];
  readonly falseAlarms: readonly FalseAlarm[];
}

const FILE = fileURLToPath(new URL('./accuracy.json', import.meta.url));

export function readCommitted(): Committed {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Committed;
}

export function writeCommitted({ hidden, honest, falseAlarms }: Measured): void {
  const missed = hidden.filter(({ found }) => !found).map(({ name }) => name);
  const committed: Committed = { cases: hidden.length, honest, missed: missed.sort(), falseAlarms };
  writeFileSync(FILE, `${JSON.stringify(committed, undefined, 2)}\n`);
}

/**
 * What is worse than committed, a line each; also of a part of the corpus. A false alarm that blocks is always told:
 * no honest image may be blocked.
 */
export function worseThan(committed: Committed, { hidden, falseAlarms }: Measured): readonly string[] {
  const missed = new Set(committed.missed);
  const known = new Set(committed.falseAlarms.map((one) => keyOf(one)));
  return [
    ...hidden
      .filter(({ name, found }) => !found && !missed.has(name))
      .map(({ name }) => `not found: ${name}`),
    ...falseAlarms
      .filter((one) => one.decision === 'block' || !known.has(keyOf(one)))
      .map((one) => `false alarm (${one.rule}, ${one.severity}, ${one.decision}): ${one.case}`),
  ];
}

function keyOf({ case: name, rule, decision }: FalseAlarm): string {
  return `${name}\n${rule}\n${decision}`;
}
